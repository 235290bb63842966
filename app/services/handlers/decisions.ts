import type { verificationCommands } from '../../contract/verification.ts';
import { createComparison } from '../decisions/comparison.ts';
import type { Context } from '../context.ts';
import type { Handlers } from '../dispatch.ts';
import { planEnrolment } from '../enrolment/plan.ts';
import { once } from '../once.ts';

export function decisionHandlers(
  context: Context,
): Pick<Handlers, keyof typeof verificationCommands> {
  const { decisions, enrolment, folders, jobs } = context;
  const comparison = once(async () => createComparison({ engine: await context.engine() }));
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

    'enrolment.plan': ({ folder, ...input }) =>
      planEnrolment(context.store(), { ...input, folder: folders.pathOf(folder) }),
    'enrolment.enrol': async (input) => (await enrolment()).enrol(input),
    'enrolment.start': async ({ folder, ...input }) => {
      const service = await enrolment();
      const request = { ...input, folder: folders.pathOf(folder) };
      const jobId = jobs.start(async (job) => {
        return { kind: 'enrolment', value: await service.enrolPeople(request, job) };
      });
      return { jobId };
    },

    'verification.verify': async (input) => (await decisions.verification()).verify(input),
    'verification.fuse': async (input) => (await decisions.fusedVerification()).fuse(input),
    'identification.identify': async (input) => (await decisions.identification()).identify(input),
  };
}
