/** How outcomes look: never colour alone, always with the icon and the word. */
import type { AuditOutcome } from '../../app/core/audit.ts';
import { words } from '../words/words.ts';
import { auditOutcomes } from '../words/en/outcomes.ts';
import type { IconName } from './icons.ts';

export type Outcome =
  | 'match'
  | 'non-match'
  | 'undecided'
  | 'no-reference'
  | 'failure-to-acquire'
  | 'enrolled'
  | 'failure-to-enrol'
  | 'nothing-new';

export type Tone = 'accept' | 'undecided' | 'reject' | 'neutral';

export interface OutcomeLook {
  readonly tone: Tone;
  readonly icon: IconName;
  readonly word: string;
}

const LOOKS: Readonly<Record<Outcome, Omit<OutcomeLook, 'word'>>> = {
  match: { tone: 'accept', icon: 'accepted' },
  'non-match': { tone: 'reject', icon: 'rejected' },
  undecided: { tone: 'undecided', icon: 'undecided' },
  'no-reference': { tone: 'neutral', icon: 'question' },
  'failure-to-acquire': { tone: 'neutral', icon: 'unusable' },
  enrolled: { tone: 'accept', icon: 'accepted' },
  'failure-to-enrol': { tone: 'reject', icon: 'rejected' },
  'nothing-new': { tone: 'neutral', icon: 'undecided' },
};

const AUDIT_LOOKS: Readonly<Record<AuditOutcome, Omit<OutcomeLook, 'word'>>> = {
  match: { tone: 'accept', icon: 'accepted' },
  mismatch: { tone: 'reject', icon: 'rejected' },
  'not-enrolled': { tone: 'neutral', icon: 'question' },
  ambiguous: { tone: 'undecided', icon: 'undecided' },
  'several-faces': { tone: 'undecided', icon: 'people' },
  'no-face': { tone: 'neutral', icon: 'unusable' },
  'no-finger': { tone: 'neutral', icon: 'unusable' },
  poor: { tone: 'undecided', icon: 'unusable' },
  unreadable: { tone: 'neutral', icon: 'file' },
};

export function lookOf(outcome: Outcome): OutcomeLook {
  return { ...LOOKS[outcome], word: words().outcomes[outcome] };
}

export function auditLookOf(outcome: AuditOutcome): OutcomeLook {
  return { ...AUDIT_LOOKS[outcome], word: auditOutcomes[outcome] };
}
