/** What audits hold of one person: for whoever asks what is held on them. */
import type { AuditOutcome } from '../core/audit.ts';
import type { AuditId, Distance, PersonId } from '../core/vocabulary.ts';
import type { ReadableDatabase } from './database.ts';

/** A file of an audit that was found to show the person, or to resemble the person. */
export interface AuditTrace {
  readonly auditId: AuditId;
  readonly path: string;
  readonly outcome: AuditOutcome;
  readonly as: 'found' | 'looks-like';
  readonly distance?: Distance;
}

type TraceRow = Omit<AuditTrace, 'distance'> & { readonly distance: Distance | null };

export const TRACES_SQL = `
  SELECT audit_id AS auditId, position, path, outcome, 'found' AS "as", distance
  FROM audit_files WHERE person_id = ?
  UNION ALL
  SELECT audit_id, position, path, outcome, 'looks-like', looks_like_distance
  FROM audit_files WHERE looks_like_id = ?
  ORDER BY 1, 2`;

export function tracesOf(database: ReadableDatabase, personId: PersonId): AuditTrace[] {
  return database
    .all<TraceRow>(TRACES_SQL, personId, personId)
    .map(({ auditId, path, outcome, as, distance }) => {
      return { auditId, path, outcome, as, ...(distance !== null && { distance }) };
    });
}
