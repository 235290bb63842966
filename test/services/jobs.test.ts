import { expect, test } from 'vitest';
import type { HostEvent, JobResult } from '../../app/contract/events.ts';
import { AppError } from '../../app/core/failure.ts';
import { createJobs, throwIfCancelled, type JobContext } from '../../app/services/jobs.ts';
import { failureOf, progressOf } from './support.ts';

const RESULT: JobResult = { kind: 'enrolment', value: { reports: [] } };

/** Jobs with a clock that the test sets, and a promise of each job's end. */
function jobsUnderTest() {
  const events: HostEvent[] = [];
  const clock = { ms: 1_000 };
  const { promise: ended, resolve } = Promise.withResolvers<HostEvent>();
  const jobs = createJobs(
    (event) => {
      events.push(event);
      if (event.event !== 'job.progress') resolve(event);
    },
    () => clock.ms,
  );
  const run = async (work: (context: JobContext) => void | Promise<void>) => {
    const jobId = jobs.start(async (context) => {
      await work(context);
      return RESULT;
    });
    return { jobId, end: await ended };
  };
  return { jobs, events, clock, ended, run };
}

test('the id is there before the first event, and the result comes last', async () => {
  const { jobs, events, ended } = jobsUnderTest();
  const jobId = jobs.start(({ progress }) => {
    progress('working', 0, 1);
    return Promise.resolve(RESULT);
  });
  expect(jobId).toMatch(/^job-\d+$/);
  await Promise.resolve();
  expect(events).toEqual([]);
  expect(await ended).toEqual({ event: 'job.finished', jobId, result: RESULT });
  expect(events.map(({ event }) => event)).toEqual(['job.progress', 'job.finished']);
});

test('every job has an id of its own', () => {
  const { jobs } = jobsUnderTest();
  const ids = [1, 2, 3].map(() => jobs.start(() => Promise.resolve(RESULT)));
  expect(new Set(ids).size).toBe(3);
});

test('of a thousand quick items only the first and the last are told', async () => {
  const { events, clock, run } = jobsUnderTest();
  await run(({ progress }) => {
    for (let done = 0; done <= 1_000; done++) {
      progress('working', done, 1_000);
      clock.ms += 0.1;
    }
  });
  expect(progressOf(events).map(({ done }) => done)).toEqual([0, 1_000]);
});

test('of slow items all are told, of others some a second', async () => {
  const slow = jobsUnderTest();
  await slow.run(({ progress }) => {
    for (let done = 0; done <= 4; done++, slow.clock.ms += 1_000) progress('working', done, 4);
  });
  expect(progressOf(slow.events).map(({ done }) => done)).toEqual([0, 1, 2, 3, 4]);

  const brisk = jobsUnderTest();
  await brisk.run(({ progress }) => {
    for (let done = 0; done <= 100; done++, brisk.clock.ms += 10) progress('working', done, 100);
  });
  const told = progressOf(brisk.events).length;
  expect(told).toBeGreaterThanOrEqual(5);
  expect(told).toBeLessThanOrEqual(8);
});

test('a new phase is told at once', async () => {
  const { events, run } = jobsUnderTest();
  await run(({ progress }) => {
    progress('first', 0, 10);
    progress('first', 1, 10);
    progress('second', 0, 10);
  });
  expect(progressOf(events).map(({ phase }) => phase)).toEqual(['first', 'second']);
});

test('rate and time left count what this run did, not what it found done', async () => {
  const { events, clock, run } = jobsUnderTest();
  await run(({ progress }) => {
    progress('working', 900, 1_000);
    clock.ms += 10_000;
    progress('working', 920, 1_000);
  });
  const [first, second] = progressOf(events);
  expect(first).not.toHaveProperty('ratePerSecond');
  expect(first).not.toHaveProperty('secondsLeft');
  expect(second).toMatchObject({ ratePerSecond: 2, secondsLeft: 40 });
});

test('a phase measures itself, not the phase before', async () => {
  const { events, clock, run } = jobsUnderTest();
  await run(({ progress }) => {
    progress('first', 0, 1);
    clock.ms += 60_000;
    progress('second', 0, 10);
    clock.ms += 1_000;
    progress('second', 5, 10);
  });
  expect(progressOf(events).at(-1)).toMatchObject({ ratePerSecond: 5, secondsLeft: 1 });
});

test('a cancelled job fails as cancelled, whatever it threw', async () => {
  for (const thrown of [new AppError('engine-crashed', 'gone'), new Error('a bug')]) {
    const { jobs, ended } = jobsUnderTest();
    const jobId = jobs.start(async ({ signal }) => {
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      throw thrown;
    });
    setImmediate(() => jobs.cancel(jobId));
    expect(await ended).toMatchObject({
      event: 'job.failed',
      jobId,
      failure: { code: 'cancelled' },
    });
  }
});

test('a job that is cancelled before its first turn sees it', async () => {
  const { jobs, ended } = jobsUnderTest();
  const jobId = jobs.start(({ signal }) => {
    throwIfCancelled(signal);
    return Promise.resolve(RESULT);
  });
  jobs.cancel(jobId);
  expect(await ended).toMatchObject({ event: 'job.failed', failure: { code: 'cancelled' } });
});

test('a failing job tells its failure, a job with a bug an internal one', async () => {
  const failing = jobsUnderTest();
  const { end } = await failing.run(() => {
    throw new AppError('store-unusable', 'Expected a store but received none.');
  });
  expect(end).toMatchObject({
    event: 'job.failed',
    failure: { code: 'store-unusable', message: 'Expected a store but received none.' },
  });
  const broken = jobsUnderTest();
  const { end: brokenEnd } = await broken.run(() => {
    throw new TypeError('x is not a function');
  });
  expect(brokenEnd).toMatchObject({ event: 'job.failed', failure: { code: 'internal' } });
});

test('cancelling what does not run, or no longer runs, is told', async () => {
  const { jobs, run } = jobsUnderTest();
  expect((await failureOf(() => jobs.cancel('job-7'))).code).toBe('not-found');
  const { jobId } = await run(() => undefined);
  await new Promise((resolve) => setImmediate(resolve));
  expect((await failureOf(() => jobs.cancel(jobId))).code).toBe('not-found');
});
