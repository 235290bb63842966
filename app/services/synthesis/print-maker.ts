/**
 * Synthetic prints, made in a thread of their own: a finger takes most of a second of arithmetic,
 * in which a window would stand still.
 */
import { Worker } from 'node:worker_threads';
import type { PrintFormat } from '../../contract/synthesis.ts';
import type { CaptureConditions } from '../../core/synthesis/capture-conditions.ts';
import { AppError, fromFailure, type Failure } from '../../core/failure.ts';
import type { FingerKey, FingerPattern } from '../../core/synthesis/finger-traits.ts';
import type { ImpressionKey } from '../../core/synthesis/impression.ts';

export interface PrintRequest {
  /** A finger is kept until another one is asked for: ask for its impressions one by one. */
  readonly key: FingerKey;
  readonly impression: ImpressionKey;
  readonly format: PrintFormat;
}

export interface MadePrint {
  /** Encoded. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly conditions: CaptureConditions;
  readonly pattern: FingerPattern;
}

export interface PrintMaker {
  make(request: PrintRequest): Promise<MadePrint>;
  /** What is under way fails as cancelled. */
  close(): void;
}

/** What the two threads say to each other. */
export type PrintJob = PrintRequest & { readonly id: number };
export type PrintReply =
  | { readonly id: number; readonly made: MadePrint }
  | { readonly id: number; readonly failure: Failure };

export function createPrintMaker(): PrintMaker {
  const pending = new Map<number, PromiseWithResolvers<MadePrint>>();
  const worker = new Worker(workerEntry());
  let lastId = 0;
  let ended: AppError | undefined;

  const end = (why: AppError) => {
    ended ??= why;
    for (const { reject } of pending.values()) reject(ended);
    pending.clear();
  };
  worker.on('message', (reply: PrintReply) => {
    const asked = pending.get(reply.id);
    pending.delete(reply.id);
    if ('failure' in reply) asked?.reject(fromFailure(reply.failure));
    else asked?.resolve(reply.made);
  });
  worker.on('error', (cause) => {
    const what = cause instanceof Error ? cause.message : String(cause);
    end(new AppError('internal', `Expected prints to be made but received: ${what}`, { cause }));
  });
  worker.on('exit', () => end(new AppError('cancelled', 'No more prints are made.')));

  return {
    make(request) {
      if (ended) return Promise.reject(ended);
      lastId += 1;
      const asked = Promise.withResolvers<MadePrint>();
      pending.set(lastId, asked);
      worker.postMessage({ ...request, id: lastId } satisfies PrintJob);
      return asked.promise;
    },
    close() {
      end(new AppError('cancelled', 'No more prints are made.'));
      void worker.terminate();
    },
  };
}

/** Beside this file in a checkout, beside the bundle once built. */
function workerEntry(): URL {
  const built = import.meta.url.endsWith('.js');
  return new URL(built ? './print-worker.js' : './print-worker.ts', import.meta.url);
}
