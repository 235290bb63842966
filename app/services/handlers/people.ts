import type { demoCommands } from '../../contract/demo.ts';
import type { peopleCommands } from '../../contract/people.ts';
import type { Context } from '../context.ts';
import type { Handlers } from '../dispatch.ts';
import { once } from '../once.ts';
import { createPeopleService } from '../people.ts';
import { notBuilt } from './not-built.ts';

export function peopleHandlers(
  context: Context,
): Pick<Handlers, keyof typeof peopleCommands | keyof typeof demoCommands> {
  const people = once(() => createPeopleService({ store: context.store(), now: context.now }));
  return {
    'people.list': (input) => people().list(input),
    'people.show': ({ externalId }) => people().show(externalId),
    'people.add': notBuilt,
    'people.recordConsent': notBuilt,
    'people.rename': (input) => people().rename(input),
    'people.remove': ({ externalId }) => people().remove(externalId),
    'people.removeTemplate': notBuilt,
    'people.export': notBuilt,
    'demo.start': notBuilt,
    'demo.remove': notBuilt,
  };
}
