/**
 * Uniform bins with a wider one around zero, of their own width for each subband, chosen from the
 * variances of the subbands so that the whole takes the wanted number of bits a pixel.
 */
import { CODED_SUBBANDS } from './format.ts';
import { fromScaled, toScaled } from './scaled.ts';
import type { Region } from './subbands.ts';
import type { Plane } from './wavelet.ts';

export interface Bins {
  /** 0 for a subband that is not coded. */
  readonly width: number;
  /** Width of the bin of zero. */
  readonly zero: number;
}

export interface Quantiser {
  /** Share of a bin's width by which reconstructed values lie nearer to zero than its far end. */
  readonly centre: number;
  /** Of each subband. */
  readonly bins: readonly Bins[];
}

export function quantise(value: number, { width, zero }: Bins): number {
  const beyond = Math.abs(value) - zero / 2;
  if (!(beyond > 0)) return 0;
  const index = Math.min(LARGEST, Math.floor(beyond / width) + 1);
  return value > 0 ? index : -index;
}

export function dequantise(index: number, { width, zero }: Bins, centre: number): number {
  if (index === 0) return 0;
  return index > 0 ? width * (index - centre) + zero / 2 : width * (index + centre) - zero / 2;
}

/** What 16 signed bits hold, which is how common decoders keep them. */
const LARGEST = 32767;

/** Subbands below it are not coded. */
const LEAST_VARIANCE = 1.01;
/** Of the four lowest subbands together: below it the whole area is looked at, not its middle. */
const PLAIN_VARIANCE = 20_000;
/** Weights of subbands 52..59; those before have 1. */
const WEIGHTS = [1.32, 1.08, 1.42, 1.08, 1.32, 1.42, 1.08, 1.08];
/** The bin of zero over the others. */
const ZERO_BIN = 1.2;
/** Loading factor: bins cover so many standard deviations to either side of the mean. */
const LOADING = 2.5;

/** Bins as a decoder reads them from the table: with the digits that it has room for. */
export function chooseBins(plane: Plane, subbands: readonly Region[], bitrate: number): Bins[] {
  const middle = subbands.map((subband) => varianceOf(plane, middleOf(subband)));
  const lowest = middle.slice(0, 4).reduce((sum, variance) => sum + variance, 0);
  const enough = lowest >= PLAIN_VARIANCE;
  const variances = enough ? middle : subbands.map((subband) => varianceOf(plane, subband));
  return chooseWidths(variances, bitrate).map((width, i) => {
    const fitting = width === 0 ? 0 : Math.max(width, largestOf(plane, subbands[i]) / LARGEST);
    return { width: asStored(fitting), zero: asStored(ZERO_BIN * fitting) };
  });
}

/**
 * Widths are a common factor times `1` (subbands 0..3) or `10 / (weight ln variance)`. The factor
 * is what gives the bit rate among the subbands that get any bits with it, found by leaving out
 * those that get none until there is no such one.
 */
export function chooseWidths(variances: readonly number[], bitrate: number): number[] {
  const coded = variances.flatMap((variance, i) => (variance >= LEAST_VARIANCE ? [i] : []));
  const relative = variances.map((variance, i) =>
    i < 4 ? 1 : 10 / ((i < 52 ? 1 : WEIGHTS[i - 52]) * Math.log(variance)),
  );
  const deviation = variances.map(Math.sqrt);
  let active = coded;
  let factor = 1;
  while (active.length > 0) {
    const share = active.reduce((sum, i) => sum + shareOf(i), 0);
    const logProduct = active.reduce(
      (sum, i) => sum + shareOf(i) * Math.log(deviation[i] / relative[i]),
      0,
    );
    const log = Math.LN2 * (bitrate / share - 1) - Math.log(LOADING) - logProduct / share;
    factor = Math.exp(log);
    const withBits = active.filter((i) => relative[i] / factor < 2 * LOADING * deviation[i]);
    if (withBits.length === active.length) break;
    active = withBits;
  }
  const isCoded = new Set(coded);
  return Array.from({ length: CODED_SUBBANDS }, (_, i) =>
    isCoded.has(i) ? Math.min(WIDEST, relative[i] / factor) : 0,
  );
}

/** So that the bin of zero still fits into the table. */
const WIDEST = 50_000;

/** Of the pixels, as coefficients. */
function shareOf(subband: number): number {
  return subband < 4 ? 1 / 1024 : subband < 51 ? 1 / 256 : 1 / 16;
}

/** Where a print usually is. */
function middleOf({ x, y, width, height }: Region): Region {
  return {
    x: x + Math.floor(width / 8),
    y: y + Math.floor((9 * height) / 32),
    width: Math.floor((3 * width) / 4),
    height: Math.floor((7 * height) / 16),
  };
}

function varianceOf({ data, width: stride }: Plane, { x, y, width, height }: Region): number {
  const count = width * height;
  if (count === 0) return 0;
  let sum = 0;
  let squares = 0;
  for (let row = y; row < y + height; row++) {
    for (let at = row * stride + x; at < row * stride + x + width; at++) {
      sum += data[at];
      squares += data[at] ** 2;
    }
  }
  // A few values say nothing of their mean; the image's has been taken off before.
  return count < 16 ? squares / count : (squares - sum ** 2 / count) / (count - 1);
}

function largestOf({ data, width: stride }: Plane, { x, y, width, height }: Region): number {
  let largest = 0;
  for (let row = y; row < y + height; row++) {
    for (let at = row * stride + x; at < row * stride + x + width; at++) {
      largest = Math.max(largest, Math.abs(data[at]));
    }
  }
  return largest;
}

function asStored(width: number): number {
  return fromScaled(toScaled(width, 16));
}
