import type { CommandInput } from '../../app/contract/commands.ts';
import type { FingerPosition, Modality } from '../../app/core/vocabulary.ts';

type Capture = CommandInput<'capture.assess'>['capture'];

/**
 * What commands want to know of a capture. Finger 0: not said. Pixels per inch are only given
 * where the file does not say them, or says them wrong.
 */
export function captureOf(modality: Modality, finger: FingerPosition = 0, dpi?: number): Capture {
  if (modality === 'face') return { modality };
  return {
    modality,
    ...(finger === 0 ? {} : { finger }),
    ...(dpi === undefined ? {} : { dpi }),
  };
}
