import type { AuditFile } from '../core/audit.ts';
import type { AuditId } from '../core/vocabulary.ts';
import { AppError } from '../core/failure.ts';
import { checkLimit, checkRequired, isCount } from './checks.ts';
import type { ReadableDatabase, WritableDatabase } from './database.ts';
import { FILE_COLUMNS, type FileRow, fileOf } from './audit-file-row.ts';
import { isReason, writeJson } from './json-columns.ts';

export interface PendingQuery {
  /** Only files after this position. */
  readonly after?: number;
  readonly limit: number;
}

/** INDEXED BY: SQLite would go by the primary key, over all files that are done already. */
export const PENDING_SQL = `SELECT ${FILE_COLUMNS} FROM audit_files INDEXED BY audit_files_by_outcome
  WHERE audit_id = ? AND outcome IS NULL AND position > ? ORDER BY position LIMIT ?`;

/** Inside the transaction that creates the audit. */
export function insertPlan(
  database: WritableDatabase,
  auditId: AuditId,
  files: Iterable<AuditFile>,
): void {
  let expected = 0;
  for (const file of files) {
    checkFile(file, expected++);
    database.run(
      `INSERT INTO audit_files (audit_id, position, path, bytes, modified_ms, claim, finger, problem)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      auditId,
      file.position,
      file.path,
      file.bytes,
      file.modifiedMs,
      file.claim ?? null,
      file.finger ?? null,
      file.problem === undefined ? null : writeJson(file.problem, isReason, 'problem of a file'),
    );
  }
}

export function readPending(
  database: ReadableDatabase,
  auditId: AuditId,
  { after = -1, limit }: PendingQuery,
): AuditFile[] {
  checkLimit(limit);
  return database.all<FileRow>(PENDING_SQL, auditId, after, limit).map(fileOf);
}

/** A gap would be a file that is never audited and never missed. */
function checkFile(file: AuditFile, expected: number): void {
  if (file.position !== expected) {
    throw new AppError(
      'bad-input',
      `Expected position ${expected} for the next file of a plan but received ${file.position}; number the files from 0.`,
    );
  }
  checkRequired(file.path, isRelative, 'the path of a file', 'a relative path');
  checkRequired(file.bytes, isCount, 'the size of a file', 'whole bytes');
  checkRequired(file.modifiedMs, Number.isSafeInteger, 'the time of a file', 'whole milliseconds');
}

function isRelative(path: unknown): boolean {
  return typeof path === 'string' && path !== '' && !path.startsWith('/');
}
