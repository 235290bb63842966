import type { EncoderScale } from '../core/decision.ts';
import { AppError } from '../core/failure.ts';
import type { Modality } from '../core/vocabulary.ts';
import type { Engine } from '../engine/client.ts';

/** @throws AppError `model-missing` where the program has no models of this modality */
export function scaleOf({ facts }: Engine, modality: Modality): EncoderScale {
  const scale = facts.scales[modality];
  if (scale) return scale;
  throw new AppError(
    'model-missing',
    `Expected models for the modality ${modality} but received none; install the program again.`,
  );
}
