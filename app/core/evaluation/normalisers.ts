/**
 * Brings distances of different parts - a face, a finger - to one scale on which they can be added.
 * Fitted on one population and plain data from then on: applying one takes no more than the four
 * operations, so that a fused value has the same bits on every machine.
 */
import { countAtOrBelow, type SortedDistances } from '../error-rates.ts';
import { invariant } from '../failure.ts';
import { EVALUATION } from '../parameters.ts';
import { poolFalling } from './isotonic.ts';
import type { Populations } from './populations.ts';

export type FusionMethod = 'min-max' | 'z-score' | 'likelihood-ratio';

export type Normaliser =
  /** The range of both populations becomes 0 to 1. */
  | { readonly method: 'min-max'; readonly smallest: number; readonly largest: number }
  /** The non-mated population gets mean 0 and deviation 1. */
  | { readonly method: 'z-score'; readonly mean: number; readonly deviation: number }
  /**
   * The natural logarithm of how much likelier the distance is of a non-mated pair than of a mated
   * one: straight between the knots, which rise in both numbers, and beyond them on along the line
   * through the first and the last.
   */
  | { readonly method: 'likelihood-ratio'; readonly knots: readonly Knot[] };

export interface Knot {
  readonly distance: number;
  readonly logRatio: number;
}

export function fitNormaliser(method: FusionMethod, populations: Populations): Normaliser {
  const { mated, nonMated } = populations;
  invariant(mated.length > 0 && nonMated.length > 0, 'a scale is fitted on both populations');
  switch (method) {
    case 'min-max': {
      const smallest = Math.min(mated[0], nonMated[0]);
      const largest = Math.max(mated[mated.length - 1], nonMated[nonMated.length - 1]);
      return { method, smallest, largest };
    }
    case 'z-score':
      return { method, ...meanAndDeviation(nonMated) };
    case 'likelihood-ratio':
      return { method, knots: fitKnots(populations) };
  }
}

/** Smaller is closer. */
export function normalise(normaliser: Normaliser, distance: number): number {
  switch (normaliser.method) {
    case 'min-max': {
      const { smallest, largest } = normaliser;
      return largest > smallest ? (distance - smallest) / (largest - smallest) : distance;
    }
    case 'z-score': {
      const { mean, deviation } = normaliser;
      return deviation > 0 ? (distance - mean) / deviation : distance - mean;
    }
    case 'likelihood-ratio':
      return logRatioAt(normaliser.knots, distance);
  }
}

function meanAndDeviation(distances: SortedDistances): { mean: number; deviation: number } {
  let sum = 0;
  for (const distance of distances) sum += distance;
  const mean = sum / distances.length;
  let squares = 0;
  for (const distance of distances) squares += (distance - mean) ** 2;
  return { mean, deviation: Math.sqrt(squares / distances.length) };
}

/**
 * Counts of both populations in classes of distance, each between two quantiles of either; classes
 * in which the share of mated pairs rises with the distance are pooled until it nowhere does.
 */
function fitKnots(populations: Populations): readonly Knot[] {
  const { mated, nonMated } = populations;
  const ends = quantiles(populations);
  const countsOf = (distances: SortedDistances) => {
    const upTo = ends.map((end) => countAtOrBelow(distances, end));
    return upTo.map((count, i) => count - (upTo[i - 1] ?? 0));
  };
  const [matedCounts, nonMatedCounts] = [countsOf(mated), countsOf(nonMated)];
  const weights = ends.map(
    (_, i) => matedCounts[i] / mated.length + nonMatedCounts[i] / nonMated.length,
  );
  const shares = ends.map((_, i) => matedCounts[i] / mated.length / weights[i]);
  const sum = (counts: readonly number[], from: number, to: number) =>
    counts.slice(from, to).reduce((total, count) => total + count, 0);
  const knots = poolFalling(shares, weights).map(({ from, to }) => ({
    distance: ((ends[from - 1] ?? Math.min(mated[0], nonMated[0])) + ends[to - 1]) / 2,
    // Half a comparison more of either kind: what was never seen is not impossible.
    logRatio:
      Math.log((sum(nonMatedCounts, from, to) + 0.5) / (nonMated.length + 1)) -
      Math.log((sum(matedCounts, from, to) + 0.5) / (mated.length + 1)),
  }));
  return rising(knots);
}

/** Distinct distances, ascending, the last of which is the largest of all. */
function quantiles({ mated, nonMated }: Populations): readonly number[] {
  const { fusionClasses } = EVALUATION;
  const ends = new Set([mated[mated.length - 1], nonMated[nonMated.length - 1]]);
  for (const distances of [mated, nonMated]) {
    const last = distances.length - 1;
    for (let i = 0; i < fusionClasses; i++) {
      ends.add(distances[Math.round((i * last) / fusionClasses)]);
    }
  }
  return [...ends].sort((one, other) => one - other);
}

/** The half comparisons may turn the order of small pools: one that does not rise is left out. */
function rising(knots: readonly Knot[]): readonly Knot[] {
  const kept: Knot[] = [];
  for (const knot of knots) {
    const last = kept.at(-1);
    if (!last || (knot.distance > last.distance && knot.logRatio > last.logRatio)) kept.push(knot);
  }
  return kept;
}

function logRatioAt(knots: readonly Knot[], distance: number): number {
  const first = knots[0];
  const last = knots[knots.length - 1];
  const slope =
    last.distance > first.distance
      ? (last.logRatio - first.logRatio) / (last.distance - first.distance)
      : 1;
  if (distance <= first.distance) return first.logRatio + slope * (distance - first.distance);
  if (distance >= last.distance) return last.logRatio + slope * (distance - last.distance);
  let low = 0;
  let high = knots.length - 1;
  while (low + 1 < high) {
    const middle = (low + high) >>> 1;
    if (knots[middle].distance <= distance) low = middle;
    else high = middle;
  }
  const [before, behind] = [knots[low], knots[high]];
  const share = (distance - before.distance) / (behind.distance - before.distance);
  return before.logRatio + share * (behind.logRatio - before.logRatio);
}
