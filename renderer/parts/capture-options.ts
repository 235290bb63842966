import type { CommandInput } from '../../app/contract/commands.ts';
import type { FingerPosition, Modality } from '../../app/core/vocabulary.ts';

/** What commands want to know of a capture. Finger 0: not said. */
export function captureOf(
  modality: Modality,
  finger: FingerPosition = 0,
): CommandInput<'capture.assess'>['capture'] {
  if (modality === 'face') return { modality };
  return finger === 0 ? { modality } : { modality, finger };
}
