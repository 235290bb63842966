/**
 * Subjects made of two sets: the labels of each set that have two or more captures, in sorted order,
 * the first of one with the first of the other. Their captures are brought together in order.
 */
import {
  allPairs,
  forEachPair,
  pairCount,
  rowStart,
  type ListedPairs,
} from '../../core/evaluation/pairs.ts';
import { AppError } from '../../core/failure.ts';
import { EVALUATION } from '../../core/parameters.ts';
import type { Plan } from './plan.ts';

export interface ChimericSubjects {
  /** Label of the first set, and of the second. */
  readonly names: readonly (readonly [string, string])[];
  /** Of each capture of a subject its place in either plan. */
  readonly captures: readonly (readonly [number, number])[];
  /** Of each capture its subject. */
  readonly subjects: Uint32Array;
}

export function chimericSubjects(one: Plan, other: Plan): ChimericSubjects {
  const [first, second] = [one, other].map(several);
  const names: (readonly [string, string])[] = [];
  const captures: (readonly [number, number])[] = [];
  const subjects: number[] = [];
  for (let i = 0; i < Math.min(first.length, second.length); i++) {
    names.push([first[i].name, second[i].name]);
    const count = Math.min(first[i].captures.length, second[i].captures.length);
    for (let k = 0; k < count; k++) {
      captures.push([first[i].captures[k], second[i].captures[k]]);
      subjects.push(i);
    }
  }
  const pairs = pairCount(allPairs(captures.length));
  if (pairs > EVALUATION.mostComparisons) {
    throw new AppError(
      'bad-input',
      `Expected at most ${EVALUATION.mostComparisons} comparisons of fused subjects but received ` +
        `${pairs}; take fewer captures.`,
    );
  }
  return { names, captures, subjects: Uint32Array.from(subjects) };
}

function several({ captures, labels }: Plan) {
  const byLabel = Map.groupBy(captures.keys(), (place) => captures[place].label);
  return [...byLabel]
    .filter(([, places]) => places.length > 1)
    .map(([label, places]) => ({ name: labels[label], captures: places }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * Pairs of captures of one set that the pairs of subjects need, all of them in order, with -1 where
 * a capture was not acquired.
 *
 * @param part 0 of the first set, 1 of the second
 * @param rows of the set's captures
 */
export function rowsOfPairs(
  { captures }: ChimericSubjects,
  part: 0 | 1,
  rows: Int32Array,
): { readonly probes: Int32Array; readonly references: Int32Array } {
  const pairs = allPairs(captures.length);
  const probes = new Int32Array(pairCount(pairs));
  const references = new Int32Array(probes.length);
  forEachPair(pairs, (probe, reference, place) => {
    probes[place] = rows[captures[probe][part]];
    references[place] = rows[captures[reference][part]];
  });
  return { probes, references };
}

/** Those of the pairs whose rows are both there, and where they are among all. */
export function comparable(
  probes: Int32Array,
  references: Int32Array,
): { readonly pairs: ListedPairs; readonly places: Uint32Array } {
  const there = Uint32Array.from(
    probes.keys().filter((place) => probes[place] >= 0 && references[place] >= 0),
  );
  return {
    pairs: {
      kind: 'listed',
      probes: Uint32Array.from(there, (place) => probes[place]),
      references: Uint32Array.from(there, (place) => references[place]),
    },
    places: there,
  };
}

/** Out of the distances of all pairs of a set. */
export function lookedUp(
  { probes, references }: ListedPairs,
  captures: number,
  distances: Float64Array,
): Float64Array {
  const all = allPairs(captures);
  return Float64Array.from(probes, (probe, i) => {
    const [low, high] = probe < references[i] ? [probe, references[i]] : [references[i], probe];
    // A capture may be in two subjects' pairs only once: it is never compared with itself.
    return distances[rowStart(all, low) + high - low - 1];
  });
}
