/**
 * A thread that compares and computes: millions of distances take seconds, in which a window would
 * stand still. It does one thing at a time.
 */
import { Worker } from 'node:worker_threads';
import { AppError, fromFailure } from '../../core/failure.ts';
import type { ThreadKind, ThreadReplies, ThreadReply, ThreadRequest } from './thread-messages.ts';

export interface Thread {
  /** @param transfer buffers that this side gives away */
  ask<Kind extends ThreadKind>(
    request: ThreadRequest & { readonly kind: Kind },
    transfer?: readonly ArrayBuffer[],
  ): Promise<ThreadReplies[Kind]>;
  /** What is under way fails as cancelled. */
  close(): void;
}

export function startThread(): Thread {
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
    ask: (request, transfer = []) => {
      if (ended) return Promise.reject(ended);
      const asked = Promise.withResolvers<unknown>();
      waiting.push(asked);
      worker.postMessage(request, [...transfer]);
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
