/**
 * Worker threads that take jobs from one queue. The first lane starts at once, so that its models
 * are open when the first image has been decoded; the others when a job needs them.
 */
import { Worker } from 'node:worker_threads';
import { AppError, fromFailure } from '../../core/failure.ts';
import { entryOf } from '../entry.ts';
import type { LaneJob, LaneReplies, LaneReply, LaneRequest, LaneSettings } from './messages.ts';

export interface Lanes {
  readonly count: number;
  run<Kind extends LaneRequest['kind']>(
    request: LaneRequest & { kind: Kind },
    transfer?: readonly ArrayBuffer[],
  ): Promise<LaneReplies[Kind]>;
  /** Ends every lane once it has done what it is doing. */
  close(): void;
}

interface Job {
  readonly request: LaneRequest;
  readonly transfer: readonly ArrayBuffer[];
  readonly resolve: (value: LaneReplies[LaneRequest['kind']]) => void;
  readonly reject: (reason: unknown) => void;
}

interface Lane {
  readonly worker: Worker;
  job?: Job;
}

export function createLanes(settings: LaneSettings, count: number): Lanes {
  const lanes: Lane[] = [];
  const waiting: Job[] = [];
  let lastId = 0;

  function startLane(): Lane {
    const worker = new Worker(entryOf('lanes/lane'), { workerData: settings });
    const lane: Lane = { worker };
    const settle = (act: (job: Job) => void) => {
      const { job } = lane;
      lane.job = undefined;
      if (job) act(job);
      assign();
    };
    worker.on('message', (reply: LaneReply) => {
      settle((job) =>
        'failure' in reply ? job.reject(fromFailure(reply.failure)) : job.resolve(reply.value),
      );
    });
    worker.on('error', (cause) => {
      lanes.splice(lanes.indexOf(lane), 1);
      const message = `Expected the lane to go on but received: ${cause instanceof Error ? cause.message : String(cause)}`;
      settle((job) => job.reject(new AppError('engine-crashed', message, { cause })));
    });
    lanes.push(lane);
    return lane;
  }

  function assign(): void {
    while (waiting.length > 0) {
      const lane =
        lanes.find(({ job }) => !job) ?? (lanes.length < count ? startLane() : undefined);
      if (!lane) return;
      const job = waiting.shift();
      if (!job) return;
      lane.job = job;
      lastId += 1;
      lane.worker.postMessage({ ...job.request, id: lastId }, [...job.transfer]);
    }
  }

  startLane();
  return {
    count,
    run: (request, transfer = []) =>
      new Promise((resolve, reject) => {
        // The lane answers a request of a kind with that kind's reply (lane.ts).
        waiting.push({ request, transfer, resolve: resolve as Job['resolve'], reject });
        assign();
      }),
    close() {
      // Ending a thread inside a native call would abort the process: idle lanes only, and those
      // that work are asked to and end by themselves.
      for (const lane of lanes.splice(0)) {
        lastId += 1;
        lane.worker.postMessage({ kind: 'close', id: lastId } satisfies LaneJob);
      }
    },
  };
}
