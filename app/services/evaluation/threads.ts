/**
 * Threads that compare and compute: millions of distances take seconds, in which a window would
 * stand still. Each does one thing at a time.
 */
import { Worker } from 'node:worker_threads';
import { AppError, fromFailure } from '../../core/failure.ts';
import { throwIfCancelled } from '../jobs.ts';
import type { ThreadKind, ThreadReplies, ThreadReply, ThreadRequest } from './thread-messages.ts';
import { createThreadWork } from './thread-work.ts';

export interface Thread {
  ask<Kind extends ThreadKind>(
    request: ThreadRequest & { readonly kind: Kind },
  ): Promise<ThreadReplies[Kind]>;
  /** What is under way fails as cancelled. */
  close(): void;
}

/** Threads of one job. */
export interface Threads {
  /** The first so many; started when they are first asked for. */
  take(count: number): readonly Thread[];
  close(): void;
}

/**
 * Threads end with the job, and where it is cancelled. Little work is done at once by whoever asks:
 * that takes less than to start a thread.
 */
export function openThreads(signal: AbortSignal, work: 'little' | 'much'): Threads {
  const threads: Thread[] = [];
  const close = () => {
    for (const thread of threads) thread.close();
  };
  signal.addEventListener('abort', close);
  return {
    take(count) {
      throwIfCancelled(signal);
      while (threads.length < count) threads.push(work === 'much' ? startThread() : noThread());
      return threads.slice(0, count);
    },
    close() {
      signal.removeEventListener('abort', close);
      close();
    },
  };
}

function noThread(): Thread {
  const answer = createThreadWork();
  return {
    // A request is answered with the reply of its kind.
    ask: (request) => Promise.try(() => answer(request) as ThreadReplies[typeof request.kind]),
    close: () => undefined,
  };
}

function startThread(): Thread {
  const worker = new Worker(entry());
  const waiting: PromiseWithResolvers<unknown>[] = [];
  let ended: AppError | undefined;
  const end = (why: AppError) => {
    ended ??= why;
    for (const { reject } of waiting.splice(0)) reject(ended);
  };
  worker.on('message', (reply: ThreadReply) => {
    const asked = waiting.shift();
    if ('failure' in reply) asked?.reject(fromFailure(reply.failure));
    else asked?.resolve(reply.value);
  });
  worker.on('error', (cause) => {
    const what = cause instanceof Error ? cause.message : String(cause);
    end(new AppError('internal', `Expected a thread to go on but received: ${what}`, { cause }));
  });
  worker.on('exit', () => end(new AppError('cancelled', 'Stopped on request.')));
  return {
    ask: (request) => {
      if (ended) return Promise.reject(ended);
      const asked = Promise.withResolvers<unknown>();
      waiting.push(asked);
      worker.postMessage(request);
      // The thread answers in order, each request with the reply of its kind.
      return asked.promise as Promise<ThreadReplies[typeof request.kind]>;
    },
    close() {
      end(new AppError('cancelled', 'Stopped on request.'));
      void worker.terminate();
    },
  };
}

/** Beside this file in a checkout, beside the bundle once built. */
function entry(): URL {
  const built = import.meta.url.endsWith('.js');
  return new URL(built ? './evaluation-worker.js' : './worker.ts', import.meta.url);
}
