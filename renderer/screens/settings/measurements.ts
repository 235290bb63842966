/** Which measurement counts for each kind of capture: a site's own where one is active. Pure. */
import type { StoredCalibration } from '../../../app/contract/evaluation.ts';
import type { EngineReport } from '../../../app/contract/system-results.ts';
import type { Calibration } from '../../../app/core/decision.ts';
import type { Modality } from '../../../app/core/vocabulary.ts';

export interface Measurement {
  readonly modality: Modality;
  readonly calibration: Calibration;
}

export function measurementsOf(
  engine: EngineReport | undefined,
  stored: readonly StoredCalibration[],
): readonly Measurement[] {
  return (engine?.modalities ?? []).flatMap((one) => {
    if (!('scale' in one)) return [];
    const { modality, scale } = one;
    const active = stored.find(
      (calibration) =>
        calibration.modality === modality &&
        calibration.state === 'active' &&
        calibration.modelId === scale.modelId,
    );
    return [{ modality, calibration: active?.calibration ?? scale.calibration }];
  });
}
