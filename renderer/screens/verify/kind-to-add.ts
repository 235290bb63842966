/** What may make an undecided answer certain. Pure. */
import type { FusedReport, VerificationReport } from '../../../app/contract/results.ts';
import type { Modality } from '../../../app/core/vocabulary.ts';

export type PersonResult =
  | { readonly kind: 'verification'; readonly report: VerificationReport }
  | { readonly kind: 'fused'; readonly report: FusedReport };

/**
 * A look-alike asks for the other kind; else another sample of what was the least convincing.
 * Undefined where nothing more is needed.
 */
export function kindToAdd(result: PersonResult): Modality | undefined {
  const { outcome, guard } = result.report;
  if (outcome !== 'undecided') return undefined;
  const parts = result.kind === 'fused' ? result.report.parts : [result.report];
  const counted = parts.filter(({ decision }) => decision !== undefined);
  const kinds = new Set(counted.map(({ modality }) => modality));
  if (guard?.policy === 'second-modality' && kinds.size === 1) {
    return kinds.has('face') ? 'fingerprint' : 'face';
  }
  const [last] = counted.slice(-1);
  return (counted.find((one) => one.outcome !== 'match') ?? last).modality;
}
