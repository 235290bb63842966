/** One bootstrap replicate: the rates that a sample has when people count as often as drawn. */
import { countAtOrBelow } from '../error-rates.ts';
import type { Rest } from './bootstrap-rest.ts';
import type { BootstrapSample } from './bootstrap-sample.ts';

export interface ReplicateRates {
  readonly equalErrorRate: number;
  /** For each target the lowest false non-match rate at a false match rate of at most that. */
  readonly fnmrAtTargets: readonly number[];
  /** For each threshold of the sample. */
  readonly fmrAtThresholds: readonly number[];
  readonly fnmrAtThresholds: readonly number[];
}

/** Weights of comparisons, added up along the walk. */
interface Sums {
  /** Mated and non-mated ones in all. */
  readonly mated: number;
  readonly nonMated: number;
  /** Of events: at index e, of the first e. */
  readonly matedAt: Float64Array;
  readonly nonMatedAt: Float64Array;
  /** Up to where each class of the rest begins, and the last one ends. */
  readonly matedClassesAt: Float64Array;
  readonly classesAt: Float64Array;
}

export interface Replicator {
  /**
   * @param weights how often each person is drawn, followed by a 1 for no one
   * @returns undefined where no mated or no non-mated comparison is left
   */
  replicate(weights: Uint32Array): ReplicateRates | undefined;
}

export function createReplicator(sample: BootstrapSample, targets: readonly number[]): Replicator {
  const { events, rest, thresholds } = sample;
  const matedAt = new Float64Array(events.person.length + 1);
  const nonMatedAt = new Float64Array(events.person.length + 1);
  const matedClassesAt = new Float64Array(rest.classes + 1);
  const classesAt = new Float64Array(rest.classes + 1);
  return {
    replicate(weights) {
      matedAt[0] = weightedSum(sample.closeMatedOf, weights);
      addEvents(sample, weights, matedAt, nonMatedAt);
      addMatedClasses(rest, weights, matedAt[matedAt.length - 1], matedClassesAt);
      addClasses(rest, weights, nonMatedAt[nonMatedAt.length - 1], classesAt);
      const mated = weightedSum(sample.matedOf, weights);
      const nonMated = classesAt[rest.classes];
      if (mated === 0 || nonMated <= 0) return undefined;
      const sums = { mated, nonMated, matedAt, nonMatedAt, matedClassesAt, classesAt };
      return {
        equalErrorRate: equalErrorRate(sample, sums),
        fnmrAtTargets: targets.map((target) => missed(sums, matedBefore(sample, sums, target))),
        fmrAtThresholds: thresholds.map(
          ({ rank, events: count }) =>
            (rank > 0 ? sumsAtRank(sample, sums, rank).nonMated : nonMatedAt[count]) / nonMated,
        ),
        fnmrAtThresholds: thresholds.map(({ matedOf }) =>
          missed(sums, weightedSum(matedOf, weights)),
        ),
      };
    },
  };
}

/** The false non-match rate where so much of the mated weight matches. */
function missed(sums: Sums, matched: number): number {
  return (sums.mated - matched) / sums.mated;
}

function weightedSum(counts: Uint32Array, weights: Uint32Array): number {
  let sum = 0;
  for (let person = 0; person < counts.length; person++) sum += counts[person] * weights[person];
  return sum;
}

function addEvents(
  { events }: BootstrapSample,
  weights: Uint32Array,
  matedAt: Float64Array,
  nonMatedAt: Float64Array,
): void {
  const { isMated, person, other } = events;
  let mated = matedAt[0];
  let nonMated = 0;
  for (let event = 0; event < person.length; event++) {
    if (isMated[event]) mated += weights[person[event]];
    else nonMated += weights[person[event]] * weights[other[event]];
    matedAt[event + 1] = mated;
    nonMatedAt[event + 1] = nonMated;
  }
}

function addMatedClasses(
  { classes, matedCounts }: Rest,
  weights: Uint32Array,
  before: number,
  matedClassesAt: Float64Array,
): void {
  matedClassesAt.fill(0);
  for (let at = 0, person = 0; at < matedCounts.length; person++) {
    const weight = weights[person];
    for (let i = 1; i <= classes; i++, at++) matedClassesAt[i] += weight * matedCounts[at];
  }
  matedClassesAt[0] = before;
  for (let i = 1; i <= classes; i++) matedClassesAt[i] += matedClassesAt[i - 1];
}

function addClasses(
  { classes, counts, person, other, surplus }: Rest,
  weights: Uint32Array,
  before: number,
  classesAt: Float64Array,
): void {
  classesAt.fill(0);
  for (let row = 0, at = 0; row < person.length; row++) {
    const weight = weights[person[row]] * weights[other[row]];
    for (let i = 1; i <= classes; i++, at++) classesAt[i] += weight * counts[at];
  }
  classesAt[0] = before;
  for (let i = 1; i <= classes; i++) {
    classesAt[i] = classesAt[i - 1] + Math.max(0, classesAt[i] - surplus[i - 1]);
  }
}

/**
 * Weights at the distance of the non-mated comparison of a rank beyond the events. Within a class
 * they are taken to rise as the comparisons themselves do.
 */
function sumsAtRank(
  { rest, populations }: BootstrapSample,
  { classesAt, matedClassesAt }: Sums,
  rank: number,
): { nonMated: number; mated: number } {
  const { ranks, matedRanks, classes } = rest;
  const at = Math.min(
    classes - 1,
    firstWhere(classes, (i) => ranks[i + 1] >= rank),
  );
  const matedRank = countAtOrBelow(populations.mated, populations.nonMated[rank - 1]);
  return {
    nonMated: between(classesAt, at, (rank - ranks[at]) / (ranks[at + 1] - ranks[at])),
    mated: between(
      matedClassesAt,
      at,
      // A class without mated comparisons adds nothing, wherever in it this is.
      (matedRank - matedRanks[at]) / Math.max(1, matedRanks[at + 1] - matedRanks[at]),
    ),
  };
}

function between(sums: Float64Array, at: number, share: number): number {
  return sums[at] + share * (sums[at + 1] - sums[at]);
}

/** Mated weight below the first non-mated comparison that is too much for the target. */
function matedBefore(sample: BootstrapSample, sums: Sums, target: number): number {
  const { events, rest } = sample;
  const { nonMated, nonMatedAt, matedAt, classesAt } = sums;
  const tooMuch = firstWhere(
    events.ends.length,
    (i) => nonMatedAt[events.ends[i]] / nonMated > target,
  );
  if (tooMuch < events.ends.length) return matedAt[tooMuch === 0 ? 0 : events.ends[tooMuch - 1]];
  const at = firstWhere(rest.classes, (i) => classesAt[i + 1] / nonMated > target);
  if (at === rest.classes) return sums.mated;
  const share = (target * nonMated - classesAt[at]) / (classesAt[at + 1] - classesAt[at]);
  const rank = Math.floor(between(rest.ranks, at, Math.max(0, share)));
  return rank > rest.ranks[0] ? sumsAtRank(sample, sums, rank).mated : matedAt[matedAt.length - 1];
}

function equalErrorRate(sample: BootstrapSample, sums: Sums): number {
  const { ends } = sample.events;
  const crossed = (nonMated: number, mated: number) =>
    nonMated / sums.nonMated >= missed(sums, mated);
  const first = firstWhere(ends.length, (i) => {
    return crossed(sums.nonMatedAt[ends[i]], sums.matedAt[ends[i]]);
  });
  return first < ends.length || sample.rest.classes === 0
    ? closestAmongEvents(ends, sums, first)
    : closestInRest(sample, sums, crossed);
}

/**
 * As error-rates.ts has it: among the thresholds of either kind, the last before the crossing and
 * the first behind it, the mean of both rates where they are closest.
 */
function closestAmongEvents(ends: Uint32Array, sums: Sums, first: number): number {
  let best = { gap: Infinity, rate: 1 };
  const visit = (nonMated: number, mated: number) => {
    const fmr = nonMated / sums.nonMated;
    const fnmr = missed(sums, mated);
    const gap = Math.abs(fmr - fnmr);
    if (gap < best.gap) best = { gap, rate: (fmr + fnmr) / 2 };
  };
  const visitEnd = (i: number) => visit(sums.nonMatedAt[ends[i]], sums.matedAt[ends[i]]);
  for (const sum of [sums.matedAt, sums.nonMatedAt]) {
    const rises = (i: number) => sum[ends[i]] > sum[i === 0 ? 0 : ends[i - 1]];
    let before = first - 1;
    while (before >= 0 && !rises(before)) before -= 1;
    if (before >= 0) visitEnd(before);
    // Mated comparisons before all events, and the threshold that they would be at.
    else if (sum === sums.matedAt && sum[0] > 0) visit(0, sum[0]);
    let behind = first;
    while (behind < ends.length && !rises(behind)) behind += 1;
    if (behind < ends.length) visitEnd(behind);
  }
  return best.rate;
}

/** Between the last rank before the crossing and the first behind it. */
function closestInRest(
  sample: BootstrapSample,
  sums: Sums,
  crossed: (nonMated: number, mated: number) => boolean,
): number {
  const { ranks, classes } = sample.rest;
  const at = Math.min(
    classes - 1,
    firstWhere(classes, (i) => crossed(sums.classesAt[i + 1], sums.matedClassesAt[i + 1])),
  );
  const start = ranks[at] + 1;
  const first = firstWhere(ranks[at + 1] - start, (i) => {
    const { nonMated, mated } = sumsAtRank(sample, sums, start + i);
    return crossed(nonMated, mated);
  });
  const rates = [start + first - 1, start + first].map((rank) => {
    const { nonMated, mated } = sumsAtRank(sample, sums, Math.max(start, rank));
    return { fmr: nonMated / sums.nonMated, fnmr: missed(sums, mated) };
  });
  const [before, behind] = rates;
  const closest = before.fnmr - before.fmr < behind.fmr - behind.fnmr ? before : behind;
  return (closest.fmr + closest.fnmr) / 2;
}

/** The first of `length` places where a condition holds that holds from there on. */
function firstWhere(length: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
