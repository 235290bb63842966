/** Which captures are compared with which. Captures are numbered from 0. */
import type { SortedDistances } from '../error-rates.ts';
import { invariant } from '../failure.ts';
import type { Populations } from './populations.ts';
import { sortAscending } from './radix-sort.ts';

export type Pairs = AllPairs | ListedPairs;

/** Every unordered pair, in the order (0, 1), (0, 2), ... (1, 2), ... */
export interface AllPairs {
  readonly kind: 'all';
  readonly captures: number;
}

export interface ListedPairs {
  readonly kind: 'listed';
  readonly probes: Uint32Array;
  /** As many as there are probes. */
  readonly references: Uint32Array;
}

export interface Pair {
  readonly probe: number;
  readonly reference: number;
}

export function allPairs(captures: number): AllPairs {
  return { kind: 'all', captures };
}

export function listedPairs(pairs: readonly Pair[]): ListedPairs {
  return {
    kind: 'listed',
    probes: Uint32Array.from(pairs, ({ probe }) => probe),
    references: Uint32Array.from(pairs, ({ reference }) => reference),
  };
}

/**
 * The protocol of the Fingerprint Verification Competition: every capture with every other of its
 * label, and the first capture of each label with the first of every other.
 *
 * @param labels of each capture; the first one in this order counts as the first
 */
export function fvcPairs(labels: Uint32Array): ListedPairs {
  const byLabel = [...Map.groupBy(labels.keys(), (capture) => labels[capture]).values()];
  const mated = byLabel.flatMap(unordered);
  const nonMated = unordered(byLabel.map(([first]) => first));
  return listedPairs([...mated, ...nonMated]);
}

function unordered(captures: readonly number[]): Pair[] {
  return captures.flatMap((probe, i) =>
    captures.slice(i + 1).map((reference) => ({ probe, reference })),
  );
}

export function pairCount(pairs: Pairs): number {
  if (pairs.kind === 'listed') return pairs.probes.length;
  return (pairs.captures * pairs.captures - pairs.captures) / 2;
}

/** Each pair in order, with its place in what was measured of them. */
export function forEachPair(
  pairs: Pairs,
  visit: (probe: number, reference: number, place: number) => void,
): void {
  if (pairs.kind === 'listed') {
    const { probes, references } = pairs;
    for (let place = 0; place < probes.length; place++) {
      visit(probes[place], references[place], place);
    }
    return;
  }
  for (let probe = 0, place = 0; probe < pairs.captures; probe++) {
    for (let reference = probe + 1; reference < pairs.captures; reference++, place++) {
      visit(probe, reference, place);
    }
  }
}

export function pairAt(pairs: Pairs, place: number): Pair {
  if (pairs.kind === 'listed') {
    return { probe: pairs.probes[place], reference: pairs.references[place] };
  }
  let low = 0;
  let high = pairs.captures - 1;
  while (low + 1 < high) {
    const middle = (low + high) >>> 1;
    if (rowStart(pairs, middle) <= place) low = middle;
    else high = middle;
  }
  return { probe: low, reference: low + 1 + place - rowStart(pairs, low) };
}

/** Where the pairs begin of which a capture is the probe. */
export function rowStart({ captures }: AllPairs, probe: number): number {
  return probe * captures - (probe * (probe + 1)) / 2;
}

/** Parts what was measured by the truth: mated where both captures have one label. */
export function splitPopulations(
  pairs: Pairs,
  labels: Uint32Array,
  distances: Float64Array,
): Populations {
  invariant(distances.length === pairCount(pairs), 'every pair has one distance');
  invariant(
    pairs.kind === 'listed' || pairs.captures === labels.length,
    'every capture has one label',
  );
  const count = matedCount(pairs, labels);
  const mated = new Float64Array(count);
  const nonMated = new Float64Array(distances.length - count);
  let m = 0;
  let n = 0;
  forEachPair(pairs, (probe, reference, place) => {
    if (labels[probe] === labels[reference]) mated[m++] = distances[place];
    else nonMated[n++] = distances[place];
  });
  return { mated: sorted(mated), nonMated: sorted(nonMated) };
}

function matedCount(pairs: Pairs, labels: Uint32Array): number {
  let count = 0;
  if (pairs.kind === 'all') {
    const byLabel = new Map<number, number>();
    for (const label of labels) {
      // Each capture is mated with those of its label that came before.
      const before = byLabel.get(label) ?? 0;
      count += before;
      byLabel.set(label, before + 1);
    }
    return count;
  }
  forEachPair(pairs, (probe, reference) => {
    if (labels[probe] === labels[reference]) count += 1;
  });
  return count;
}

function sorted(distances: Float64Array): SortedDistances {
  sortAscending(distances);
  invariant(!Number.isNaN(distances.at(-1)), 'what is evaluated are numbers, without exception');
  return distances as SortedDistances; // Sorted in the line above.
}
