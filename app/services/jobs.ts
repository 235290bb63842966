/** Long work: it returns an id at once, tells its progress, and can be cancelled. */
import { AppError, toFailure } from '../core/failure.ts';
import type { HostEvent, JobResult } from '../contract/events.ts';

/** What a running job is given. */
export interface JobContext {
  readonly signal: AbortSignal;
  /** Cheap: may be called for every item; events go out a few times a second. */
  progress(phase: string, done: number, total: number): void;
}

export interface Jobs {
  start(run: (context: JobContext) => Promise<JobResult>): string;
  cancel(jobId: string): void;
}

const EVENT_INTERVAL_MS = 200;

/** @param onBug told of what is no {@link AppError} */
export function createJobs(
  emit: (event: HostEvent) => void,
  now: () => number,
  onBug: (thrown: unknown) => void = () => undefined,
): Jobs {
  const running = new Map<string, AbortController>();
  let lastId = 0;
  return {
    start(run) {
      lastId += 1;
      const jobId = `job-${lastId}`;
      const controller = new AbortController();
      running.set(jobId, controller);
      const progress = createProgress(jobId, emit, now);
      // Begins in its own turn, so that the caller has the id before the first event.
      setImmediate(() => {
        void endOf(jobId, run, { signal: controller.signal, progress }, onBug).then((end) => {
          running.delete(jobId);
          emit(end);
        });
      });
      return jobId;
    },
    cancel(jobId) {
      const controller = running.get(jobId);
      if (!controller) {
        throw new AppError('not-found', 'Expected a running job but received the id of none.');
      }
      controller.abort();
    },
  };
}

async function endOf(
  jobId: string,
  run: (context: JobContext) => Promise<JobResult>,
  context: JobContext,
  onBug: (thrown: unknown) => void,
): Promise<HostEvent> {
  try {
    return { event: 'job.finished', jobId, result: await run(context) };
  } catch (thrown) {
    if (!(thrown instanceof AppError)) onBug(thrown);
    const failure = context.signal.aborted ? toFailure(cancelled()) : toFailure(thrown);
    return { event: 'job.failed', jobId, failure };
  }
}

function createProgress(
  jobId: string,
  emit: (event: HostEvent) => void,
  now: () => number,
): JobContext['progress'] {
  let current: { phase: string; startedMs: number; startedAt: number } | undefined;
  let lastEventMs = -Infinity;
  return (phase, done, total) => {
    const ms = now();
    if (current?.phase !== phase) {
      // What a resumed run finds done already says nothing about its speed.
      current = { phase, startedMs: ms, startedAt: done };
      lastEventMs = -Infinity;
    }
    if (done < total && ms - lastEventMs < EVENT_INTERVAL_MS) return;
    lastEventMs = ms;
    const seconds = (ms - current.startedMs) / 1000;
    const ratePerSecond = (done - current.startedAt) / seconds;
    const measured = seconds > 0 && ratePerSecond > 0;
    emit({
      event: 'job.progress',
      progress: {
        jobId,
        phase,
        done,
        total,
        ...(measured ? { ratePerSecond, secondsLeft: (total - done) / ratePerSecond } : {}),
      },
    });
  };
}

export function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw cancelled();
}

function cancelled(): AppError {
  return new AppError('cancelled', 'Stopped on request; what was done until then is kept.');
}
