import type { AuditDuplicate } from '../core/audit.ts';
import { AppError } from '../core/failure.ts';
import type { AuditId } from '../core/vocabulary.ts';
import { checkRequired, isDistance, notFound } from './checks.ts';
import type { ReadableDatabase, WritableDatabase } from './database.ts';

export const DUPLICATES_SQL = `
  SELECT position, other_position AS otherPosition, kind, distance FROM audit_duplicates
  WHERE audit_id = ? ORDER BY position, other_position`;

/** Inside the transaction that finishes the audit: they outlive the features. */
export function insertDuplicates(
  database: WritableDatabase,
  auditId: AuditId,
  duplicates: Iterable<AuditDuplicate>,
): void {
  for (const { position, otherPosition, kind, distance } of duplicates) {
    refuseUnordered(position, otherPosition);
    refuseUnknown(database, auditId, position);
    refuseUnknown(database, auditId, otherPosition);
    checkRequired(distance, isDistance, 'the distance of duplicates', 'a finite number from 0');
    database.run(
      `INSERT INTO audit_duplicates (audit_id, position, other_position, kind, distance)
       VALUES (?, ?, ?, ?, ?)`,
      auditId,
      position,
      otherPosition,
      kind,
      distance,
    );
  }
}

export function readDuplicates(database: ReadableDatabase, auditId: AuditId): AuditDuplicate[] {
  return database.all<AuditDuplicate>(DUPLICATES_SQL, auditId);
}

/** One order for each pair, so that no pair is kept twice. */
function refuseUnordered(position: number, otherPosition: number): void {
  if (position < otherPosition) return;
  throw new AppError(
    'bad-input',
    `Expected the smaller position first for a pair of duplicates but received ${position} and ${otherPosition}; swap them.`,
  );
}

function refuseUnknown(database: ReadableDatabase, auditId: AuditId, position: number): void {
  const sql = 'SELECT 1 FROM audit_files WHERE audit_id = ? AND position = ?';
  if (database.get(sql, auditId, position) === undefined) throw notFound('position of the audit');
}
