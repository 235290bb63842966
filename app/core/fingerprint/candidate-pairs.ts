import {
  DIRECTION_STEPS,
  MOST_ANCHORS,
  POSITION_STEPS,
  type PreparedAnchors,
} from './anchor-template.ts';
import type { AnchorComparison } from './comparison-rules.ts';
import { placesOf } from './similarity-kernel.ts';

/** Gains are whole numbers of this fraction of a distance: their sums are exact in any order. */
export const GAIN_STEPS = 2 ** 32;

/** Anchors of two prints that look alike, the closest first. */
export interface CandidatePairs {
  readonly count: number;
  /** Anchor of the first print, and of the second. */
  readonly from: Uint8Array;
  readonly to: Uint8Array;
  /** Where they lie, in pixels. */
  readonly fromX: Float64Array;
  readonly fromY: Float64Array;
  readonly toX: Float64Array;
  readonly toY: Float64Array;
  /** Cosine and sine of the turn from the first's direction to the second's. */
  readonly cosines: Float64Array;
  readonly sines: Float64Array;
  /** By how much they are closer than the margin, in {@link GAIN_STEPS}. */
  readonly gains: Float64Array;
}

/** Pairs are numbered `first anchor x 256 + second anchor`. */
const PAIRS = MOST_ANCHORS ** 2;

/** Pairs as `gain x PAIRS + (PAIRS - 1 - number)`: a whole number that sorts by itself. */
const keys = new Float64Array(PAIRS);

/**
 * All pairs that are closer than the margin and turned by less than is allowed.
 *
 * @param dots of a probe with a reference: rows of `placesOf(reference.count)`
 * @param swapped whether the reference is the first print, and the probe the second
 */
export function candidatePairs(
  dots: Int32Array,
  probe: PreparedAnchors,
  reference: PreparedAnchors,
  swapped: boolean,
  { margin, maxTurnDeg }: AnchorComparison,
): CandidatePairs {
  const tooFar = (maxTurnDeg / 360) * DIRECTION_STEPS;
  // What is less alike is beyond the margin; a little less, for the root below decides.
  const leastCosine = 1 - (margin * margin) / 2 - 1e-9;
  const extreme = leastCosine > 0 ? smallest(reference.squares) : largest(reference.squares);
  const { count: columns, direction: directions, squares: lengths } = reference;
  const stride = placesOf(columns);
  let count = 0;
  for (let i = 0; i < probe.count; i++) {
    const direction = probe.direction[i];
    const squares = probe.squares[i];
    const least = Math.floor(leastCosine * Math.sqrt(squares * extreme));
    const row = i * stride;
    for (let j = 0; j < columns; j++) {
      // Most pairs end here: a comparison of whole numbers.
      const dot = dots[row + j];
      if (dot < least) continue;
      if (Math.abs(shorterTurn(directions[j] - direction)) >= tooFar) continue;
      // The root of a whole square is exact: equal embeddings are at distance 0.
      const product = squares * lengths[j];
      const cosine = product > 0 ? dot / Math.sqrt(product) : 0;
      const distance = Math.sqrt(Math.max(0, 2 - 2 * cosine));
      const gain = Math.round((margin - distance) * GAIN_STEPS);
      if (gain <= 0) continue;
      const pair = swapped ? j * MOST_ANCHORS + i : i * MOST_ANCHORS + j;
      keys[count++] = gain * PAIRS + (PAIRS - 1 - pair);
    }
  }
  const sorted = keys.slice(0, count).sort().reverse();
  return swapped ? readPairs(sorted, reference, probe) : readPairs(sorted, probe, reference);
}

function readPairs(
  sorted: Float64Array,
  first: PreparedAnchors,
  second: PreparedAnchors,
): CandidatePairs {
  const count = sorted.length;
  const from = new Uint8Array(count);
  const to = new Uint8Array(count);
  const fromX = new Float64Array(count);
  const fromY = new Float64Array(count);
  const toX = new Float64Array(count);
  const toY = new Float64Array(count);
  const cosines = new Float64Array(count);
  const sines = new Float64Array(count);
  const gains = new Float64Array(count);
  for (let c = 0; c < count; c++) {
    gains[c] = Math.floor(sorted[c] / PAIRS);
    const pair = PAIRS - 1 - (sorted[c] - gains[c] * PAIRS);
    const i = pair >> 8;
    const j = pair & 0xff;
    from[c] = i;
    to[c] = j;
    fromX[c] = first.x[i] / POSITION_STEPS;
    fromY[c] = first.y[i] / POSITION_STEPS;
    toX[c] = second.x[j] / POSITION_STEPS;
    toY[c] = second.y[j] / POSITION_STEPS;
    const turn = (second.direction[j] - first.direction[i]) & (DIRECTION_STEPS - 1);
    cosines[c] = COSINES[turn];
    sines[c] = SINES[turn];
  }
  return { count, from, to, fromX, fromY, toX, toY, cosines, sines, gains };
}

/** In single precision, so that the last bit of a platform's cosine does not matter. */
const COSINES = Float32Array.from({ length: DIRECTION_STEPS }, (_, step) =>
  Math.cos((2 * Math.PI * step) / DIRECTION_STEPS),
);
const SINES = Float32Array.from({ length: DIRECTION_STEPS }, (_, step) =>
  Math.sin((2 * Math.PI * step) / DIRECTION_STEPS),
);

/** A difference of directions, -128..127. */
function shorterTurn(difference: number): number {
  return (difference << 24) >> 24;
}

function smallest(values: Float64Array): number {
  let least = Infinity;
  for (const value of values) if (value < least) least = value;
  return least;
}

function largest(values: Float64Array): number {
  let most = -Infinity;
  for (const value of values) if (value > most) most = value;
  return most;
}
