import type { EvaluationFacts, evaluationCommands } from '../../contract/evaluation.ts';
import type { lookAlikeCommands } from '../../contract/look-alikes.ts';
import { createCalibrations } from '../thresholds/calibrations.ts';
import type { Context } from '../context.ts';
import type { Handlers } from '../dispatch.ts';
import { createLookAlikes } from '../thresholds/look-alikes.ts';
import { once } from '../once.ts';

type CalibrationCommand =
  | Extract<keyof typeof evaluationCommands, `calibration.${string}`>
  | keyof typeof lookAlikeCommands;

/** @param factsOf an evaluation of this run of the program, by its id */
export function calibrationHandlers(
  context: Context,
  factsOf: (evaluationId: string) => EvaluationFacts | Promise<EvaluationFacts>,
): Pick<Handlers, CalibrationCommand> {
  const { jobs, emit, now, policies, both } = context;
  const calibrations = once(async () => createCalibrations({ ...(await both()), emit, now }));
  const lookAlikes = once(async () => createLookAlikes({ ...(await both()), policies }));
  return {
    'calibration.list': async ({ modality }) => (await calibrations()).list(modality),
    'calibration.save': async ({ evaluationId, name, ruleOfThree }) => {
      const facts = await factsOf(evaluationId);
      return (await calibrations()).save({ facts, name, ruleOfThree });
    },
    'calibration.activate': async ({ id }) => (await calibrations()).activate(id),
    'calibration.remove': async ({ id }) => {
      (await calibrations()).remove(id);
      return null;
    },

    'guard.list': async ({ modality }) => (await lookAlikes()).list(modality),
    'guard.search': async ({ modality }) => {
      const service = await lookAlikes();
      const jobId = jobs.start(async (job) => {
        const value = await service.search(modality, job);
        emit({ event: 'data.changed', what: 'calibrations' });
        return { kind: 'look-alikes', value };
      });
      return { jobId };
    },
  };
}
