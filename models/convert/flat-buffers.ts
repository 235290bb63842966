export type FlatReader = ReturnType<typeof createFlatReader>;

/**
 * Walks a FlatBuffers file: tables and vectors are found by relative offsets, a table's fields by
 * its vtable, and an absent field means its default. Throws RangeError where an offset leaves the
 * file.
 */
export function createFlatReader(view: DataView) {
  function follow(offset: number): number {
    return offset + view.getUint32(offset, true);
  }

  /** Where a field of a table is stored, or undefined when it is absent. */
  function field(table: number, number: number): number | undefined {
    const vtable = table - view.getInt32(table, true);
    const entry = 4 + 2 * number;
    if (entry >= view.getUint16(vtable, true)) return undefined;
    const offset = view.getUint16(vtable + entry, true);
    return offset === 0 ? undefined : table + offset;
  }

  function table(parent: number, number: number): number | undefined {
    const offset = field(parent, number);
    return offset === undefined ? undefined : follow(offset);
  }

  /** Reads each item of a vector field; an absent vector is empty. */
  function items<Item>(
    parent: number,
    number: number,
    bytes: number,
    read: (offset: number) => Item,
  ): Item[] {
    const vector = table(parent, number);
    if (vector === undefined) return [];
    const count = view.getUint32(vector, true);
    if (vector + 4 + count * bytes > view.byteLength) throw new RangeError('vector');
    return Array.from({ length: count }, (_, index) => read(vector + 4 + bytes * index));
  }

  return {
    follow,
    table,
    tables: (parent: number, number: number) => items(parent, number, 4, follow),
    integers: (parent: number, number: number) =>
      items(parent, number, 4, (offset) => view.getInt32(offset, true)),
    /** A vector of bytes seen as little-endian float32. */
    floats(parent: number, number: number): Float32Array {
      const vector = table(parent, number);
      if (vector === undefined) return new Float32Array(0);
      const count = Math.floor(view.getUint32(vector, true) / 4);
      if (vector + 4 + count * 4 > view.byteLength) throw new RangeError('vector');
      return Float32Array.from({ length: count }, (_, index) =>
        view.getFloat32(vector + 4 + 4 * index, true),
      );
    },
    byte(parent: number, number: number): number {
      const offset = field(parent, number);
      return offset === undefined ? 0 : view.getInt8(offset);
    },
    integer(parent: number, number: number, absent: number): number {
      const offset = field(parent, number);
      return offset === undefined ? absent : view.getInt32(offset, true);
    },
  };
}
