/** 1:N figures of a measurement of all pairs. */
import {
  cumulativeMatches,
  leaveOneOut,
  openSetRates,
  thresholdForFpir,
  type OpenSetRates,
  type RankRate,
} from '../../core/evaluation/identification.ts';
import { MOST_RANKS } from '../../core/evaluation/assertions.ts';
import type { Pairs } from '../../core/evaluation/pairs.ts';
import type { Distance, Rate } from '../../core/vocabulary.ts';

export interface Identification {
  /** Labels in the gallery, and searches of either kind. */
  readonly labels: number;
  readonly matedSearches: number;
  readonly nonMatedSearches: number;
  /** CMC: ranks 1 and on. */
  readonly ranks: readonly RankRate[];
  /** FPIR and FNIR, at the thresholds of the rates that the searches can show. */
  readonly openSet: readonly (OpenSetRates & { readonly target: Rate })[];
  /** For further rates: ascending distances of non-mated searches. */
  readonly nonMated: Float64Array;
  /** Distances of mated searches that have their label first, ascending. */
  readonly found: Float64Array;
}

const TARGETS = [1e-1, 1e-2, 1e-3] as Rate[];

/** Undefined where there are no searches of one of the kinds. */
export function identify(
  labels: Uint32Array,
  pairs: Pairs,
  distances: Float64Array,
): Identification | undefined {
  if (pairs.kind !== 'all') return undefined;
  const searches = leaveOneOut(labels, distances);
  const { mated, nonMated } = searches;
  if (mated.captures.length === 0 || nonMated.captures.length === 0) return undefined;
  const openSet = TARGETS.flatMap((target) => {
    if (target * nonMated.captures.length < 1) return [];
    const threshold = thresholdForFpir(searches, target);
    return threshold === undefined ? [] : [{ target, ...openSetRates(searches, threshold) }];
  });
  return {
    labels: searches.labels,
    matedSearches: mated.captures.length,
    nonMatedSearches: nonMated.captures.length,
    ranks: cumulativeMatches(searches, Math.min(MOST_RANKS, searches.labels)),
    openSet,
    nonMated: nonMated.distances.toSorted(),
    found: mated.distances.filter((_, i) => mated.ranks[i] === 1).sort(),
  };
}

/** False negatives among searches at a false positive rate; undefined where none keeps it. */
export function fnirAt(
  { nonMated, found, matedSearches }: Identification,
  target: number,
): number | undefined {
  const threshold = thresholdOf(nonMated, target);
  if (threshold === undefined) return undefined;
  return (matedSearches - found.filter((distance) => distance <= threshold).length) / matedSearches;
}

function thresholdOf(nonMated: Float64Array, target: number): Distance | undefined {
  const searches = { nonMated: { captures: new Uint32Array(), distances: nonMated } };
  // Asks for nothing but the non-mated distances.
  return thresholdForFpir(searches as Parameters<typeof thresholdForFpir>[0], target as Rate);
}
