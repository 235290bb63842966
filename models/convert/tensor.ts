/** A constant of a network: row-major values with their extents, outermost first. */
export type Tensor<Data extends Float32Array | Int32Array = Float32Array | Int32Array> = {
  readonly shape: readonly number[];
  readonly data: Data;
};

export type FloatTensor = Tensor<Float32Array>;

export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, extent) => product * extent, 1);
}

/** Checks a tensor's type where a converter needs real numbers; `name` is for the message. */
export function expectFloats(tensor: Tensor | undefined, name: string): FloatTensor {
  if (tensor !== undefined && isFloatTensor(tensor)) return tensor;
  const received = tensor === undefined ? 'no such tensor' : 'integers';
  throw new Error(`Expected a float32 tensor for "${name}" but received ${received}.`);
}

function isFloatTensor(tensor: Tensor): tensor is FloatTensor {
  return tensor.data instanceof Float32Array;
}

/**
 * Reorders the axes of a tensor: axis i of the result is axis `order[i]` of the source, as in
 * NumPy's `transpose`.
 */
export function permute(source: FloatTensor, order: readonly number[]): FloatTensor {
  const sortedOrder = [...order].sort((a, b) => a - b);
  if (
    order.length !== source.shape.length ||
    sortedOrder.some((axis, position) => axis !== position)
  ) {
    throw new Error(
      `Expected a permutation of ${source.shape.length} axes for the order but received ` +
        `[${order.join(', ')}].`,
    );
  }

  const shape = order.map((axis) => extentOf(source.shape, axis));
  const sourceStrides = stridesOf(source.shape);
  const strides = order.map((axis) => extentOf(sourceStrides, axis));
  const data = new Float32Array(source.data.length);
  const index = shape.map(() => 0);
  let from = 0;
  for (let to = 0; to < data.length; to += 1) {
    data[to] = extentOf(source.data, from);
    from += advance(index, shape, strides);
  }
  return { shape, data };
}

/** Counts `index` up by one in row-major order; returns how far the source position moves. */
function advance(index: number[], shape: readonly number[], strides: readonly number[]): number {
  let moved = 0;
  for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
    const next = extentOf(index, axis) + 1;
    const stride = extentOf(strides, axis);
    if (next < extentOf(shape, axis)) {
      index[axis] = next;
      return moved + stride;
    }
    index[axis] = 0;
    moved -= (next - 1) * stride;
  }
  return moved;
}

function stridesOf(shape: readonly number[]): number[] {
  const strides = shape.map(() => 1);
  for (let axis = shape.length - 2; axis >= 0; axis -= 1) {
    strides[axis] = extentOf(strides, axis + 1) * extentOf(shape, axis + 1);
  }
  return strides;
}

function extentOf(values: ArrayLike<number>, position: number): number {
  const value = values[position];
  if (value === undefined) {
    throw new Error(`Expected a position below ${values.length} but received ${position}.`);
  }
  return value;
}
