/** Entry of a thread of evaluations; see threads.ts. */
import { parentPort } from 'node:worker_threads';
import { invariant, toFailure } from '../../core/failure.ts';
import type { ThreadReply, ThreadRequest } from './thread-messages.ts';
import { createThreadWork } from './thread-work.ts';

invariant(parentPort, 'evaluations compute in a worker thread');
const port = parentPort;
const answer = createThreadWork();

port.on('message', (request: ThreadRequest) => {
  try {
    port.postMessage({ value: answer(request) } satisfies ThreadReply);
  } catch (thrown) {
    port.postMessage({ failure: toFailure(thrown) } satisfies ThreadReply);
  }
});
