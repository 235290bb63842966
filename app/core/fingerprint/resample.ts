import type { Plane } from './plane.ts';

/** For each output sample the inputs that it is made of, and their shares. */
interface Taps {
  /** First input of each output. */
  readonly first: Int32Array;
  /** Where the shares of each output begin, and at last where those of the last one end. */
  readonly start: Int32Array;
  readonly share: Float64Array;
}

/** Brings a print to another resolution; see {@link resample}. */
export function toResolution(plane: Plane, fromDpi: number, toDpi: number): Plane {
  const side = (pixels: number) => Math.max(1, Math.round((pixels * toDpi) / fromDpi));
  return resample(plane, side(plane.width), side(plane.height));
}

/**
 * Shrinks by exact area weights, so that nothing aliases that a box filter can keep from it, and
 * enlarges by bilinear interpolation; each axis by itself.
 */
export function resample(plane: Plane, width: number, height: number): Plane {
  if (width === plane.width && height === plane.height) return plane;
  const across = resampleRows(plane, width);
  return resampleColumns(across, height);
}

function resampleRows({ width: from, height, data }: Plane, width: number): Plane {
  const { first, start, share } = tapsOf(from, width);
  const out = new Float32Array(width * height);
  for (let y = 0, row = 0, to = 0; y < height; y++, row += from) {
    for (let x = 0; x < width; x++, to++) {
      let sum = 0;
      const at = row + first[x] - start[x];
      for (let tap = start[x]; tap < start[x + 1]; tap++) sum += data[at + tap] * share[tap];
      out[to] = sum;
    }
  }
  return { width, height, data: out };
}

function resampleColumns({ width, height: from, data }: Plane, height: number): Plane {
  const { first, start, share } = tapsOf(from, height);
  const out = new Float32Array(width * height);
  const sums = new Float64Array(width);
  for (let y = 0; y < height; y++) {
    sums.fill(0);
    for (let tap = start[y]; tap < start[y + 1]; tap++) {
      const row = (first[y] + tap - start[y]) * width;
      const weight = share[tap];
      for (let x = 0; x < width; x++) sums[x] += data[row + x] * weight;
    }
    out.set(sums, y * width);
  }
  return { width, height, data: out };
}

function tapsOf(from: number, to: number): Taps {
  const first = new Int32Array(to);
  const start = new Int32Array(to + 1);
  const share: number[] = [];
  for (let i = 0; i < to; i++) {
    const shares = to <= from ? areaShares(i, from, to) : bilinearShares(i, from, to);
    first[i] = shares.first;
    share.push(...shares.shares);
    start[i + 1] = share.length;
  }
  return { first, start, share: Float64Array.from(share) };
}

/** Output i covers the inputs from `i x from / to` to `(i + 1) x from / to`. */
function areaShares(i: number, from: number, to: number) {
  const begin = (i * from) / to;
  const end = ((i + 1) * from) / to;
  const first = Math.floor(begin);
  const last = Math.min(from, Math.ceil(end));
  const shares: number[] = [];
  for (let at = first; at < last; at++) {
    shares.push((Math.min(end, at + 1) - Math.max(begin, at)) / (end - begin));
  }
  return { first, shares };
}

/** Between the two inputs whose centres lie around the output's; the border is held. */
function bilinearShares(i: number, from: number, to: number) {
  const centre = Math.min(from - 1, Math.max(0, ((i + 0.5) * from) / to - 0.5));
  const first = Math.min(Math.floor(centre), Math.max(0, from - 2));
  const right = centre - first;
  return { first, shares: from === 1 ? [1] : [1 - right, right] };
}
