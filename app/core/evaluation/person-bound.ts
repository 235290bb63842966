/**
 * An upper bound of a false match rate that takes people for what they are. All pairs of some
 * thousand captures are millions of comparisons, but those that share a person rise and fall
 * together: somebody who resembles many does so in each of them. Clopper-Pearson over the
 * comparisons takes them for independent and is too narrow by far: of 100 halvings of lfw_dev by
 * person it held in 59 to 76.
 *
 * The variance is that of the jackknife over people, which errs to the safe side (Efron and Stein,
 * 1981), and twice that, because another measurement with as many other people varies as well. It
 * is turned into the number of independent comparisons that would vary as much, and Clopper-Pearson
 * is taken over those, so that few false matches get the lopsided bound that is due to them.
 */
import { upperBound } from '../error-rates.ts';
import { invariant } from '../failure.ts';
import { EVALUATION } from '../parameters.ts';
import type { Rate } from '../vocabulary.ts';
import { forEachPair, type Pairs } from './pairs.ts';

/** Of every person, all comparisons with somebody else: each counts for both of its people. */
export interface PersonCounts {
  readonly comparisons: Float64Array;
  readonly falseMatches: Float64Array;
}

export interface PersonBound {
  /** What a measurement of as many other people stays within. */
  readonly upperBound: Rate;
  /** As many independent comparisons would vary as much. */
  readonly effectiveComparisons: number;
}

/**
 * Counts of the non-mated pairs at each of the thresholds, in their order.
 *
 * @param labels of each capture: the number of its person, from 0
 */
export function countByPerson(
  pairs: Pairs,
  labels: Uint32Array,
  distances: Float64Array,
  thresholds: readonly number[],
): readonly PersonCounts[] {
  const people = labels.reduce((most, label) => Math.max(most, label + 1), 0);
  const comparisons = new Float64Array(people);
  // From the strictest on: a pair that matches at one matches at all that follow.
  const order = thresholds
    .map((_, i) => i)
    .sort((one, other) => thresholds[one] - thresholds[other]);
  const steps = order.map(() => new Float64Array(people));
  const loosest = Math.max(...thresholds);
  forEachPair(pairs, (probe, reference, place) => {
    const one = labels[probe];
    const other = labels[reference];
    if (one === other) return;
    comparisons[one] += 1;
    comparisons[other] += 1;
    const distance = distances[place];
    if (!(distance <= loosest)) return;
    const step = steps[order.findIndex((i) => distance <= thresholds[i])];
    step[one] += 1;
    step[other] += 1;
  });
  const counts = new Array<PersonCounts>(thresholds.length);
  const sum = new Float64Array(people);
  order.forEach((i, rank) => {
    steps[rank].forEach((matches, person) => (sum[person] += matches));
    counts[i] = { comparisons, falseMatches: sum.slice() };
  });
  return counts;
}

export function boundByPerson({ comparisons, falseMatches }: PersonCounts): PersonBound {
  invariant(comparisons.length === falseMatches.length, 'every person has both counts');
  const trials = total(comparisons) / 2;
  const events = total(falseMatches) / 2;
  invariant(trials > 0, 'a rate needs at least one comparison');
  const rate = events / trials;
  const people = comparisons.reduce((count, some) => count + (some > 0 ? 1 : 0), 0);
  // Twice for the other measurement. Several comparisons of the same two people are one at most.
  const most = Math.min(trials, (people * (people - 1)) / 2) / 2;
  const variance = 2 * jackknifeVariance({ comparisons, falseMatches }, trials, events, people);
  const effective = variance > 0 ? Math.min(most, (rate * (1 - rate)) / variance) : most;
  return {
    upperBound: upperBound(rate * effective, effective, EVALUATION.boundConfidence),
    effectiveComparisons: effective,
  };
}

/** Of the rate, when one person after the other is left out. */
function jackknifeVariance(
  { comparisons, falseMatches }: PersonCounts,
  trials: number,
  events: number,
  people: number,
): number {
  const without: number[] = [];
  comparisons.forEach((own, person) => {
    if (own > 0 && own < trials) without.push((events - falseMatches[person]) / (trials - own));
  });
  if (without.length < 2) return 0;
  const mean = without.reduce((sum, rate) => sum + rate, 0) / without.length;
  const squares = without.reduce((sum, rate) => sum + (rate - mean) ** 2, 0);
  return ((people - 1) / people) * squares;
}

function total(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
