/** Distances of many pairs: of faces in one thread with vectors, of prints in one a processor. */
import { availableParallelism } from 'node:os';
import type { EncoderScale } from '../../core/decision.ts';
import { pairCount, type Pairs } from '../../core/evaluation/pairs.ts';
import type { ReferenceSet } from '../../core/features.ts';
import type { JobContext } from '../jobs.ts';
import { listPairs } from './list-pairs.ts';
import { startThread, type Thread } from './thread.ts';

/** Pairs of prints that a thread is given at once: about a tenth of a second. */
const PRINTS_AT_ONCE = 2_000;

/** In the order of the pairs, and the same bits as one comparison at a time gives. */
export async function compareCaptures(
  features: ReferenceSet,
  pairs: Pairs,
  scale: EncoderScale,
  context: JobContext,
): Promise<Float64Array<ArrayBuffer>> {
  const total = pairCount(pairs);
  context.progress('comparing', 0, total);
  if (features.modality === 'face') {
    const faces = features;
    return withThreads(1, context.signal, ([thread]) =>
      thread.ask({ kind: 'compare-faces', faces, pairs }),
    );
  }
  const threads = Math.min(availableParallelism(), Math.ceil(total / PRINTS_AT_ONCE));
  const { comparison } = scale as EncoderScale & { modality: 'fingerprint' };
  return withThreads(threads, context.signal, async (all) => {
    const prints = { kind: 'prints', prints: features, comparison } as const;
    await Promise.all(all.map((thread) => thread.ask(prints)));
    return comparePrints(all, pairs, context);
  });
}

async function comparePrints(
  threads: readonly Thread[],
  pairs: Pairs,
  { progress }: JobContext,
): Promise<Float64Array<ArrayBuffer>> {
  const { probes, references } = listPairs(pairs);
  const distances = new Float64Array(probes.length);
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

/** Threads end with the work, and with the job. */
export async function withThreads<Value>(
  count: number,
  signal: AbortSignal,
  work: (threads: readonly Thread[]) => Promise<Value>,
): Promise<Value> {
  const threads = Array.from({ length: Math.max(1, count) }, startThread);
  const close = () => threads.forEach((thread) => thread.close());
  signal.addEventListener('abort', close);
  if (signal.aborted) close();
  try {
    return await work(threads);
  } finally {
    signal.removeEventListener('abort', close);
    close();
  }
}
