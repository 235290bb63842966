import type { EncoderScale } from '../../core/decision.ts';
import { AppError } from '../../core/failure.ts';
import type { Modality } from '../../core/vocabulary.ts';
import type { Engine } from '../../engine/client.ts';
import type { Store } from '../../store/index.ts';

/**
 * As the models come: with the calibration that is shipped with them.
 * @throws AppError `model-missing` where the program has no models of this modality
 */
export function scaleOf({ facts }: Engine, modality: Modality): EncoderScale {
  const scale = facts.scales[modality];
  if (scale) return scale;
  throw new AppError(
    'model-missing',
    `Expected models for the modality ${modality} but received none; install the program again.`,
  );
}

/**
 * With the calibration that decides here: the site's own where one is active, else the shipped one.
 * One that was measured with another model is never used: its distances mean something else.
 */
export function activeScale(
  { engine, store }: { readonly engine: Engine; readonly store: Store },
  modality: Modality,
): EncoderScale {
  const scale = scaleOf(engine, modality);
  const site = store.calibrations.active(modality);
  return site?.modelId === scale.modelId ? { ...scale, calibration: site.calibration } : scale;
}
