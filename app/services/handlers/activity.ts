import type { activityCommands } from '../../contract/certificate.ts';
import type { Context } from '../context.ts';
import type { Handlers } from '../dispatch.ts';
import { once } from '../once.ts';
import { createActivity } from '../activity.ts';
import { notBuilt } from './not-built.ts';

export function activityHandlers(context: Context): Pick<Handlers, keyof typeof activityCommands> {
  const activity = once(() => createActivity({ store: context.store() }));
  return {
    'attempts.list': (input) => activity().list(input),
    'attempts.export': (input) => {
      return { text: activity().export(input) };
    },
    'attempts.certificate': notBuilt,
    'attempts.replay': notBuilt,
  };
}
