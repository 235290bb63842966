/**
 * How far ridges lie apart, told from the image alone: what a wrong resolution is found out by.
 * Blocks whose gradients agree on a direction are read along it (Hong, Wan, Jain 1998); the first
 * peak of the autocorrelation of what is read there is the period.
 */
import type { Plane } from './plane.ts';

export interface RidgeEstimate {
  /** Median over the blocks, in pixels; absent where too few blocks show ridges. */
  readonly periodPx?: number;
  /** Mean agreement of the gradients over blocks with contrast, 0..1; 0 where there are none. */
  readonly coherence: number;
  /** Blocks that a period was found in. */
  readonly blocks: number;
}

/** In pixels of 500 dpi, for periods of 3 to 25 of them (0.15 to 1.27 mm). */
const BLOCK = 32;
const READ_ALONG = 32;
const READ_ASIDE = 8;
const ASIDE_STEP = 2;
const LONGEST_PERIOD = 25;
const SHORTEST_PERIOD = 3;

/** Standard deviation of the grey (0..1) of a block from which it may show ridges. */
const LEAST_DEVIATION = 0.04;
/** Agreement of the gradients from which their direction is believed. */
const LEAST_COHERENCE = 0.35;
/** Autocorrelation, of 1 at its most, that a peak must reach. */
const LEAST_CORRELATION = 0.25;
/** Fewer blocks than these show no ridges. */
const LEAST_BLOCKS = 6;

/** @param plane grey of either polarity, at 500 dpi or what is taken for it */
export function estimateRidges(plane: Plane): RidgeEstimate {
  const periods: number[] = [];
  let coherences = 0;
  let contrasted = 0;
  const { width, height } = plane;
  for (let top = 1; top + BLOCK < height; top += BLOCK) {
    for (let left = 1; left + BLOCK < width; left += BLOCK) {
      const { deviation, coherence, across } = measureBlock(plane, left, top);
      if (deviation < LEAST_DEVIATION) continue;
      contrasted += 1;
      coherences += coherence;
      if (coherence < LEAST_COHERENCE) continue;
      const signature = readAlong(plane, left + BLOCK / 2, top + BLOCK / 2, across);
      const period = periodOf(signature);
      if (period !== undefined) periods.push(period);
    }
  }
  const coherence = contrasted > 0 ? coherences / contrasted : 0;
  const blocks = periods.length;
  if (blocks < LEAST_BLOCKS) return { coherence, blocks };
  const sorted = Float64Array.from(periods).sort();
  return { coherence, blocks, periodPx: sorted[blocks >> 1] };
}

/** Contrast, agreement of the gradients (structure tensor) and the direction across the ridges. */
function measureBlock({ width, data }: Plane, left: number, top: number) {
  let sum = 0;
  let squares = 0;
  let xx = 0;
  let xy = 0;
  let yy = 0;
  for (let y = top; y < top + BLOCK; y++) {
    for (let x = left; x < left + BLOCK; x++) {
      const at = y * width + x;
      const value = data[at];
      const dx = data[at + 1] - data[at - 1];
      const dy = data[at + width] - data[at - width];
      sum += value;
      squares += value * value;
      xx += dx * dx;
      xy += dx * dy;
      yy += dy * dy;
    }
  }
  const mean = sum / BLOCK ** 2;
  const energy = xx + yy;
  return {
    deviation: Math.sqrt(Math.max(0, squares / BLOCK ** 2 - mean * mean)),
    coherence: energy > 0 ? Math.hypot(xx - yy, 2 * xy) / energy : 0,
    across: Math.atan2(2 * xy, xx - yy) / 2,
  };
}

/** Grey along a line across the ridges, each value the mean of a few along the ridge. */
function readAlong(plane: Plane, centreX: number, centreY: number, across: number): Float64Array {
  const cos = Math.cos(across);
  const sin = Math.sin(across);
  const signature = new Float64Array(2 * READ_ALONG + 1);
  for (let t = -READ_ALONG; t <= READ_ALONG; t++) {
    let sum = 0;
    for (let s = -READ_ASIDE; s <= READ_ASIDE; s += ASIDE_STEP) {
      sum += bilinear(plane, centreX + t * cos - s * sin, centreY + t * sin + s * cos);
    }
    signature[t + READ_ALONG] = sum;
  }
  const mean = signature.reduce((total, value) => total + value, 0) / signature.length;
  return signature.map((value) => value - mean);
}

/** The border's pixels go on beyond it. */
function bilinear({ width, height, data }: Plane, x: number, y: number): number {
  const px = Math.min(width - 1.001, Math.max(0, x));
  const py = Math.min(height - 1.001, Math.max(0, y));
  const left = px | 0;
  const top = py | 0;
  const right = px - left;
  const lower = py - top;
  const at = top * width + left;
  const upperRow = data[at] + (data[at + 1] - data[at]) * right;
  const lowerRow = data[at + width] + (data[at + width + 1] - data[at + width]) * right;
  return upperRow + (lowerRow - upperRow) * lower;
}

/** The first peak of the autocorrelation after it has been negative, between two samples. */
function periodOf(signature: Float64Array): number | undefined {
  const correlation = new Float64Array(LONGEST_PERIOD + 2);
  for (let lag = 0; lag < correlation.length; lag++) {
    let sum = 0;
    const terms = signature.length - lag;
    for (let t = 0; t < terms; t++) sum += signature[t] * signature[t + lag];
    correlation[lag] = sum / terms;
  }
  const enough = LEAST_CORRELATION * correlation[0];
  let lag = 1;
  while (lag <= LONGEST_PERIOD && correlation[lag] > 0) lag += 1;
  for (; lag <= LONGEST_PERIOD; lag++) {
    const [before, here, after] = correlation.subarray(lag - 1, lag + 2);
    if (here < enough || here < before || here < after) continue;
    const bend = before - 2 * here + after;
    const period = lag + (bend < 0 ? (before - after) / (2 * bend) : 0);
    return period >= SHORTEST_PERIOD ? period : undefined;
  }
  return undefined;
}
