/**
 * ROC and DET: both error rates at the thresholds of a measurement. Kept as counts, so that a rate
 * is one division and two curves can be compared to the last comparison.
 */
import { countAtOrBelow, thresholdForFmr } from '../error-rates.ts';
import { invariant } from '../failure.ts';
import type { Distance } from '../vocabulary.ts';
import { normalCdf, probit } from './normal-deviate.ts';
import { countBelow, largestOf, type Populations } from './populations.ts';
import { ratesAt, type RatesAt } from './rates-at.ts';

export interface ErrorCurve {
  readonly mated: number;
  readonly nonMated: number;
  /** Ascending, from 0 to the largest distance. */
  readonly thresholds: Float64Array;
  /** Non-mated comparisons at or below each threshold: never falling. */
  readonly falseMatches: Uint32Array;
  /** Mated comparisons above each threshold: never rising. */
  readonly falseNonMatches: Uint32Array;
}

/** At 0 and at every distinct distance: nothing happens between two neighbours. */
export function errorCurve(populations: Populations): ErrorCurve {
  const { mated, nonMated } = populations;
  const thresholds = new Float64Array(mated.length + nonMated.length + 1);
  let points = 1;
  for (let i = 0, j = 0; ; points++) {
    const last = thresholds[points - 1];
    while (mated[i] <= last) i += 1;
    while (nonMated[j] <= last) j += 1;
    const next = Math.min(mated[i] ?? Infinity, nonMated[j] ?? Infinity);
    if (!(next < Infinity)) break; // The end, or comparisons that gave no number.
    thresholds[points] = next;
  }
  return curveAt(populations, thresholds.slice(0, points));
}

/**
 * At most `most` points that draw the same line: both ends, every threshold to `keep`, and further
 * ones in equal steps of the normal deviate of either rate, which leaves all single steps of the
 * sparse ends. The whole curve where it has no more points than that.
 */
export function thinnedCurve(
  populations: Populations,
  most: number,
  keep: readonly number[] = [],
): ErrorCurve {
  const { mated, nonMated } = populations;
  const ends = [0, largestOf(mated), largestOf(nonMated)];
  const chosen = new Set([...ends, ...keep]);
  const each = Math.floor((most - chosen.size) / 2);
  invariant(
    each >= 0,
    `a curve of ${most} points has no room for its ends and ${keep.length} more`,
  );
  for (const distances of [mated, nonMated]) {
    for (const rank of evenRanks(distances.length, each)) chosen.add(distances[rank]);
  }
  const isThreshold = (value: number) => value >= 0 && value < Infinity;
  return curveAt(populations, Float64Array.from([...chosen].filter(isThreshold)).sort());
}

/** Places in a sorted list: all of them, or `count` in equal steps of their normal deviates. */
function evenRanks(length: number, count: number): readonly number[] {
  if (count >= length) return Array.from({ length }, (_, rank) => rank);
  const end = probit(0.5 / length);
  return Array.from({ length: count }, (_, i) => {
    const deviate = count === 1 ? 0 : end * (1 - (2 * i) / (count - 1));
    return Math.min(length - 1, Math.floor(normalCdf(deviate) * length));
  });
}

function curveAt({ mated, nonMated }: Populations, thresholds: Float64Array): ErrorCurve {
  const falseMatches = new Uint32Array(thresholds.length);
  const falseNonMatches = new Uint32Array(thresholds.length);
  for (let point = 0, i = 0, j = 0; point < thresholds.length; point++) {
    const threshold = thresholds[point];
    while (mated[i] <= threshold) i += 1;
    while (nonMated[j] <= threshold) j += 1;
    falseMatches[point] = j;
    falseNonMatches[point] = mated.length - i;
  }
  return {
    mated: mated.length,
    nonMated: nonMated.length,
    thresholds,
    falseMatches,
    falseNonMatches,
  };
}

/** The rates of a curve; its normal deviates are `probit` of them. */
export interface CurveRates {
  readonly thresholds: Float64Array;
  readonly falseMatchRates: Float64Array;
  readonly falseNonMatchRates: Float64Array;
}

export function curveRates(curve: ErrorCurve): CurveRates {
  const { mated, nonMated, thresholds } = curve;
  invariant(mated > 0 && nonMated > 0, 'a curve has comparisons of either kind');
  return {
    thresholds,
    falseMatchRates: Float64Array.from(curve.falseMatches, (count) => count / nonMated),
    falseNonMatchRates: Float64Array.from(curve.falseNonMatches, (count) => count / mated),
  };
}

/**
 * The lowest false non-match rate that any threshold gives whose false match rate is at most the
 * target: what the field reports of two systems. It may lie at a mated distance, just below the
 * first non-mated one too many; the operating point for the same target, which a decision uses,
 * never does. Undefined where even a distance of 0 matches too often.
 */
export function lowestFnmr(populations: Populations, target: number): RatesAt | undefined {
  const { mated, nonMated } = populations;
  const strict = thresholdForFmr(nonMated, target);
  if (strict === undefined) return undefined;
  const tooMany = nonMated[countAtOrBelow(nonMated, strict)] ?? Infinity;
  const closer = mated[countBelow(mated, tooMany) - 1] ?? 0;
  return ratesAt(populations, Math.max(strict, closer) as Distance);
}

/**
 * The figures by which the field compares (FVC): the lowest false non-match rate at a false match
 * rate of at most 1 in 100, 1,000 and 10,000, and at none. Beyond what the comparisons can resolve
 * they are the same as at none (see `supportOf`).
 */
export interface FieldFigures {
  readonly fmr100: RatesAt | undefined;
  readonly fmr1000: RatesAt | undefined;
  readonly fmr10000: RatesAt | undefined;
  readonly zeroFmr: RatesAt | undefined;
}

export function fieldFigures(populations: Populations): FieldFigures {
  return {
    fmr100: lowestFnmr(populations, 1e-2),
    fmr1000: lowestFnmr(populations, 1e-3),
    fmr10000: lowestFnmr(populations, 1e-4),
    zeroFmr: lowestFnmr(populations, 0),
  };
}
