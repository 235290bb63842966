import { describe, expect, test } from 'vitest';
import {
  applyJobEvent,
  isOver,
  markCancelling,
  nameJob,
  shareDone,
  type Job,
} from '../../renderer/stores/job-table.ts';
import type { HostEvent } from '../../app/contract/events.ts';

const progress = (done: number, jobId = 'job-1'): HostEvent => ({
  event: 'job.progress',
  progress: { jobId, phase: 'embedding', done, total: 10 },
});
const finished: HostEvent = {
  event: 'job.finished',
  jobId: 'job-1',
  result: { kind: 'enrolment', value: { reports: [] } },
};
const failed = (code: 'cancelled' | 'internal'): HostEvent => ({
  event: 'job.failed',
  jobId: 'job-1',
  failure: { code, message: 'why' },
});

function after(...events: readonly HostEvent[]): Job {
  const [job] = events.reduce<readonly Job[]>(applyJobEvent, []);
  return job;
}

describe('the table of jobs', () => {
  test('takes progress that comes before the job has a name', () => {
    const named = nameJob(applyJobEvent([], progress(3)), 'job-1', 'Audit');
    expect(named).toMatchObject([{ name: 'Audit', state: 'running', progress: { done: 3 } }]);
  });

  test('a job that ended before it had a name stays ended', () => {
    expect(nameJob([after(finished)], 'job-1', 'Audit')).toMatchObject([{ state: 'finished' }]);
  });

  test('late progress does not wake what has ended', () => {
    const job = after(progress(9), finished, progress(10));
    expect(job.state).toBe('finished');
    expect(job.progress?.done).toBe(9);
  });

  test('a cancelled job is no failed one', () => {
    expect(after(failed('cancelled')).state).toBe('cancelled');
    expect(after(failed('internal')).state).toBe('failed');
  });

  test('cancelling what is over changes nothing', () => {
    const over = [after(finished)];
    expect(markCancelling(over, 'job-1')).toEqual(over);
    expect(markCancelling([after(progress(1))], 'job-1')[0].state).toBe('cancelling');
  });

  test('jobs do not mix', () => {
    const jobs = [progress(1), progress(5, 'job-2'), finished].reduce<readonly Job[]>(
      applyJobEvent,
      [],
    );
    expect(jobs.map((job) => [job.jobId, isOver(job)])).toEqual([
      ['job-1', true],
      ['job-2', false],
    ]);
  });

  test('the share is told only where the total is known, and stays within 0 and 1', () => {
    expect(shareDone(after(progress(5)))).toBe(0.5);
    expect(shareDone(after(progress(20)))).toBe(1);
    expect(shareDone({ jobId: 'job-1', name: '', state: 'running' })).toBeUndefined();
  });

  test('other events leave it as it is', () => {
    const jobs = [after(progress(1))];
    expect(applyJobEvent(jobs, { event: 'engine.notice', message: 'hm' })).toBe(jobs);
  });
});
