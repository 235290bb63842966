/** Target rates to thresholds, for the model at hand. */
import {
  decisionRate,
  limitFor,
  limitForPairs,
  type EncoderScale,
  type Limit,
} from '../../core/decision.ts';
import { AppError } from '../../core/failure.ts';
import { DECISION } from '../../core/parameters.ts';
import type { Distance, Rate } from '../../core/vocabulary.ts';
import type { Use } from '../../contract/settings.ts';
import { rateFor, type DecisionKind, type Policies, type PolicyRate } from './policies.ts';

/** What one decision is held against. */
export interface DecisionLimits {
  readonly limit: Limit;
  /** Where the policy has an undecided band: its looser end, beyond the limit's threshold. */
  readonly undecidedThreshold?: Distance;
}

export interface LimitsAsked {
  readonly use: Use;
  readonly references: number;
  /** Wins over the policy. */
  readonly targetRate?: Rate | undefined;
}

/** The limits of a decision by the policy of its use. */
export function limitsFor(
  policies: Policies,
  scale: EncoderScale,
  kind: DecisionKind,
  { use, references, targetRate }: LimitsAsked,
): DecisionLimits {
  const policy = rateFor(policies, use, kind, targetRate);
  const rates =
    kind === 'identification' && targetRate === undefined
      ? noLooserThanVerification(policy, policies.rateOf(use, 'verification'), scale, references)
      : policy;
  const limit = known(scale, limitFor(scale.calibration, rates.targetRate, references));
  if (rates.undecidedRate === undefined) return { limit };
  const looser = known(scale, limitFor(scale.calibration, rates.undecidedRate, references));
  // Both may be at the same measured point.
  if (looser.threshold <= limit.threshold) return { limit };
  return { limit, undecidedThreshold: looser.threshold };
}

/**
 * Of fingerprints no comparison is let off more loosely than a verification, however few the
 * references: somebody's only print is no better known for being searched than for being claimed.
 */
function noLooserThanVerification(
  { targetRate, undecidedRate }: PolicyRate,
  verification: PolicyRate,
  { modality }: EncoderScale,
  references: number,
): PolicyRate {
  if (modality === 'face') return undecidedRate ? { targetRate, undecidedRate } : { targetRate };
  const strictest = (rate: Rate, ofVerification: Rate): Rate => {
    const most = decisionRate(ofVerification, references);
    return most < rate ? most : rate;
  };
  const target = strictest(targetRate, verification.targetRate);
  if (undecidedRate === undefined) return { targetRate: target };
  const band = strictest(undecidedRate, verification.undecidedRate ?? verification.targetRate);
  return band > target ? { targetRate: target, undecidedRate: band } : { targetRate: target };
}

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
