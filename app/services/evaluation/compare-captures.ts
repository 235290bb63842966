/** Distances of many pairs: of faces in one thread with vectors, of prints in one a processor. */
import { availableParallelism } from 'node:os';
import type { EncoderScale } from '../../core/decision.ts';
import { pairCount, type Pairs } from '../../core/evaluation/pairs.ts';
import { invariant } from '../../core/failure.ts';
import type { ReferenceSet } from '../../core/features.ts';
import type { Modality } from '../../core/vocabulary.ts';
import type { JobContext } from '../jobs.ts';
import { listPairs } from './list-pairs.ts';
import type { Thread, Threads } from './threads.ts';

/** Pairs of prints that a thread is given at once: about a tenth of a second. */
const PRINTS_AT_ONCE = 2_000;
/** Pairs that are compared and analysed in some 20 ms. */
const LITTLE: Record<Modality, number> = { face: 5_000, fingerprint: 500 };

/** In the order of the pairs, and the same bits as one comparison at a time gives. */
export async function compareCaptures(
  features: ReferenceSet,
  pairs: Pairs,
  scale: EncoderScale,
  threads: Threads,
  { progress }: JobContext,
): Promise<Float64Array> {
  const total = pairCount(pairs);
  progress('comparing', 0, total);
  if (features.modality === 'face') {
    const [thread] = threads.take(1);
    return thread.ask({ kind: 'compare-faces', faces: features, pairs });
  }
  invariant(scale.modality === 'fingerprint', 'prints are compared by their scale');
  const { comparison } = scale;
  const all = threads.take(Math.min(availableParallelism(), Math.ceil(total / PRINTS_AT_ONCE)));
  const prints = { kind: 'prints', prints: features, comparison } as const;
  await Promise.all(all.map((thread) => thread.ask(prints)));
  return comparePrints(all, pairs, progress);
}

/** Whether threads are worth their start. */
export function workOf(modality: Modality, pairs: Pairs): 'little' | 'much' {
  return pairCount(pairs) > LITTLE[modality] ? 'much' : 'little';
}

async function comparePrints(
  threads: readonly Thread[],
  pairs: Pairs,
  progress: JobContext['progress'],
): Promise<Float64Array> {
  const { probes, references } = listPairs(pairs);
  const distances = new Float64Array(new SharedArrayBuffer(8 * probes.length));
  let next = 0;
  let done = 0;
  const work = async (thread: Thread) => {
    while (next < probes.length) {
      const from = next;
      const to = Math.min(probes.length, from + PRINTS_AT_ONCE);
      next = to;
      const part = { probes: probes.slice(from, to), references: references.slice(from, to) };
      distances.set(await thread.ask({ kind: 'compare-prints', ...part }), from);
      done += to - from;
      progress('comparing', done, probes.length);
    }
  };
  await Promise.all(threads.map(work));
  return distances;
}
