/** How an audit's files divide, for a bar: the same tones as on the badges. Pure. */
import { AUDIT_OUTCOMES, type AuditOutcome } from '../../../app/core/audit.ts';
import type { AuditOverview } from '../../../app/contract/results.ts';
import { auditLookOf, type Tone } from '../../parts/outcome-looks.ts';

export const TONES: readonly Tone[] = ['accept', 'reject', 'undecided', 'neutral'];

/** Of all files: what is not done yet has no share. */
export function sharesOf({ outcomes, files }: Pick<AuditOverview, 'outcomes' | 'files'>): readonly {
  readonly tone: Tone;
  readonly share: number;
}[] {
  return TONES.map((tone) => {
    const those = AUDIT_OUTCOMES.filter((outcome) => auditLookOf(outcome).tone === tone);
    const count = those.reduce((sum, outcome) => sum + (outcomes[outcome] ?? 0), 0);
    return { tone, share: files === 0 ? 0 : count / files };
  });
}

/** Those that an audit of its modality can have, as it lists them. */
export function outcomesIn(audit: Pick<AuditOverview, 'outcomes'>): readonly AuditOutcome[] {
  return AUDIT_OUTCOMES.filter((outcome) => audit.outcomes[outcome] !== undefined);
}
