/** Domain values to what the contract shows of them. */
import type { DecisionReport, SampleReport } from '../../contract/results.ts';
import { decideWithBand, type EncoderScale } from '../../core/decision.ts';
import type { Acquisition } from '../../core/sample.ts';
import type { Distance, ProviderName } from '../../core/vocabulary.ts';
import type { DecisionLimits } from '../thresholds/limits.ts';

/** Leaves out features and places of landmarks or anchors: biometric data stays inside. */
export function reportSample(acquisition: Acquisition): SampleReport {
  if (acquisition.outcome === 'failure-to-acquire') {
    const { points: _, ...failure } = acquisition;
    return failure;
  }
  const { sample } = acquisition;
  if (sample.modality === 'face') {
    const { modality, source, faces, face, box, quality } = sample;
    return { outcome: 'acquired', modality, source, faces, face, box, quality };
  }
  const { modality, source, finger, resolution, quality } = sample;
  return { outcome: 'acquired', modality, source, finger, resolution, quality };
}

export function reportDecision(
  scale: EncoderScale,
  distance: Distance,
  { limit, undecidedThreshold }: DecisionLimits,
  provider: ProviderName,
): DecisionReport {
  const { id, set, protocol, origin = 'shipped' } = scale.calibration;
  return {
    outcome: decideWithBand(distance, limit.threshold, undecidedThreshold),
    distance,
    threshold: limit.threshold,
    ...(undecidedThreshold !== undefined && { undecidedThreshold }),
    margin: scale.margin,
    untunedThreshold: scale.untunedThreshold,
    limit,
    calibration: { id, set, protocol, origin },
    modelId: scale.modelId,
    provider,
  };
}
