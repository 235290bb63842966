import { createFlatReader, type FlatReader } from './flat-buffers.ts';
import { elementCount, type FloatTensor } from './tensor.ts';

/**
 * Reads a TensorFlow Lite model: a FlatBuffers file whose tables are described by TensorFlow's
 * schema.fbs, version 3. Only the fields that a small float32 convolutional network uses are read.
 */
export type TfliteModel = {
  readonly tensors: readonly TfliteTensor[];
  readonly operators: readonly TfliteOperator[];
  /** Positions in `tensors`. */
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
};

export type TfliteTensor = {
  readonly shape: readonly number[];
  /** Present when the tensor is a float32 constant. */
  readonly constant: FloatTensor | undefined;
};

export type TfliteOperator = {
  /** BuiltinOperator of schema.fbs. */
  readonly code: number;
  /** Positions in `tensors`; -1 for an omitted input. */
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  /** A one-byte option of the operator's options table, by its field number. */
  readonly byteOption: (field: number) => number;
  readonly integerOption: (field: number, absent: number) => number;
};

const IDENTIFIER = 'TFL3';
const FLOAT32 = 0;

export function readTflite(bytes: Uint8Array): TfliteModel {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const identifier = new TextDecoder('latin1').decode(bytes.subarray(4, 8));
  if (bytes.length < 8 || identifier !== IDENTIFIER) {
    throw new Error(
      `Expected the identifier "${IDENTIFIER}" for a TensorFlow Lite file but received ` +
        `"${identifier}" in ${bytes.length} bytes. Fetch the file again.`,
    );
  }
  try {
    return readModel(view);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new Error(
      `Expected a whole TensorFlow Lite file but received one whose tables point outside its ` +
        `${bytes.length} bytes. Fetch the file again.`,
      { cause },
    );
  }
}

function readModel(view: DataView): TfliteModel {
  const flat = createFlatReader(view);
  const model = flat.follow(0);
  const codes = flat
    .tables(model, 1) // operator_codes: the old 8-bit field 0, or the newer field 3
    .map((code) => Math.max(flat.byte(code, 0), flat.integer(code, 3, 0)));
  const [graph, ...others] = flat.tables(model, 2); // subgraphs
  if (graph === undefined || others.length > 0) {
    throw new Error(
      `Expected one graph for a TensorFlow Lite file but received ` +
        `${graph === undefined ? 0 : others.length + 1}.`,
    );
  }
  const buffers = flat.tables(model, 4);

  return {
    tensors: flat.tables(graph, 0).map((tensor) => readTensor(flat, tensor, buffers)),
    inputs: flat.integers(graph, 1),
    outputs: flat.integers(graph, 2),
    operators: flat.tables(graph, 3).map((operator) => {
      const code = codes[flat.integer(operator, 0, 0)];
      if (code === undefined) throw new RangeError('operator code');
      const options = flat.table(operator, 4); // builtin_options
      return {
        code,
        inputs: flat.integers(operator, 1),
        outputs: flat.integers(operator, 2),
        byteOption: (field) => (options === undefined ? 0 : flat.byte(options, field)),
        integerOption: (field, absent) =>
          options === undefined ? absent : flat.integer(options, field, absent),
      };
    }),
  };
}

function readTensor(flat: FlatReader, tensor: number, buffers: readonly number[]): TfliteTensor {
  const shape = flat.integers(tensor, 0);
  const buffer = buffers[flat.integer(tensor, 2, 0)];
  if (buffer === undefined) throw new RangeError('buffer');
  const data = flat.floats(buffer, 0);
  const isConstant = flat.byte(tensor, 1) === FLOAT32 && data.length > 0;
  if (isConstant && data.length !== elementCount(shape)) {
    throw new Error(
      `Expected ${elementCount(shape)} values for a constant of shape [${shape.join(', ')}] but ` +
        `received ${data.length}.`,
    );
  }
  return { shape, constant: isConstant ? { shape, data } : undefined };
}
