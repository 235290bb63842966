/** From what was planned to what can be compared: pairs of captures that were acquired. */
import { allPairs, pairAt, pairCount, rowStart, type Pairs } from '../../core/evaluation/pairs.ts';
import type { AcquiredCapture } from './acquire.ts';
import { countMated, type Plan } from './plan.ts';

export interface MeasuredSet {
  /** Of each row the place of its capture in the plan. */
  readonly captures: Uint32Array;
  /** Of each capture its row; -1 where it was not acquired. */
  readonly rows: Int32Array;
  /** Of rows. */
  readonly pairs: Pairs;
  readonly labels: Uint32Array;
  readonly people: Uint32Array;
  /** Of listed pairs, where the list contradicts itself: only then labels don't say the truth. */
  readonly mated?: Uint8Array;
  /** Planned pairs that could not be compared. */
  readonly failed: { readonly mated: number; readonly nonMated: number };
}

export function measuredSet(plan: Plan, acquired: readonly AcquiredCapture[]): MeasuredSet {
  const rows = new Int32Array(acquired.length).fill(-1);
  let count = 0;
  acquired.forEach((one, i) => {
    if (one.acquired.outcome === 'acquired') rows[i] = count++;
  });
  const captures = new Uint32Array(count);
  rows.forEach((row, capture) => {
    if (row >= 0) captures[row] = capture;
  });
  const labels = captures.map((capture) => plan.captures[capture].label);
  const people = captures.map((capture) => plan.captures[capture].person);
  const { pairs, mated } = comparedPairs(plan, rows, count);
  const truth = plan.contradictions.length > 0 ? mated : undefined;
  const set = { captures, rows, pairs, labels, people, ...(truth && { mated: truth }) };
  return { ...set, failed: failedPairs(plan, set) };
}

function comparedPairs(
  { pairs, mated }: Plan,
  rows: Int32Array,
  count: number,
): { readonly pairs: Pairs; readonly mated?: Uint8Array } {
  if (pairs.kind === 'all') return { pairs: allPairs(count) };
  const { probes, references } = pairs;
  const kept = probes
    .map((_, place) => place)
    .filter((place) => rows[probes[place]] >= 0 && rows[references[place]] >= 0);
  return {
    pairs: {
      kind: 'listed',
      probes: kept.map((place) => rows[probes[place]]),
      references: kept.map((place) => rows[references[place]]),
    },
    ...(mated && { mated: Uint8Array.from(kept, (place) => mated[place]) }),
  };
}

function failedPairs(plan: Plan, { pairs, labels, mated }: Omit<MeasuredSet, 'failed'>) {
  const planned = pairCount(plan.pairs);
  const compared = pairCount(pairs);
  const ofPlan = Uint32Array.from(plan.captures, ({ label }) => label);
  const failed = countMated(plan.pairs, ofPlan, plan.mated) - countMated(pairs, labels, mated);
  return { mated: failed, nonMated: planned - compared - failed };
}

/** One planned pair, compared or not. */
export interface PlannedPair {
  /** Places in the plan. */
  readonly probe: number;
  readonly reference: number;
  readonly mated: boolean;
  /** Where its distance is; undefined where it could not be compared. */
  readonly place: number | undefined;
}

/** Planned pairs in their order, from one on; the plan's pairs are numbered from 0. */
export function* plannedPairs(
  plan: Plan,
  { rows, pairs: measured }: MeasuredSet,
  offset: number,
  limit: number,
): Generator<PlannedPair> {
  const { pairs, mated, captures } = plan;
  const end = Math.min(pairCount(pairs), offset + limit);
  if (pairs.kind === 'listed') {
    const { probes, references } = pairs;
    let compared = 0;
    for (let i = 0; i < end; i++) {
      const [probe, reference] = [probes[i], references[i]];
      const place = rows[probe] >= 0 && rows[reference] >= 0 ? compared++ : undefined;
      if (i < offset) continue;
      const truth = mated ? mated[i] === 1 : captures[probe].label === captures[reference].label;
      yield { probe, reference, mated: truth, place };
    }
    return;
  }
  if (end <= offset) return;
  let { probe, reference } = pairAt(pairs, offset);
  for (let i = offset; i < end; i++) {
    const [one, other] = [rows[probe], rows[reference]];
    const compared = one >= 0 && other >= 0 && measured.kind === 'all';
    const place = compared ? rowStart(measured, one) + other - one - 1 : undefined;
    const truth = captures[probe].label === captures[reference].label;
    yield { probe, reference, mated: truth, place };
    reference += 1;
    if (reference < pairs.captures) continue;
    probe += 1;
    reference = probe + 1;
  }
}
