import {
  bytesField,
  type Field,
  integerField,
  join,
  messageField,
  stringField,
} from './protobuf.ts';
import { elementCount } from './tensor.ts';

// The messages of onnx.proto3, IR version 8, that a graph is made of. Field numbers are that
// file's; ONNX's own names of fields are in the comments.

/** TensorProto.DataType, and the size of a value. */
const FLOAT = { code: 1, bytes: 4 };
const INT64 = { code: 7, bytes: 8 };

/** A value that flows through the graph, by its name; '' stands for an omitted optional input. */
export type ValueName = string;

/** A text names an extent that is only known when the network runs: the batch, `N`. */
export type Extent = number | string;

export type Port = { readonly name: ValueName; readonly shape: readonly Extent[] };

export type Attribute = number | string | readonly number[];

export type Attributes = Readonly<Record<string, Attribute>>;

/** A TensorProto of float32, its values as raw little-endian bytes. */
export function encodeFloats(
  name: string,
  shape: readonly number[],
  data: Float32Array,
): Uint8Array {
  if (elementCount(shape) !== data.length) {
    throw new Error(
      `Expected ${elementCount(shape)} values for the shape [${shape.join(', ')}] of "${name}" ` +
        `but received ${data.length}.`,
    );
  }
  const raw = new Uint8Array(data.length * FLOAT.bytes);
  const view = new DataView(raw.buffer);
  data.forEach((value, position) => view.setFloat32(position * FLOAT.bytes, value, true));
  return encodeTensor(name, FLOAT.code, shape, raw);
}

/** A TensorProto of int64 with one axis. */
export function encodeIntegers(name: string, values: readonly number[]): Uint8Array {
  const raw = new Uint8Array(values.length * INT64.bytes);
  const view = new DataView(raw.buffer);
  values.forEach((value, position) => {
    view.setBigInt64(position * INT64.bytes, BigInt(value), true);
  });
  return encodeTensor(name, INT64.code, [values.length], raw);
}

function encodeTensor(
  name: string,
  type: number,
  shape: readonly number[],
  raw: Uint8Array,
): Uint8Array {
  return join([
    ...shape.map((extent) => integerField(1, extent)), // dims
    integerField(2, type), // data_type
    stringField(8, name), // name
    bytesField(9, raw), // raw_data
  ]);
}

/** A NodeProto with one output, which also names it. */
export function encodeNode(
  operator: string,
  inputs: readonly ValueName[],
  attributes: Attributes,
  output: ValueName,
): Uint8Array {
  return join([
    ...inputs.map((input) => stringField(1, input)), // input
    stringField(2, output), // output
    stringField(3, output), // name
    stringField(4, operator), // op_type
    ...Object.entries(attributes).map(([name, value]) =>
      messageField(5, encodeAttribute(name, value)),
    ),
  ]);
}

/** An AttributeProto's fields: an integer (type 2), a text (3) or integers (7). */
function encodeAttribute(name: string, value: Attribute): Field[] {
  const named = stringField(1, name);
  if (typeof value === 'number') return [named, integerField(3, value), integerField(20, 2)];
  if (typeof value === 'string') return [named, stringField(4, value), integerField(20, 3)];
  return [named, ...value.map((item) => integerField(8, item)), integerField(20, 7)];
}

/** A ValueInfoProto: a float32 tensor of the given shape. */
export function encodePort({ name, shape }: Port): Uint8Array {
  const extents = shape.map((extent) =>
    messageField(1, [
      typeof extent === 'string' ? stringField(2, extent) : integerField(1, extent),
    ]),
  );
  const tensorType = [integerField(1, FLOAT.code), messageField(2, extents)];
  return join([stringField(1, name), messageField(2, [messageField(1, tensorType)])]);
}
