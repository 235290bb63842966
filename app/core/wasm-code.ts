/**
 * A small assembler for WebAssembly: as much of the instruction set as our kernels need
 * (WebAssembly core specification 2.0, binary format).
 */
export type Code = readonly number[];

/** Types of values: 32-bit integers, and vectors of 128 bits. */
const I32 = 0x7f;
const V128 = 0x7b;

export interface WasmFunction {
  readonly name: string;
  /** How many 32-bit integers it takes; locals are numbered on from there. */
  readonly parameters: number;
  /** Numbers of further locals: integers first, vectors behind them. */
  readonly integers: number;
  readonly vectors: number;
  readonly body: Code;
}

/** One after another. */
export function sequence(...parts: readonly Code[]): Code {
  const code: number[] = [];
  for (const part of parts) for (const byte of part) code.push(byte);
  return code;
}

/** The code for each of 0 to `count - 1`, one after another. */
export function each(count: number, codeOf: (index: number) => Code): Code {
  return sequence(...Array.from({ length: count }, (_, index) => codeOf(index)));
}

export const get = (local: number): Code => [0x20, local];
export const set = (local: number): Code => [0x21, local];
export const tee = (local: number): Code => [0x22, local];
export const i32 = (value: number): Code => [0x41, ...signed(value)];
export const addI32: Code = [0x6a];
export const subI32: Code = [0x6b];
export const loadI32 = (offset: number): Code => [0x28, 0, ...unsigned(offset)];

/** Adds to a local. */
export const advance = (local: number, amount: number): Code =>
  sequence(get(local), i32(amount), addI32, set(local));

/** Leaves what remains of a local on the stack, for a loop to look at. */
export const countDown = (local: number): Code => sequence(get(local), i32(1), subI32, tee(local));

/** Runs the body again for as long as what it leaves on the stack is not 0. */
export const loop = (body: Code): Code => sequence([0x03, 0x40], body, [0x0d, 0, 0x0b]);

export const v128 = (bytes: Uint8Array): Code => [...vector(0x0c), ...bytes];
export const loadV128 = (offset: number): Code => memory(0x00, offset);
export const storeV128 = (offset: number): Code => memory(0x0b, offset);
/** Eight signed bytes, each made 16 bits wide. */
export const load8x8 = (offset: number): Code => memory(0x01, offset);
/** 32 bits, four times. */
export const loadSplat32 = (offset: number): Code => memory(0x09, offset);
/** 64 bits, twice. */
export const loadSplat64 = (offset: number): Code => memory(0x0a, offset);
/** Bytes of the first vector (0 to 15) and of the second (16 to 31), as they are numbered. */
export const shuffle = (bytes: readonly number[]): Code => [...vector(0x0d), ...bytes];
/** Products of eight pairs of 16 bits, neighbours added up: four sums of 32 bits. */
export const dotI16x8 = vector(0xba);
export const addI32x4 = vector(0xae);
export const floatI32x4 = vector(0xfa);
export const mulF32x4 = vector(0xe6);
/** The second where it is larger than the first, in each lane. */
export const largerF32x4 = vector(0xeb);
export const sqrtF64x2 = vector(0xef);
export const addF64x2 = vector(0xf0);
export const subF64x2 = vector(0xf1);
export const mulF64x2 = vector(0xf2);

/** A module of functions on one memory, which it imports as `host.memory`. */
export function wasmModule(functions: readonly WasmFunction[]): Uint8Array<ArrayBuffer> {
  const types = functions.map(({ parameters }) => {
    return sequence([0x60], list(Array.from({ length: parameters }, () => [I32])), [0]);
  });
  const imported = sequence(text('host'), text('memory'), [2, 0, 1]);
  const exported = functions.map(({ name }, index) => sequence(text(name), [0, index]));
  return Uint8Array.from(
    sequence(
      [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
      section(1, list(types)),
      section(2, list([imported])),
      section(3, list(functions.map((_, index) => [index]))),
      section(7, list(exported)),
      section(10, list(functions.map(codeOf))),
    ),
  );
}

function codeOf({ integers, vectors, body }: WasmFunction): Code {
  const locals = [
    [integers, I32],
    [vectors, V128],
  ];
  const code = sequence(list(locals), body, [0x0b]);
  return sequence(unsigned(code.length), code);
}

function vector(operation: number): Code {
  return [0xfd, ...unsigned(operation)];
}

/** At an offset from the address on the stack, of no alignment. */
function memory(operation: number, offset: number): Code {
  return [...vector(operation), 0, ...unsigned(offset)];
}

function section(id: number, content: Code): Code {
  return sequence([id], unsigned(content.length), content);
}

function list(items: readonly Code[]): Code {
  return sequence(unsigned(items.length), ...items);
}

function text(name: string): Code {
  return list(Array.from(name, (letter) => [letter.charCodeAt(0)]));
}

/** LEB128, as are the signed ones. */
function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 0x7f; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  bytes.push(rest);
  return bytes;
}

function signed(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest < -0x40 || rest > 0x3f; rest >>= 7) bytes.push((rest & 0x7f) | 0x80);
  bytes.push(rest & 0x7f);
  return bytes;
}
