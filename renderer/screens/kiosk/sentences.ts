import type { KioskState } from '../../../app/contract/kiosk.ts';
import { assertNever } from '../../../app/core/failure.ts';
import { words } from '../../words/words.ts';
import type { Stage } from './kiosk-flow.ts';

/** The one sentence of a stage. A result has words of its own. */
export function sentenceOf(
  stage: Stage,
  { mode, modality }: Pick<KioskState, 'mode' | 'modality'>,
): string {
  const say = words().kiosk;
  switch (stage.kind) {
    case 'idle':
      return mode === 'code' ? say.sentenceIdle : say.sentenceSearch;
    case 'code':
      return say.sentenceCode;
    case 'capture':
      return modality === 'face' ? say.sentenceFace : say.sentenceFinger;
    case 'deciding':
    case 'result':
      return say.sentenceDeciding;
    case 'paused':
      return say.sentencePaused;
    default:
      return assertNever(stage);
  }
}
