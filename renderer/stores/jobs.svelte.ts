/** Long work, followed from wherever one is: it survives navigation, and the tray shows it. */
import type { HostEvent, JobKind, JobResult, JobValues } from '../../app/contract/events.ts';
import type { JobStarted } from '../../app/contract/results.ts';
import { ClientFailure, client } from '../client.ts';
import {
  applyJobEvent,
  forgetJob,
  isOver,
  markCancelling,
  nameJob,
  type Job,
} from './job-table.ts';

export interface FollowedJob<Started extends JobStarted> {
  readonly jobId: string;
  readonly started: Started;
  /** Rejects with a {@link ClientFailure}; its code is `cancelled` where the user stopped it. */
  readonly ended: Promise<JobResult>;
}

let table = $state.raw<readonly Job[]>([]);
// Nobody looks at it: it needs no reactivity.
// eslint-disable-next-line svelte/prefer-svelte-reactivity
const waiting = new Map<string, (job: Job) => void>();

export const jobs = {
  get all(): readonly Job[] {
    return table;
  },

  get running(): readonly Job[] {
    return table.filter((job) => !isOver(job));
  },

  find(jobId: string | undefined): Job | undefined {
    return table.find((job) => job.jobId === jobId);
  },

  /** @param name what the tray calls it, e.g. `Audit of passports` */
  async start<Started extends JobStarted>(
    name: string,
    starting: Promise<Started>,
    options: { readonly href?: string } = {},
  ): Promise<FollowedJob<Started>> {
    const started = await starting;
    const { jobId } = started;
    table = nameJob(table, jobId, name, options.href);
    const ended = new Promise<JobResult>((resolve, reject) => {
      const settle = (job: Job) => {
        if (job.result) return resolve(job.result);
        reject(failureOf(job));
      };
      const known = jobs.find(jobId);
      if (known && isOver(known)) settle(known);
      else waiting.set(jobId, settle);
    });
    ended.catch(() => undefined); // Whoever does not wait for the end sees it in the tray.
    return { jobId, started, ended };
  },

  async cancel(jobId: string): Promise<void> {
    table = markCancelling(table, jobId);
    await client.invoke('job.cancel', { jobId });
  },

  forget(jobId: string): void {
    table = forgetJob(table, jobId);
  },

  take(event: HostEvent): void {
    const before = table;
    table = applyJobEvent(table, event);
    if (table === before) return;
    for (const job of table.filter(isOver)) {
      const settle = waiting.get(job.jobId);
      if (!settle) continue;
      waiting.delete(job.jobId);
      settle(job);
    }
  },
};

/** The value of a result that must be of one kind. */
export function resultOf<Kind extends JobKind>(result: JobResult, kind: Kind): JobValues[Kind] {
  if (result.kind === kind) return result.value as JobValues[Kind]; // The kind names the value's type.
  throw new ClientFailure(
    'internal',
    `Expected a result of ${kind} but received one of ${result.kind}; try again.`,
  );
}

function failureOf({ failure }: Job): ClientFailure {
  return new ClientFailure(
    failure?.code ?? 'internal',
    failure?.message ?? 'Expected a result of this work but received none; start it again.',
  );
}
