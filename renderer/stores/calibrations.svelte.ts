/** The calibrations in use: limits before a decision, and populations behind the ruler. */
import type { StoredCalibration } from '../../app/contract/evaluation.ts';
import type { EngineReport } from '../../app/contract/system-results.ts';
import type { EncoderScale } from '../../app/core/decision.ts';
import type { Modality, ModelId } from '../../app/core/vocabulary.ts';
import { client } from '../client.ts';

let stored = $state.raw<readonly StoredCalibration[]>([]);
let engine = $state.raw<EngineReport>();

export async function loadCalibrations(): Promise<void> {
  engine = await client.invoke('engine.describe', {});
  // Only drawn faintly behind the ruler: without them it says all that it has to.
  stored = await client.invoke('calibration.list', {}).catch(() => []);
}

export function scaleOf(modality: Modality): EncoderScale | undefined {
  const report = engine?.modalities.find((one) => one.modality === modality);
  return report && 'scale' in report ? report.scale : undefined;
}

/** Of the calibration in use, where it was measured with this model and keeps its facts. */
export function populationsOf(modelId: ModelId | undefined) {
  return stored.find((one) => one.state === 'active' && one.modelId === modelId)?.facts
    ?.populations;
}
