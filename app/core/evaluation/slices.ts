/**
 * Error rates of parts of a set: by sensor, finger, or whatever was noted of captures. A part is
 * told at the thresholds of the whole, because those are what its people will meet.
 */
import { countAtOrBelow, equalErrorRate, type SortedDistances } from '../error-rates.ts';
import { invariant } from '../failure.ts';
import type { Distance, Rate } from '../vocabulary.ts';
import { forEachPair, pairCount, type Pairs } from './pairs.ts';
import type { Populations } from './populations.ts';
import { sortAscending } from './radix-sort.ts';
import { boundedShare, type BoundedShare } from './rates-at.ts';

/** One thing that was noted of captures, such as the sensor. */
export interface Attribute {
  readonly name: string;
  readonly values: readonly string[];
  /** Of each capture the place of its value. */
  readonly valueOf: Uint32Array;
}

export interface Summary {
  readonly mated: number;
  readonly nonMated: number;
  /** Undefined where a population is empty. */
  readonly equalErrorRate: { readonly rate: Rate; readonly threshold: Distance } | undefined;
  readonly at: readonly SummaryAt[];
}

export interface SummaryAt {
  readonly threshold: Distance;
  /** Undefined where there is nothing to take a share of. */
  readonly falseMatches: BoundedShare | undefined;
  readonly falseNonMatches: BoundedShare | undefined;
}

export interface Slice {
  readonly attribute: string;
  /** The values of the two captures, which need not be the same, in the attribute's order. */
  readonly values: readonly [string, string];
  readonly populations: Populations;
  readonly summary: Summary;
}

export function summarise(populations: Populations, thresholds: readonly Distance[]): Summary {
  const { mated, nonMated } = populations;
  const share = (events: number, trials: number) =>
    trials === 0 ? undefined : boundedShare(events, trials);
  return {
    mated: mated.length,
    nonMated: nonMated.length,
    equalErrorRate:
      mated.length > 0 && nonMated.length > 0 ? equalErrorRate(mated, nonMated) : undefined,
    at: thresholds.map((threshold) => ({
      threshold,
      falseMatches: share(countAtOrBelow(nonMated, threshold), nonMated.length),
      falseNonMatches: share(mated.length - countAtOrBelow(mated, threshold), mated.length),
    })),
  };
}

/** Every two values of the attribute that were compared with each other, in their order. */
export function sliceBy(
  attribute: Attribute,
  measured: {
    readonly pairs: Pairs;
    readonly labels: Uint32Array;
    readonly distances: Float64Array;
  },
  thresholds: readonly Distance[],
): readonly Slice[] {
  const { pairs, labels, distances } = measured;
  const { name, values, valueOf } = attribute;
  invariant(valueOf.length === labels.length, `every capture has a value of ${name}`);
  invariant(distances.length === pairCount(pairs), 'every pair has one distance');
  // The mated population of two values is followed by their non-mated one.
  const partOf = (one: number, two: number) => {
    const low = Math.min(valueOf[one], valueOf[two]);
    const high = Math.max(valueOf[one], valueOf[two]);
    return 2 * (low * values.length + high) + (labels[one] === labels[two] ? 0 : 1);
  };
  const counts = new Float64Array(2 * values.length ** 2);
  forEachPair(pairs, (one, two) => (counts[partOf(one, two)] += 1));
  const parts = Array.from(counts, (count) => new Float64Array(count));
  const filled = new Float64Array(counts.length);
  forEachPair(pairs, (one, two, place) => {
    const part = partOf(one, two);
    parts[part][filled[part]++] = distances[place];
  });
  return values.flatMap((low, i) =>
    values.flatMap((high, j) => {
      const at = 2 * (i * values.length + j);
      if (counts[at] + counts[at + 1] === 0) return [];
      const populations = { mated: sorted(parts[at]), nonMated: sorted(parts[at + 1]) };
      const summary = summarise(populations, thresholds);
      return [{ attribute: name, values: [low, high] as const, populations, summary }];
    }),
  );
}

function sorted(distances: Float64Array): SortedDistances {
  sortAscending(distances);
  return distances as SortedDistances; // Sorted in the line above.
}
