import type { demoCommands } from '../../contract/demo.ts';
import type { peopleCommands } from '../../contract/people.ts';
import type { Context } from '../context.ts';
import { createDemo } from '../synthesis/demo.ts';
import type { Handlers } from '../dispatch.ts';
import { createLookAlikes, type LookAlikes } from '../thresholds/look-alikes.ts';
import { once } from '../once.ts';
import { createPeopleService } from '../people/people.ts';

export function peopleHandlers(
  context: Context,
): Pick<Handlers, keyof typeof peopleCommands | keyof typeof demoCommands> {
  const { enrolment, emit, jobs, now, policies, both } = context;
  const lookAlikes: LookAlikes = {
    of: async (personId) => createLookAlikes({ ...(await both()), policies }).of(personId),
  };
  const people = once(() => createPeopleService({ store: context.store(), now, emit, lookAlikes }));
  const demo = createDemo({ store: context.store, enrolment, emit, now });
  return {
    'people.list': (input) => people().list(input),
    'people.show': ({ externalId, ...search }) => people().show(externalId, search),
    'people.add': (input) => people().add(input),
    'people.recordConsent': ({ externalId, consent }) => {
      people().recordConsent(externalId, consent);
      return null;
    },
    'people.rename': (input) => people().rename(input),
    'people.remove': ({ externalId }) => people().remove(externalId),
    'people.removeTemplate': ({ externalId, templateId }) => {
      people().removeTemplate(externalId, templateId);
      return null;
    },
    'people.image': ({ externalId, templateId }) => ({
      bytes: people().image(externalId, templateId),
    }),
    'people.export': ({ externalId }) => ({ text: people().export(externalId) }),
    'demo.start': (input) => {
      const jobId = jobs.start(async (job) => {
        return { kind: 'demo', value: await demo.start(input.people, job) };
      });
      return { jobId };
    },
    'demo.remove': () => ({ people: demo.remove() }),
  };
}
