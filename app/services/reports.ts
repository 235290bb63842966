/** Domain values to what the contract shows of them. */
import type { DecisionReport, SampleReport } from '../contract/results.ts';
import { decide, type EncoderScale, type Limit } from '../core/decision.ts';
import type { Acquisition } from '../core/sample.ts';
import type { Distance, ProviderName } from '../core/vocabulary.ts';

/** Leaves out the features: biometric data stays inside. */
export function reportSample(acquisition: Acquisition): SampleReport {
  if (acquisition.outcome === 'failure-to-acquire') return acquisition;
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
  limit: Limit,
  provider: ProviderName,
): DecisionReport {
  const { id, set, protocol } = scale.calibration;
  return {
    outcome: decide(distance, limit.threshold),
    distance,
    threshold: limit.threshold,
    margin: scale.margin,
    untunedThreshold: scale.untunedThreshold,
    limit,
    calibration: { id, set, protocol, origin: 'shipped' },
    modelId: scale.modelId,
    provider,
  };
}
