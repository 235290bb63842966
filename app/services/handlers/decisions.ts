import type { verificationCommands } from '../../contract/verification.ts';
import { createComparison } from '../comparison.ts';
import type { Context } from '../context.ts';
import type { Handlers } from '../dispatch.ts';
import { createEnrolment } from '../enrolment.ts';
import { createIdentification } from '../identification.ts';
import { once } from '../once.ts';
import { createVerification } from '../verification.ts';
import { notBuilt } from './not-built.ts';

export function decisionHandlers(
  context: Context,
): Pick<Handlers, keyof typeof verificationCommands> {
  const { folders, jobs, both } = context;
  const comparison = once(async () => createComparison({ engine: await context.engine() }));
  const enrolment = once(async () => createEnrolment(await both()));
  const verification = once(async () => createVerification(await both()));
  const identification = once(async () => createIdentification(await both()));
  return {
    'comparison.compare': async (input) => (await comparison()).compare(input),
    'comparison.start': async ({ folder, ...input }) => {
      const service = await comparison();
      const request = { ...input, folder: folders.pathOf(folder) };
      const jobId = jobs.start(async (job) => {
        return { kind: 'comparison', value: await service.comparePairs(request, job) };
      });
      return { jobId };
    },

    'enrolment.enrol': async (input) => (await enrolment()).enrol(input),
    'enrolment.start': async ({ folder, ...input }) => {
      const service = await enrolment();
      const request = { ...input, folder: folders.pathOf(folder) };
      const jobId = jobs.start(async (job) => {
        return { kind: 'enrolment', value: await service.enrolPeople(request, job) };
      });
      return { jobId };
    },

    'verification.verify': async (input) => (await verification()).verify(input),
    'verification.fuse': notBuilt,
    'identification.identify': async (input) => (await identification()).identify(input),
  };
}
