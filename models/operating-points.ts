/** Operating points of a calibration: thresholds with the counts that they were measured on. */
import type { OperatingPoint } from '../app/core/decision.ts';
import { thresholdForFmr } from '../app/core/error-rates.ts';
import { pointAt } from '../app/core/evaluation/operating-points.ts';
import { splitPopulations } from '../app/core/evaluation/pairs.ts';
import { boundPoints, type LabelledDistances } from '../app/core/evaluation/person-bound.ts';
import type { Populations } from '../app/core/evaluation/populations.ts';
import { EVALUATION } from '../app/core/parameters.ts';
import type { Distance, Rate } from '../app/core/vocabulary.ts';

export type Distances = Populations;

/** Every target rate that so many comparisons can show at all, with bounds by person. */
export function operatingPoints(measured: LabelledDistances): OperatingPoint[] {
  const distances = populationsOf(measured);
  const points = EVALUATION.targets
    .map((target) => pointFor(distances, target))
    .filter((point) => point !== undefined);
  return boundPoints(points, measured).map((point) => {
    return { ...point, upperBound: roundedUp(point.upperBound) };
  });
}

export function populationsOf({ pairs, labels, distances }: LabelledDistances): Distances {
  return splitPopulations(pairs, labels, distances);
}

/** A point is shipped where the rule of 30 stands behind it. */
export function shippedPoints(points: readonly OperatingPoint[]): OperatingPoint[] {
  return points.filter(({ falseMatches }) => falseMatches >= EVALUATION.ruleOfThirty);
}

function pointFor(distances: Distances, target: number): OperatingPoint | undefined {
  const exact = thresholdForFmr(distances.nonMated, target);
  if (exact === undefined) return undefined;
  // Rounded down: never more tolerant than what was measured.
  const rounded = (Math.floor(exact * 1e4) / 1e4) as Distance;
  const point = pointAt(distances, target, rounded);
  const { falseMatchRate, threshold, comparisons, falseMatches, mated } = point;
  return {
    falseMatchRate,
    threshold,
    comparisons,
    falseMatches,
    upperBound: point.upperBound,
    boundBy: 'person',
    mated,
    falseNonMatchRate: Number(point.falseNonMatchRate.toFixed(5)) as Rate,
  };
}

/** To four digits, and never to a smaller bound. */
function roundedUp(rate: Rate): Rate {
  const unit = 10 ** (Math.floor(Math.log10(rate)) - 3);
  return Number((Math.ceil(rate / unit - 1e-9) * unit).toPrecision(4)) as Rate;
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
