/** What is known of long work, from the events of the host: pure, so that it can be tested. */
import type { HostEvent, JobProgress, JobResult } from '../../app/contract/events.ts';
import { assertNever, type Failure } from '../../app/core/failure.ts';

export interface Job {
  readonly jobId: string;
  /** In words, as whoever started it calls it; empty of work that an earlier page started. */
  readonly name: string;
  /** Where its own screen is. */
  readonly href?: string;
  readonly state: 'running' | 'cancelling' | 'finished' | 'cancelled' | 'failed';
  readonly progress?: JobProgress;
  readonly result?: JobResult;
  readonly failure?: Failure;
}

type JobTable = readonly Job[];

/** Events may come before the answer that names the job: neither loses what the other brought. */
export function nameJob(jobs: JobTable, jobId: string, name: string, href?: string): JobTable {
  return change(jobs, jobId, (job) => ({ ...job, name, ...(href === undefined ? {} : { href }) }));
}

export function markCancelling(jobs: JobTable, jobId: string): JobTable {
  return change(jobs, jobId, (job) =>
    job.state === 'running' ? { ...job, state: 'cancelling' } : job,
  );
}

export function applyJobEvent(jobs: JobTable, event: HostEvent): JobTable {
  switch (event.event) {
    case 'job.progress': {
      const { progress } = event;
      // A late word of progress does not wake what has ended.
      return change(jobs, progress.jobId, (job) => (isOver(job) ? job : { ...job, progress }));
    }
    case 'job.finished': {
      const { jobId, result } = event;
      return change(jobs, jobId, (job) => ({ ...job, state: 'finished', result }));
    }
    case 'job.failed': {
      const { jobId, failure } = event;
      const state = failure.code === 'cancelled' ? 'cancelled' : 'failed';
      return change(jobs, jobId, (job) => ({ ...job, state, failure }));
    }
    case 'data.changed':
    case 'engine.notice':
    case 'shell.navigate':
    case 'shell.palette':
      return jobs;
    default:
      return assertNever(event);
  }
}

export function forgetJob(jobs: JobTable, jobId: string): JobTable {
  return jobs.filter((job) => job.jobId !== jobId);
}

export function isOver({ state }: Job): boolean {
  return state === 'finished' || state === 'cancelled' || state === 'failed';
}

/** Done share, 0..1; undefined until the total is known. */
export function shareDone(job: Job): number | undefined {
  const { progress } = job;
  if (!progress || progress.total <= 0) return undefined;
  return Math.min(1, Math.max(0, progress.done / progress.total));
}

function change(jobs: JobTable, jobId: string, update: (job: Job) => Job): JobTable {
  if (!jobs.some((job) => job.jobId === jobId)) {
    return [...jobs, update({ jobId, name: '', state: 'running' })];
  }
  return jobs.map((job) => (job.jobId === jobId ? update(job) : job));
}
