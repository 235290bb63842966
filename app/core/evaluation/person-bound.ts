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
import type { OperatingPoint } from '../decision.ts';
import { forEachPair, type Pairs } from './pairs.ts';

/** What was compared, whose it was, and what came of it. */
export interface LabelledDistances {
  readonly pairs: Pairs;
  /** Of each capture, what it shows: a pair of two labels is non-mated. */
  readonly labels: Uint32Array;
  /** Of each capture its person, from 0: who has several fingers has several labels. */
  readonly people: Uint32Array;
  /** Of each pair, where labels don't say: 1 where it is mated. */
  readonly mated?: Uint8Array;
  readonly distances: Float64Array;
}

/** Non-mated comparisons at one threshold. */
export interface PersonCounts {
  readonly trials: number;
  readonly events: number;
  /** Of every person those that it takes part in: most count for two people. */
  readonly comparisons: Float64Array;
  readonly falseMatches: Float64Array;
}

export interface PersonBound {
  /** What a measurement of as many other people stays within. */
  readonly upperBound: Rate;
  /** As many independent comparisons would vary as much. */
  readonly effectiveComparisons: number;
}

/** At each of the thresholds, in their order. */
export function countByPerson(
  { pairs, labels, people, mated, distances }: LabelledDistances,
  thresholds: readonly number[],
): readonly PersonCounts[] {
  // From the strictest on: a pair that matches at one matches at all that follow.
  const order = thresholds
    .map((_, i) => i)
    .sort((one, other) => thresholds[one] - thresholds[other]);
  const steps = [undefined, ...order].map(() => createCount(people));
  const [all, ...matches] = steps;
  const loosest = Math.max(...thresholds);
  forEachPair(pairs, (probe, reference, place) => {
    if (mated ? mated[place] === 1 : labels[probe] === labels[reference]) return;
    const one = people[probe];
    const other = people[reference];
    all.add(one, other);
    const distance = distances[place];
    if (!(distance <= loosest)) return;
    matches[order.findIndex((i) => distance <= thresholds[i])].add(one, other);
  });
  const counts = new Array<PersonCounts>(thresholds.length);
  const sum = createCount(people);
  order.forEach((i, rank) => {
    sum.addAll(matches[rank]);
    counts[i] = {
      trials: all.total(),
      events: sum.total(),
      comparisons: all.byPerson,
      falseMatches: sum.byPerson.slice(),
    };
  });
  return counts;
}

function createCount(people: Uint32Array) {
  const byPerson = new Float64Array(people.reduce((most, one) => Math.max(most, one + 1), 0));
  let total = 0;
  return {
    byPerson,
    total: () => total,
    add(one: number, other: number) {
      total += 1;
      byPerson[one] += 1;
      if (other !== one) byPerson[other] += 1;
    },
    addAll(more: { readonly byPerson: Float64Array; total(): number }) {
      total += more.total();
      more.byPerson.forEach((count, person) => (byPerson[person] += count));
    },
  };
}

export function boundByPerson(counts: PersonCounts): PersonBound {
  const { trials, events, comparisons } = counts;
  invariant(trials > 0, 'a rate needs at least one comparison');
  const rate = events / trials;
  const people = comparisons.reduce((count, some) => count + (some > 0 ? 1 : 0), 0);
  // Halved for the other measurement. Several comparisons of two people are one at most.
  const most = Math.min(trials, Math.max(1, (people * (people - 1)) / 2)) / 2;
  const variance = 2 * jackknifeVariance(counts, people);
  const effective = variance > 0 ? Math.min(most, (rate * (1 - rate)) / variance) : most;
  return {
    upperBound: upperBound(rate * effective, effective, EVALUATION.boundConfidence),
    effectiveComparisons: effective,
  };
}

/** Points as they were measured, with bounds that hold of other people. */
export function boundPoints<Point extends OperatingPoint>(
  points: readonly Point[],
  measured: LabelledDistances,
): Point[] {
  const thresholds = points.map(({ threshold }) => threshold);
  const counts = countByPerson(measured, thresholds);
  return points.map((point, i) => {
    return { ...point, upperBound: boundByPerson(counts[i]).upperBound, boundBy: 'person' };
  });
}

/** Of the rate, when one person after the other is left out. */
function jackknifeVariance(
  { comparisons, falseMatches, trials, events }: PersonCounts,
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
