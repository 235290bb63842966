/** The two-dimensional transform, in place, split by split. */
import { continueLine } from './continuation.ts';
import type { Kernels } from './filters.ts';
import type { Split } from './subbands.ts';

export interface Plane {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

/** Columns that are filtered together, so that rows are read and written in their own order. */
const STRIP = 64;

/** Splits the plane, or with kernels of the synthesis puts it together again. */
export function transform(plane: Plane, splits: readonly Split[], kernels: Kernels): void {
  const forward = kernels.direction === 'analysis';
  for (const split of forward ? splits : splits.toReversed()) {
    if (split.width === 0 || split.height === 0) continue;
    if (forward) transformRows(plane, split, kernels);
    transformColumns(plane, split, kernels);
    if (!forward) transformRows(plane, split, kernels);
  }
}

function transformRows(plane: Plane, split: Split, kernels: Kernels): void {
  const { width: length } = split;
  const { reach } = kernels;
  const forward = kernels.direction === 'analysis';
  const places = placesOf(length, split.reversedX);
  const { from, sign } = continueLine(length, kernels);
  const line = new Float64Array(length + 2 * reach);
  for (let y = split.y; y < split.y + split.height; y++) {
    const start = y * plane.width + split.x;
    const row = plane.data.subarray(start, start + length);
    for (let i = 0; i < length; i++) line[reach + i] = row[forward ? i : places[i]];
    for (let i = 0; i < reach; i++) {
      const behind = reach + length + i;
      line[i] = sign[i] * line[reach + from[i]];
      line[behind] = sign[behind] * line[reach + from[behind]];
    }
    for (let i = 0; i < length; i++) {
      const kernel = i % 2 === 0 ? kernels.even : kernels.odd;
      let sum = 0;
      for (let d = 0; d < kernel.length; d++) sum += kernel[d] * line[i + d];
      row[forward ? places[i] : i] = sum;
    }
  }
}

function transformColumns(plane: Plane, split: Split, kernels: Kernels): void {
  const { height: length } = split;
  const { data, width: stride } = plane;
  const forward = kernels.direction === 'analysis';
  const places = placesOf(length, split.reversedY);
  const { from, sign } = continueLine(length, kernels);
  const strip = new Float32Array(length * STRIP);
  const sums = new Float64Array(STRIP);
  for (let left = split.x; left < split.x + split.width; left += STRIP) {
    const columns = Math.min(STRIP, split.x + split.width - left);
    for (let i = 0; i < length; i++) {
      const source = (split.y + (forward ? i : places[i])) * stride + left;
      strip.set(data.subarray(source, source + columns), i * STRIP);
    }
    for (let i = 0; i < length; i++) {
      const kernel = i % 2 === 0 ? kernels.even : kernels.odd;
      sums.fill(0);
      for (let d = 0; d < kernel.length; d++) {
        const tap = kernel[d] * sign[i + d];
        if (tap === 0) continue;
        const at = from[i + d] * STRIP;
        for (let x = 0; x < columns; x++) sums[x] += tap * strip[at + x];
      }
      const to = (split.y + (forward ? places[i] : i)) * stride + left;
      for (let x = 0; x < columns; x++) data[to + x] = sums[x];
    }
  }
}

/** Where the sample of each place is kept: low-pass halves have the even places. */
function placesOf(length: number, reversed: boolean): Int32Array {
  const low = reversed ? Math.floor(length / 2) : 0;
  const high = reversed ? 0 : Math.ceil(length / 2);
  return Int32Array.from({ length }, (_, i) => (i % 2 === 0 ? low : high) + (i >> 1));
}
