/** How each answer looks and sounds, and what is said. */
import type { KioskResult } from '../../../app/contract/kiosk.ts';
import { assertNever } from '../../../app/core/failure.ts';
import type { IconName } from '../../parts/icons.ts';
import { words } from '../../words/words.ts';
import type { Sound } from './sounds.ts';

export interface ResultLook {
  readonly colour: 'accept' | 'undecided' | 'reject';
  readonly icon: IconName;
  readonly sound: Sound;
  /** One word, or two: read from three metres. */
  readonly word: string;
  /** What to do now; may be empty. */
  readonly sentence: string;
}

export function lookOfResult(told: KioskResult | 'failed'): ResultLook {
  const say = words().kiosk.results;
  if (told === 'failed') return { ...OTHER, icon: 'warning', ...say.failed };
  const { outcome, displayName, reasons, lockedOutSeconds } = told;
  switch (outcome) {
    case 'accepted':
      return {
        colour: 'accept',
        icon: 'accepted',
        sound: 'accepted',
        word: say.accepted,
        sentence: displayName === undefined ? '' : say.welcome(displayName),
      };
    case 'rejected':
      return { colour: 'reject', icon: 'rejected', sound: 'rejected', ...say.rejected };
    case 'undecided':
      return { ...OTHER, icon: 'undecided', ...say.undecided };
    case 'second-modality-needed':
      return { ...OTHER, icon: 'undecided', ...say.secondNeeded };
    case 'not-acquired': {
      const [reason] = reasons;
      const sentence = reason ? words().reasons.advice(reason) : say.again.sentence;
      return { ...OTHER, icon: 'retry', word: say.again.word, sentence };
    }
    case 'locked-out':
      return {
        ...OTHER,
        icon: 'lock',
        word: say.paused,
        sentence: say.pausedFor(lockedOutSeconds),
      };
    default:
      return assertNever(outcome);
  }
}

const OTHER = { colour: 'undecided', sound: 'other' } as const;
