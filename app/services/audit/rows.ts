/** A stored result as the contract shows it. */
import type { AuditRow } from '../../contract/results.ts';
import type { NamedAuditRow } from '../../store/index.ts';

export function rowOf({ file, result, person, looksLike }: NamedAuditRow): AuditRow {
  const { position, path, bytes, claim, finger } = file;
  const { outcome, reasons, distance, threshold, looksLikeDistance } = result;
  return {
    position,
    path,
    bytes,
    ...(claim !== undefined && { claim }),
    ...(finger !== undefined && { finger }),
    outcome,
    reasons,
    ...(distance !== undefined && { distance }),
    ...(threshold !== undefined && { threshold }),
    ...(person && { person }),
    ...(looksLike &&
      looksLikeDistance !== undefined && {
        looksLike: { ...looksLike, distance: looksLikeDistance },
      }),
  };
}
