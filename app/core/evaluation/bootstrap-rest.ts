/**
 * Comparisons that are too many for a bootstrap to look at one by one, as counts in classes of
 * distance: mated ones for each person, non-mated ones for each two people where those are few, and
 * else for each person as well.
 *
 * With single people `w v` is taken for `w + v - 1`. What that leaves out, `(w - 1)(v - 1)` summed
 * over all pairs of people, is a share of the whole with a deviation of about 1.4 / people, where
 * what is kept has one of 2 / sqrt(people).
 */
import { countAtOrBelow, type SortedDistances } from '../error-rates.ts';
import type { Populations } from './populations.ts';

export interface Rest {
  /** None where every comparison is an event. */
  readonly classes: number;
  /** Non-mated and mated comparisons up to where each class begins, and the last one ends. */
  readonly ranks: Float64Array;
  readonly matedRanks: Float64Array;
  /** A row counts as often as its person, times its other one; the number of people is no one. */
  readonly person: Uint32Array;
  readonly other: Uint32Array;
  /** [rows, classes] */
  readonly counts: Float64Array;
  /** Of each class: what the rows together have too much. */
  readonly surplus: Float64Array;
  /** [people, classes] */
  readonly matedCounts: Float64Array;
}

export interface RestBuilder {
  addNonMated(distance: number, person: number, other: number): void;
  addMated(distance: number, person: number): void;
  done(): Rest;
}

/** Numbers that the counts may have: each replicate goes through all of them. */
const MOST_COUNTS = 200_000;
const MOST_CLASSES = 64;
/** With fewer classes than that, rows of single people are the better choice. */
const LEAST_CLASSES = 8;

/** @param cut comparisons at or below it are no matter of this */
export function createRest(populations: Populations, cut: number, people: number): RestBuilder {
  const byPair = people ** 2 * LEAST_CLASSES <= MOST_COUNTS;
  const rows = byPair ? people ** 2 : people;
  const { ends, ranks } = classEnds(populations.nonMated, cut, classCount(rows));
  const classes = ends.length;
  const classOf = classFinder(ends);
  const counts = new Float64Array(rows * classes);
  const surplus = new Float64Array(classes);
  const matedCounts = new Float64Array(people * classes);
  return {
    addNonMated(distance, person, other) {
      const at = classOf(distance);
      if (byPair) {
        const row = person < other ? person * people + other : other * people + person;
        counts[row * classes + at] += 1;
        return;
      }
      counts[person * classes + at] += 1;
      if (person === other) return; // Both of one person: counts as often as they.
      counts[other * classes + at] += 1;
      surplus[at] += 1;
    },
    addMated(distance, person) {
      // Farther than everything non-mated, it matches at no threshold that is asked for.
      const at = classOf(distance);
      if (at < classes) matedCounts[person * classes + at] += 1;
    },
    done() {
      const matedRanks = [cut, ...ends].map((end) => countAtOrBelow(populations.mated, end));
      return {
        ...filledRows(byPair ? pairRows(people) : personRows(people), counts, classes),
        ...{ classes, ranks, surplus, matedCounts },
        matedRanks: Float64Array.from(matedRanks),
      };
    },
  };
}

function classCount(rows: number): number {
  return Math.min(MOST_CLASSES, Math.max(LEAST_CLASSES, Math.floor(MOST_COUNTS / rows)));
}

/**
 * Largest distances of the classes, and how many comparisons lie at or below where each begins and
 * the last one ends: each class is by the same factor larger than the last, because rates are read
 * by their logarithm.
 */
function classEnds(nonMated: SortedDistances, cut: number, most: number) {
  const ends: number[] = [];
  let before = countAtOrBelow(nonMated, cut);
  const ranks = [before];
  const first = Math.max(1, before);
  for (let i = 1; i <= most; i++) {
    const rank =
      i === most ? nonMated.length : Math.ceil(first * (nonMated.length / first) ** (i / most));
    const end = nonMated[Math.min(nonMated.length, rank) - 1];
    const atOrBelow = countAtOrBelow(nonMated, end);
    if (atOrBelow <= before) continue;
    ends.push(end);
    ranks.push(atOrBelow);
    before = atOrBelow;
  }
  return { ends: Float64Array.from(ends), ranks: Float64Array.from(ranks) };
}

/** Finds the first class whose end is not below a distance, by way of a table of equal steps. */
function classFinder(ends: Float64Array): (distance: number) => number {
  const steps = 4096;
  const factor = steps / (ends.at(-1) ?? 1);
  const firsts = new Uint16Array(steps + 2);
  for (let step = 0, at = 0; step < firsts.length; step++) {
    // One step early: a product may be rounded up into the next one.
    while (at < ends.length && ends[at] * factor < step - 1) at += 1;
    firsts[step] = at;
  }
  return (distance) => {
    let at = firsts[Math.max(0, Math.min(steps + 1, Math.floor(distance * factor)))];
    while (at < ends.length && ends[at] < distance) at += 1;
    return at;
  };
}

interface Rows {
  readonly person: Uint32Array;
  readonly other: Uint32Array;
}

function personRows(people: number): Rows {
  const person = Uint32Array.from({ length: people }, (_, row) => row);
  return { person, other: new Uint32Array(people).fill(people) };
}

/** The pair of a person with themselves counts as often as they do. */
function pairRows(people: number): Rows {
  const rows = people ** 2;
  const person = Uint32Array.from({ length: rows }, (_, row) => Math.floor(row / people));
  const other = Uint32Array.from({ length: rows }, (_, row) =>
    row % people === Math.floor(row / people) ? people : row % people,
  );
  return { person, other };
}

/** Only rows in which anything was counted. */
function filledRows({ person, other }: Rows, counts: Float64Array, classes: number) {
  const rowAt = (row: number) => counts.subarray(row * classes, (row + 1) * classes);
  const rows = Array.from(person, (_, row) => row).filter((row) =>
    rowAt(row).some((count) => count > 0),
  );
  const filled = new Float64Array(rows.length * classes);
  rows.forEach((row, index) => {
    filled.set(rowAt(row), index * classes);
  });
  return {
    person: Uint32Array.from(rows, (row) => person[row]),
    other: Uint32Array.from(rows, (row) => other[row]),
    counts: filled,
  };
}
