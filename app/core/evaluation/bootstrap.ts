/**
 * Confidence intervals by resampling people (ISO/IEC 19795-1, bootstrap): comparisons that share a
 * person are not independent, so that bounds which count comparisons alone are too narrow.
 */
import { EVALUATION } from '../parameters.ts';
import { Chance } from '../synthesis/chance.ts';
import type { Distance, Rate } from '../vocabulary.ts';
import { createReplicator, type ReplicateRates } from './bootstrap-replicate.ts';
import { bootstrapSample, type MeasuredPairs } from './bootstrap-sample.ts';

export interface BootstrapSettings {
  /** False match rates at which the false non-match rate is wanted. */
  readonly targets?: readonly number[];
  readonly thresholds?: readonly Distance[];
  readonly replicates?: number;
  /** The same seed gives the same intervals. */
  readonly seed?: number;
  readonly confidence?: number;
  /** Comparisons of either kind that are looked at one by one; beyond them see bootstrap-rest.ts. */
  readonly exactComparisons?: number;
}

/** From the lower to the upper end, two-sided. */
export type Interval = readonly [Rate, Rate];

export interface BootstrapIntervals {
  readonly people: number;
  /** Replicates that held comparisons of either kind: the others say nothing. */
  readonly replicates: number;
  readonly confidence: Rate;
  readonly equalErrorRate: Interval;
  readonly atTargets: readonly {
    readonly falseMatchRate: Rate;
    /** The lowest at any threshold that keeps the target, as `lowestFnmr` has it. */
    readonly falseNonMatchRate: Interval;
  }[];
  readonly atThresholds: readonly {
    readonly threshold: Distance;
    readonly falseMatchRate: Interval;
    readonly falseNonMatchRate: Interval;
  }[];
}

/** Undefined where no replicate held comparisons of either kind. */
export function bootstrapIntervals(
  measured: MeasuredPairs,
  settings: BootstrapSettings = {},
): BootstrapIntervals | undefined {
  const { targets = EVALUATION.targets, thresholds = [] } = settings;
  const {
    replicates = EVALUATION.bootstrap.replicates,
    confidence = EVALUATION.bootstrap.confidence,
    exactComparisons = EVALUATION.bootstrap.exactComparisons,
  } = settings;
  const sample = bootstrapSample(measured, thresholds, exactComparisons);
  const replicator = createReplicator(sample, targets);
  const chance = new Chance(settings.seed ?? 0);
  const rates: ReplicateRates[] = [];
  for (let i = 0; i < replicates; i++) {
    const one = replicator.replicate(drawPeople(sample.people, chance));
    if (one) rates.push(one);
  }
  if (rates.length === 0) return undefined;
  const interval = (of: (one: ReplicateRates) => number) => intervalOf(rates.map(of), confidence);
  return {
    people: sample.people,
    replicates: rates.length,
    confidence: confidence as Rate,
    equalErrorRate: interval(({ equalErrorRate }) => equalErrorRate),
    atTargets: targets.map((target, i) => ({
      falseMatchRate: target as Rate,
      falseNonMatchRate: interval(({ fnmrAtTargets }) => fnmrAtTargets[i]),
    })),
    atThresholds: thresholds.map((threshold, i) => ({
      threshold,
      falseMatchRate: interval(({ fmrAtThresholds }) => fmrAtThresholds[i]),
      falseNonMatchRate: interval(({ fnmrAtThresholds }) => fnmrAtThresholds[i]),
    })),
  };
}

/** How often each person is drawn, followed by a 1 for no one. */
export function drawPeople(people: number, chance: Chance): Uint32Array {
  const weights = new Uint32Array(people + 1);
  for (let i = 0; i < people; i++) weights[Math.floor(chance.next() * people)] += 1;
  weights[people] = 1;
  return weights;
}

/** Percentiles, each taken outwards to a replicate that there was. */
function intervalOf(values: readonly number[], confidence: number): Interval {
  const sorted = Float64Array.from(values).sort();
  const tail = ((1 - confidence) / 2) * (sorted.length - 1);
  // Rates, because they are those of replicates.
  return [sorted[Math.floor(tail)] as Rate, sorted[sorted.length - 1 - Math.floor(tail)] as Rate];
}
