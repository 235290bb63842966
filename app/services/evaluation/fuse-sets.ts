/** Fuses a set with a second one, subject by subject. */
import { pairCount } from '../../core/evaluation/pairs.ts';
import type { EncoderScale } from '../../core/decision.ts';
import type { JobContext } from '../jobs.ts';
import { scaleOf } from '../thresholds/scales.ts';
import {
  acquireSet,
  planSet,
  type AcquiredSet,
  type EvaluationParts,
  type SetRequest,
} from './acquired-set.ts';
import { chimericSubjects, comparable, lookedUp, rowsOfPairs } from './chimeric-subjects.ts';
import { compareCaptures } from './compare-captures.ts';
import type { FusionAnalysis } from './fusion.ts';
import type { Threads } from './threads.ts';

export interface FusionReport extends FusionAnalysis {
  /** Of the parts, in order. */
  readonly scales: readonly EncoderScale[];
  readonly subjects: number;
  readonly captures: number;
  /** Of the second set. */
  readonly failuresToAcquire: number;
  readonly files: number;
  /** The first subjects, as they were brought together. */
  readonly examples: readonly (readonly [string, string])[];
}

const EXAMPLES = 3;

export async function fuseSets(
  first: AcquiredSet & { readonly distances: Float64Array; readonly scale: EncoderScale },
  second: SetRequest & { readonly cache: boolean },
  parts: EvaluationParts & { readonly threads: Threads },
  context: JobContext,
): Promise<FusionReport> {
  const { capture } = second;
  const scale = scaleOf(parts.engine, capture.modality);
  const plan = await planSet(second, context);
  const other = await acquireSet(plan, capture, second.cache, parts, context);
  const made = chimericSubjects(first.plan, plan);
  const sets = [first, { ...other, scale }] as const;
  const distances: Float64Array[] = [];
  for (const part of [0, 1] as const) {
    const { probes, references } = rowsOfPairs(made, part, sets[part].measured.rows);
    const { pairs, places } = comparable(probes, references);
    const known = await distancesOf(sets[part], pairs, parts.threads, context);
    const all = new Float64Array(probes.length).fill(Number.NaN);
    places.forEach((place, i) => (all[place] = known[i]));
    distances.push(all);
  }
  const subjects = rowsOfPairs(
    made,
    0,
    Int32Array.from(first.plan.captures, (_, i) => i),
  );
  const subjectOf = new Int32Array(first.plan.captures.length);
  made.captures.forEach(([one], i) => (subjectOf[one] = made.subjects[i]));
  const input = {
    parts: distances,
    probes: Uint32Array.from(subjects.probes, (one) => subjectOf[one]),
    references: Uint32Array.from(subjects.references, (one) => subjectOf[one]),
  };
  context.progress('fusing', 0, 1);
  const [thread] = parts.threads.take(1);
  const analysis = await thread.ask({ kind: 'fuse', input });
  context.progress('fusing', 1, 1);
  return {
    ...analysis,
    scales: sets.map((set) => set.scale),
    subjects: made.names.length,
    captures: made.captures.length,
    failuresToAcquire: plan.captures.length - other.measured.captures.length,
    files: plan.captures.length,
    examples: made.names.slice(0, EXAMPLES),
  };
}

/** Those of all pairs are there already. */
async function distancesOf(
  set: AcquiredSet & { readonly distances?: Float64Array; readonly scale: EncoderScale },
  pairs: ReturnType<typeof comparable>['pairs'],
  threads: Threads,
  context: JobContext,
): Promise<Float64Array> {
  const { distances, measured, features, scale } = set;
  if (distances && measured.pairs.kind === 'all') {
    return lookedUp(pairs, measured.pairs.captures, distances);
  }
  if (pairCount(pairs) === 0) return new Float64Array(0);
  return compareCaptures(features, pairs, scale, threads, context);
}
