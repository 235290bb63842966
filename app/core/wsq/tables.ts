/** What segments hold, read and written. Each body comes without its marker and its length. */
import type { FilterPair } from './filters.ts';
import { checkReconstruction } from './filters.ts';
import { LONGEST_CODE, SUBBANDS_IN_TABLE } from './format.ts';
import type { HuffmanTable } from './huffman.ts';
import { need } from './problem.ts';
import type { Quantiser } from './quantiser.ts';
import { fromScaled, toScaled } from './scaled.ts';

export interface Frame {
  readonly width: number;
  readonly height: number;
  /** A pixel is its reconstructed value times `scale` plus `shift`. */
  readonly shift: number;
  readonly scale: number;
}

/** Taps a filter may have; more than any known, and few enough to stay quick. */
const MOST_TAPS = 31;

export function readFrame(body: DataView): Frame {
  need(body.byteLength >= 15, 'the frame header is cut off');
  const frame = {
    height: body.getUint16(2),
    width: body.getUint16(4),
    shift: readScaled16(body, 6),
    scale: readScaled16(body, 9),
  };
  need(frame.width > 0 && frame.height > 0, `${frame.width} x ${frame.height} pixels`);
  return frame;
}

export function writeFrame({ width, height, shift, scale }: Frame): number[] {
  // Black 0, white 255; parameters of encoder 2, software that nobody has certified.
  return [
    0,
    255,
    ...uint16(height),
    ...uint16(width),
    ...scaled16(shift),
    ...scaled16(scale),
    2,
    0,
    0,
  ];
}

export function readTransform(body: DataView): FilterPair {
  need(body.byteLength >= 2, 'the transform table is cut off');
  const [lowTaps, highTaps] = [body.getUint8(0), body.getUint8(1)];
  const known = Math.min(lowTaps, highTaps) > 0 && Math.max(lowTaps, highTaps) <= MOST_TAPS;
  const alike = lowTaps % 2 === highTaps % 2;
  need(known && alike, `filters of ${lowTaps} and ${highTaps} taps`);
  const [lowHalf, highHalf] = [Math.ceil(lowTaps / 2), Math.ceil(highTaps / 2)];
  need(body.byteLength >= 2 + 6 * (lowHalf + highHalf), 'the transform table is cut off');
  const tap = (i: number) => {
    const at = 2 + 6 * i;
    const size = fromScaled({ exponent: body.getUint8(at + 1), integer: body.getUint32(at + 2) });
    return body.getUint8(at) === 0 ? size : -size;
  };
  const filters: FilterPair = {
    length: lowTaps % 2 === 0 ? 'even' : 'odd',
    low: Array.from({ length: lowHalf }, (_, i) => tap(i)),
    high: Array.from({ length: highHalf }, (_, i) => tap(lowHalf + i)),
  };
  checkReconstruction(filters);
  return filters;
}

export function writeTransform({ low, high, length }: FilterPair): number[] {
  const taps = [...low, ...high].flatMap((tap) => {
    const { exponent, integer } = toScaled(Math.abs(tap), 32);
    return [tap < 0 ? 1 : 0, exponent, ...uint16(integer >>> 16), ...uint16(integer & 0xffff)];
  });
  const both = (half: readonly number[]) => 2 * half.length - (length === 'odd' ? 1 : 0);
  return [both(low), both(high), ...taps];
}

export function readQuantisation(body: DataView): Quantiser {
  need(body.byteLength >= 3 + 6 * SUBBANDS_IN_TABLE, 'the quantisation table is cut off');
  return {
    centre: readScaled16(body, 0),
    bins: Array.from({ length: SUBBANDS_IN_TABLE }, (_, i) => ({
      width: readScaled16(body, 3 + 6 * i),
      zero: readScaled16(body, 6 + 6 * i),
    })),
  };
}

export function writeQuantisation({ centre, bins }: Quantiser): number[] {
  const entries = Array.from({ length: SUBBANDS_IN_TABLE }, (_, i) =>
    i < bins.length ? [...scaled16(bins[i].width), ...scaled16(bins[i].zero)] : [0, 0, 0, 0, 0, 0],
  );
  return [...scaled16(centre), ...entries.flat()];
}

/** One segment may hold several tables, each under its number. */
export function readHuffman(body: DataView): (readonly [number: number, table: HuffmanTable])[] {
  const tables: (readonly [number, HuffmanTable])[] = [];
  let at = 0;
  while (at < body.byteLength) {
    need(at + 1 + LONGEST_CODE <= body.byteLength, 'a Huffman table is cut off');
    const from = at + 1;
    const counts = Array.from({ length: LONGEST_CODE }, (_, i) => body.getUint8(from + i));
    const total = counts.reduce((sum, count) => sum + count, 0);
    need(total <= 256, `${total} Huffman codes`);
    need(from + LONGEST_CODE + total <= body.byteLength, 'a Huffman table is cut off');
    const symbols = Array.from({ length: total }, (_, i) => body.getUint8(from + LONGEST_CODE + i));
    tables.push([body.getUint8(at), { counts, symbols }]);
    at = from + LONGEST_CODE + total;
  }
  return tables;
}

export function writeHuffman(number: number, { counts, symbols }: HuffmanTable): number[] {
  return [number, ...counts, ...symbols];
}

function readScaled16(body: DataView, at: number): number {
  return fromScaled({ exponent: body.getUint8(at), integer: body.getUint16(at + 1) });
}

function scaled16(value: number): number[] {
  const { exponent, integer } = toScaled(value, 16);
  return [exponent, ...uint16(integer)];
}

export function uint16(value: number): number[] {
  return [value >>> 8, value & 0xff];
}
