/** The import that runs, or ran last: it goes on while one is on another screen. */
import type { EnrolmentPlan } from '../../../app/contract/enrolment-plan.ts';
import type { EnrolmentReport } from '../../../app/contract/results.ts';
import { toClientFailure, type ClientFailure } from '../../client.ts';
import { resultOf, type FollowedJob } from '../../stores/jobs.svelte.ts';
import type { JobStarted } from '../../../app/contract/results.ts';

export interface ImportRun {
  readonly jobId: string;
  readonly folderName: string;
  /** By external id. */
  readonly names: ReadonlyMap<string, string>;
  /** Once it is over. */
  readonly reports?: readonly EnrolmentReport[];
  readonly failure?: ClientFailure;
}

let run = $state.raw<ImportRun>();

export const importRun = {
  get current(): ImportRun | undefined {
    return run;
  },

  follow(folderName: string, { people }: EnrolmentPlan, job: FollowedJob<JobStarted>): void {
    const { jobId } = job;
    // Read once it is over: it needs no reactivity.
    // eslint-disable-next-line svelte/prefer-svelte-reactivity
    const names = new Map(
      people.map(({ externalId, displayName = '' }) => [externalId, displayName]),
    );
    const mine: ImportRun = { jobId, folderName, names };
    run = mine;
    const end = (change: Partial<ImportRun>) => {
      if (run === mine) run = { ...mine, ...change };
    };
    job.ended.then(
      (result) => end({ reports: resultOf(result, 'enrolment').reports }),
      (thrown: unknown) => end({ failure: toClientFailure(thrown) }),
    );
  },

  forget(): void {
    run = undefined;
  },
};
