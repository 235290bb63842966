/**
 * The part of the Protocol Buffers wire format that an ONNX file needs: a message is a run of
 * fields, each a key (field number x 8 + wire type) and a value.
 */
export type Field = Uint8Array;

const VARINT = 0;
const LENGTH_DELIMITED = 2;

/** Base 128, least significant group first; negative numbers as 64-bit two's complement. */
export function varint(value: number | bigint): Uint8Array {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) {
    throw new Error(`Expected a safe integer for a varint but received ${value}.`);
  }
  let rest = BigInt.asUintN(64, BigInt(value));
  const bytes: number[] = [];
  while (rest > 0x7fn) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}

export function integerField(number: number, value: number | bigint): Field {
  return join([key(number, VARINT), varint(value)]);
}

export function bytesField(number: number, bytes: Uint8Array): Field {
  return join([key(number, LENGTH_DELIMITED), varint(bytes.length), bytes]);
}

export function stringField(number: number, text: string): Field {
  return bytesField(number, new TextEncoder().encode(text));
}

export function messageField(number: number, fields: readonly Field[]): Field {
  return bytesField(number, join(fields));
}

export function join(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

function key(number: number, wireType: number): Uint8Array {
  return varint(number * 8 + wireType);
}
