/** Target rates to thresholds, for the model at hand. */
import {
  decisionRate,
  limitFor,
  limitForPairs,
  type EncoderScale,
  type Limit,
} from '../core/decision.ts';
import { AppError } from '../core/failure.ts';
import { DECISION } from '../core/parameters.ts';
import type { Rate } from '../core/vocabulary.ts';

/** For a probe against one person's references. */
export function verificationLimit(
  scale: EncoderScale,
  references: number,
  targetRate = DECISION.verificationFmr as Rate,
): Limit {
  return known(scale, limitFor(scale.calibration, targetRate, references));
}

/** For a probe against everybody's references. */
export function identificationLimit(
  scale: EncoderScale,
  references: number,
  targetRate = identificationRate(scale, references),
): Limit {
  return known(scale, limitFor(scale.calibration, targetRate, references));
}

/**
 * Of fingerprints no comparison is let off more loosely than a verification, however few the
 * references: somebody's only print is no better known for being searched than for being claimed.
 */
function identificationRate({ modality }: EncoderScale, references: number): Rate {
  const usual = DECISION.identificationFpir as Rate;
  if (modality === 'face') return usual;
  const strictest = decisionRate(DECISION.verificationFmr as Rate, references);
  return strictest < usual ? strictest : usual;
}

/** For every image of a collection against every other. */
export function duplicateLimit(scale: EncoderScale, images: number): Limit {
  return known(scale, limitForPairs(scale.calibration, (images * (images - 1)) / 2));
}

function known(scale: EncoderScale, limit: Limit | undefined): Limit {
  if (limit) return limit;
  throw new AppError(
    'model-invalid',
    `Expected measured thresholds for the model ${scale.modelId} but received none; calibrate it first.`,
  );
}
