import type { activityCommands } from '../../contract/certificate.ts';
import type { Context } from '../context.ts';
import type { Handlers } from '../dispatch.ts';
import { notBuilt } from './not-built.ts';

export function activityHandlers(_context: Context): Pick<Handlers, keyof typeof activityCommands> {
  return {
    'attempts.list': notBuilt,
    'attempts.export': notBuilt,
    'attempts.certificate': notBuilt,
    'attempts.replay': notBuilt,
  };
}
