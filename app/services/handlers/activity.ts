import type { activityCommands } from '../../contract/certificate.ts';
import type { Context } from '../context.ts';
import type { Handlers } from '../dispatch.ts';
import { once } from '../once.ts';
import { createActivity } from '../people/activity.ts';
import { createCertificates } from '../decisions/certificates.ts';
import { createReplay } from '../decisions/replay.ts';

export function activityHandlers(context: Context): Pick<Handlers, keyof typeof activityCommands> {
  const { both } = context;
  const certificates = once(async () => createCertificates(await both()));
  const replay = once(async () => createReplay(await both()));
  const activity = once(() => createActivity({ store: context.store() }));
  return {
    'attempts.list': (input) => activity().list(input),
    'attempts.export': (input) => {
      return { text: activity().export(input) };
    },
    'attempts.show': ({ attemptId }) => activity().show(attemptId),
    'attempts.certificate': async ({ attemptId }) => (await certificates()).of(attemptId),
    'attempts.replay': async ({ attemptId }) => (await replay()).of(attemptId),
  };
}
