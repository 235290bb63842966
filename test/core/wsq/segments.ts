/** WSQ files put together by hand. */
import { stuffed } from './bits.ts';

export function be16(value: number): number[] {
  return [(value >>> 8) & 0xff, value & 0xff];
}

export function segment(marker: number, body: readonly number[]): number[] {
  return [0xff, marker, ...be16(body.length + 2), ...body];
}

/** An exponent and an integer of 16 bits. */
export function scaled(exponent: number, integer: number): number[] {
  return [exponent, ...be16(integer)];
}

/** Centre first, ten digits: integer / 10^10, or 10^9 where it would not fit. */
export const TRANSFORM = [
  ...[9, 7],
  ...tap(0, 9, 852698679),
  ...tap(0, 10, 3774028556),
  ...tap(1, 10, 1106244044),
  ...tap(1, 11, 2384946502),
  ...tap(0, 11, 3782845551),
  ...tap(0, 9, 788485616),
  ...tap(1, 10, 4180922732),
  ...tap(1, 11, 4068941761),
  ...tap(0, 11, 6453888263),
];

function tap(sign: number, exponent: number, integer: number): number[] {
  const fits = integer < 2 ** 32;
  const value = fits ? integer : Math.round(integer / 10);
  return [sign, fits ? exponent : exponent - 1, ...be16(value >>> 16), ...be16(value & 0xffff)];
}

/** One entry a subband, the rest not coded. */
export function quantisation(entries: readonly (readonly number[])[]): number[] {
  const none = [...scaled(0, 0), ...scaled(0, 0)];
  return [...scaled(1, 5), ...Array.from({ length: 64 }, (_, i) => entries[i] ?? none).flat()];
}

/** Codes of 2 bits: 181 (a value of 1) is 00, 179 (-1) 01, a run of one zero 10. */
export const HUFFMAN = [0, 0, 3, ...Array<number>(14).fill(0), 181, 179, 1];

export interface FileParts {
  readonly width: number;
  readonly height: number;
  readonly shift?: readonly number[];
  readonly scale?: readonly number[];
  readonly bins: readonly (readonly number[])[];
  readonly bits: string;
  /** Segments after the start. */
  readonly more?: readonly number[];
}

export function writeFile(parts: FileParts): Uint8Array {
  const { width, height, shift = scaled(0, 100), scale = scaled(0, 2), bins, bits } = parts;
  return Uint8Array.from([
    ...[0xff, 0xa0],
    ...(parts.more ?? []),
    ...segment(0xa4, TRANSFORM),
    ...segment(0xa5, quantisation(bins)),
    ...segment(0xa2, [0, 255, ...be16(height), ...be16(width), ...shift, ...scale, 1, 0, 0]),
    ...segment(0xa6, HUFFMAN),
    ...segment(0xa3, [0]),
    ...stuffed(bits),
    ...[0xff, 0xa1],
  ]);
}
