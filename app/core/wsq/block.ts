/** The coefficients of a block, out of its bits and straight to their places in the plane. */
import { peek16, readBlockBits } from './bits.ts';
import { SYMBOL } from './format.ts';
import { need } from './problem.ts';
import { dequantise, type Bins, type Quantiser } from './quantiser.ts';
import type { Region } from './subbands.ts';
import type { Plane } from './wavelet.ts';

/** Fills the coded subbands one after another, each row by row. */
export interface CoefficientSink {
  value(index: number): void;
  zeros(count: number): void;
  /** Whether every coefficient has come. */
  full(): boolean;
}

export function createSink(
  { data, width: stride }: Plane,
  subbands: readonly Region[],
  { bins, centre }: Quantiser,
): CoefficientSink {
  const coded = subbands
    .map((region, i) => ({ ...region, bins: bins[i] }))
    .filter(({ width, height, bins: { width: bin } }) => bin > 0 && width > 0 && height > 0);
  let next = 0;
  let row = 0;
  let current: (Region & { bins: Bins }) | undefined;
  let at = 0;
  let left = 0;
  const nextRow = () => {
    if (!current || row === current.height) {
      current = coded[next];
      next += 1;
      row = 0;
    }
    if (!current) return;
    at = (current.y + row) * stride + current.x;
    left = current.width;
    row += 1;
  };
  nextRow();
  return {
    value(index) {
      need(current !== undefined, 'more coefficients than the image has');
      data[at] = dequantise(index, current.bins, centre);
      at += 1;
      left -= 1;
      if (left === 0) nextRow();
    },
    zeros(count) {
      for (let rest = count; rest > 0;) {
        need(current !== undefined, 'more coefficients than the image has');
        const step = Math.min(rest, left);
        rest -= step;
        at += step;
        left -= step;
        if (left === 0) nextRow();
      }
    },
    full: () => current === undefined,
  };
}

/** @returns where the next marker is */
export function decodeBlock(
  file: Uint8Array,
  start: number,
  lookup: Uint16Array,
  sink: CoefficientSink,
): number {
  const { bytes, length, end } = readBlockBits(file, start);
  let at = 0;
  for (;;) {
    const found = lookup[peek16(bytes, at)];
    const next = at + (found >>> 8);
    if (found === 0 || next > length) {
      // Less than a byte is what fills the last one.
      need(length - at < 8, 'a block ends in bits that are no code');
      return end;
    }
    at = next;
    const symbol = found & 0xff;
    if (symbol > SYMBOL.run16) {
      need(symbol !== 0xff, 'a code for nothing');
      sink.value(symbol - SYMBOL.valueOffset);
      continue;
    }
    need(symbol !== 0, 'a code for nothing');
    if (symbol <= SYMBOL.longestRun) {
      sink.zeros(symbol);
      continue;
    }
    const bits = isWide(symbol) ? 16 : 8;
    const extra = peek16(bytes, at) >>> (16 - bits);
    at += bits;
    need(at <= length, 'a block is cut off');
    if (symbol >= SYMBOL.run8) sink.zeros(extra);
    else sink.value(isNegative(symbol) ? -extra : extra);
  }
}

function isWide(symbol: number): boolean {
  return symbol === SYMBOL.positive16 || symbol === SYMBOL.negative16 || symbol === SYMBOL.run16;
}

function isNegative(symbol: number): boolean {
  return symbol === SYMBOL.negative8 || symbol === SYMBOL.negative16;
}
