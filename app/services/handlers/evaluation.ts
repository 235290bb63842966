import type { evaluationCommands } from '../../contract/evaluation.ts';
import type { Context } from '../context.ts';
import type { Handlers } from '../dispatch.ts';
import { notBuilt } from './not-built.ts';

export function evaluationHandlers(
  _context: Context,
): Pick<Handlers, keyof typeof evaluationCommands> {
  return {
    'evaluation.start': notBuilt,
    'evaluation.at': notBuilt,
    'evaluation.report': notBuilt,
    'calibration.list': notBuilt,
    'calibration.save': notBuilt,
    'calibration.activate': notBuilt,
    'calibration.remove': notBuilt,
  };
}
