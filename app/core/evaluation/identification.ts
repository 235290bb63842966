/**
 * 1:N error rates from distances of all pairs, leaving one out: each capture searches a gallery of
 * all others. What answers for a label is the closest of its captures.
 */
import { thresholdForFmr, type SortedDistances } from '../error-rates.ts';
import { invariant } from '../failure.ts';
import type { Distance, Rate } from '../vocabulary.ts';
import { allPairs, forEachPair, pairCount } from './pairs.ts';
import { sortAscending } from './radix-sort.ts';
import { boundedShare, type BoundedShare } from './rates-at.ts';

/** Searches for someone who is in the gallery: captures whose label has others. */
export interface MatedSearches {
  readonly captures: Uint32Array;
  /** To the closest other capture of the label. */
  readonly distances: Float64Array;
  /** 1 where every other label is farther. One that is exactly as close counts as closer. */
  readonly ranks: Uint32Array;
}

/** Searches of every capture for someone who is not: their own references are removed. */
export interface NonMatedSearches {
  readonly captures: Uint32Array;
  /** To the closest capture of another label. */
  readonly distances: Float64Array;
}

export interface Searches {
  /** Labels in the gallery. */
  readonly labels: number;
  readonly mated: MatedSearches;
  readonly nonMated: NonMatedSearches;
}

/**
 * @param labels of each capture, numbered from 0
 * @param distances of all pairs, in their order
 */
export function leaveOneOut(labels: Uint32Array, distances: Float64Array): Searches {
  const pairs = allPairs(labels.length);
  invariant(distances.length === pairCount(pairs), 'searches need the distance of every pair');
  const own = new Float64Array(labels.length).fill(Infinity);
  const other = new Float64Array(labels.length).fill(Infinity);
  forEachPair(pairs, (one, two, place) => {
    const nearest = labels[one] === labels[two] ? own : other;
    if (distances[place] < nearest[one]) nearest[one] = distances[place];
    if (distances[place] < nearest[two]) nearest[two] = distances[place];
  });
  const captures = labels.map((_, capture) => capture);
  const mated = captures.filter((capture) => own[capture] < Infinity);
  const nonMated = captures.filter((capture) => other[capture] < Infinity);
  return {
    labels: new Set(labels).size,
    mated: {
      captures: mated,
      distances: Float64Array.from(mated, (capture) => own[capture]),
      ranks: ranksOf(labels, distances, own, mated),
    },
    nonMated: {
      captures: nonMated,
      distances: Float64Array.from(nonMated, (capture) => other[capture]),
    },
  };
}

/** Labels that are no farther than a search's own are ticked off in one bit each, then counted. */
function ranksOf(
  labels: Uint32Array,
  distances: Float64Array,
  own: Float64Array,
  searches: Uint32Array,
): Uint32Array {
  const words = Math.ceil((labels.reduce((most, label) => Math.max(most, label), 0) + 1) / 32);
  const closer = new Uint32Array(words * searches.length);
  const rows = new Uint32Array(labels.length);
  searches.forEach((capture, row) => (rows[capture] = row));
  const tick = (search: number, label: number) => {
    closer[rows[search] * words + (label >>> 5)] |= 1 << (label & 31);
  };
  forEachPair(allPairs(labels.length), (one, two, place) => {
    if (labels[one] === labels[two]) return;
    const distance = distances[place];
    if (distance <= own[one] && own[one] < Infinity) tick(one, labels[two]);
    if (distance <= own[two] && own[two] < Infinity) tick(two, labels[one]);
  });
  return searches.map((_, row) => {
    let rank = 1;
    for (let at = row * words; at < (row + 1) * words; at++) rank += bitsIn(closer[at]);
    return rank;
  });
}

function bitsIn(word: number): number {
  let count = 0;
  for (let rest = word; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}

export interface RankRate extends BoundedShare {
  readonly rank: number;
}

/** Cumulative match characteristic: of mated searches the share whose own label is among the first. */
export function cumulativeMatches(searches: Searches, maxRank: number): readonly RankRate[] {
  const { ranks } = searches.mated;
  const hits = new Uint32Array(maxRank + 1);
  for (const rank of ranks) if (rank <= maxRank) hits[rank] += 1;
  let sum = 0;
  return Array.from({ length: maxRank }, (_, i) => {
    sum += hits[i + 1];
    return { rank: i + 1, ...boundedShare(sum, ranks.length) };
  });
}

/** What one threshold does to searches of an open set. */
export interface OpenSetRates {
  readonly threshold: Distance;
  /** FPIR: non-mated searches that return anyone. */
  readonly falsePositives: BoundedShare;
  /** FNIR: mated searches that do not return their own label within the rank and the threshold. */
  readonly falseNegatives: BoundedShare;
}

export function openSetRates(searches: Searches, threshold: Distance, maxRank = 1): OpenSetRates {
  const { mated, nonMated } = searches;
  let found = 0;
  for (let i = 0; i < mated.ranks.length; i++) {
    if (mated.ranks[i] <= maxRank && mated.distances[i] <= threshold) found += 1;
  }
  let positives = 0;
  for (const distance of nonMated.distances) if (distance <= threshold) positives += 1;
  return {
    threshold,
    falsePositives: boundedShare(positives, nonMated.distances.length),
    falseNegatives: boundedShare(mated.ranks.length - found, mated.ranks.length),
  };
}

/**
 * The largest measured threshold that keeps a false positive identification rate: nearest rank.
 * Undefined where even a distance of 0 does not.
 */
export function thresholdForFpir(searches: Searches, target: Rate): Distance | undefined {
  const sorted = searches.nonMated.distances.slice();
  sortAscending(sorted);
  return thresholdForFmr(sorted as SortedDistances, target); // Sorted in the line above.
}
