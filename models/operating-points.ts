/** Operating points of a calibration: thresholds with the counts that they were measured on. */
import type { OperatingPoint } from '../app/core/decision.ts';
import {
  countAtOrBelow,
  falseNonMatchRate,
  thresholdForFmr,
  upperBound,
  type SortedDistances,
} from '../app/core/error-rates.ts';
import type { Rate } from '../app/core/vocabulary.ts';

const TARGETS = [1e-2, 5e-3, 2e-3, 1e-3, 5e-4, 2e-4, 1e-4, 5e-5, 2e-5, 1e-5];
/** A point is shipped where at least so many false matches stand behind it (rule of 30). */
const LEAST_FALSE_MATCHES = 30;

export interface Distances {
  readonly mated: SortedDistances;
  readonly nonMated: SortedDistances;
}

/** Every target rate that so many comparisons can show at all. */
export function operatingPoints(distances: Distances): OperatingPoint[] {
  return TARGETS.map((target) => pointFor(distances, target)).filter(
    (point) => point !== undefined,
  );
}

export function shippedPoints(points: readonly OperatingPoint[]): OperatingPoint[] {
  return points.filter(({ falseMatches }) => falseMatches >= LEAST_FALSE_MATCHES);
}

function pointFor({ mated, nonMated }: Distances, target: number): OperatingPoint | undefined {
  const exact = thresholdForFmr(nonMated, target);
  if (exact === undefined) return undefined;
  // Rounded down: never more tolerant than what was measured.
  const threshold = Math.floor(exact * 1e4) / 1e4;
  const falseMatches = countAtOrBelow(nonMated, threshold);
  return {
    falseMatchRate: target as Rate,
    threshold: threshold as OperatingPoint['threshold'],
    comparisons: nonMated.length,
    falseMatches,
    upperBound: Number(upperBound(falseMatches, nonMated.length, 0.95).toPrecision(4)) as Rate,
    mated: mated.length,
    falseNonMatchRate: Number(falseNonMatchRate(mated, threshold).toFixed(5)) as Rate,
  };
}

export function describePoints(points: readonly OperatingPoint[]): string {
  return [
    'target FMR   threshold  false matches  upper bound  FNMR',
    ...points.map(describePoint),
  ].join('\n');
}

function describePoint(point: OperatingPoint): string {
  return [
    point.falseMatchRate.toExponential(0).padEnd(12),
    point.threshold.toFixed(4).padEnd(10),
    `${point.falseMatches}`.padEnd(14),
    point.upperBound.toExponential(2).padEnd(12),
    percent(point.falseNonMatchRate),
  ].join(' ');
}

export function percent(rate: number): string {
  return `${(100 * rate).toFixed(2)} %`;
}
