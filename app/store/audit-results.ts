import type { AuditFile, AuditOutcome, AuditResult } from '../core/audit.ts';
import { AUDIT_OUTCOMES } from '../core/audit.ts';
import { AppError, invariant } from '../core/failure.ts';
import type { AuditId, Features } from '../core/vocabulary.ts';
import { FILE_COLUMNS, type FileRow, RESULT_COLUMNS, type ResultRow } from './audit-file-row.ts';
import { fileOf, resultOf } from './audit-file-row.ts';
import { checkOptional, isCount, isDistance, isSha256, notFound } from './checks.ts';
import type { ReadableDatabase, WritableDatabase } from './database.ts';
import { areReasons, writeJson } from './json-columns.ts';
import { insertAuditFeatures } from './audit-features.ts';
import { inPages } from './pages.ts';

export interface AuditRecord {
  readonly position: number;
  readonly result: AuditResult;
  /** Kept until the audit is finished, for the search for duplicates. */
  readonly features?: Features;
}

export interface AuditRow {
  readonly file: AuditFile;
  readonly result: AuditResult;
  /** Of `result.personId`; absent where erased since. */
  readonly personExternalId?: string;
  /** Of `result.looksLikeId`; absent where erased since. */
  readonly looksLikeExternalId?: string;
}

export interface AuditProgress {
  readonly total: number;
  readonly done: number;
  readonly outcomes: Readonly<Record<AuditOutcome, number>>;
}

export const RESULTS_SQL = `
  SELECT ${FILE_COLUMNS}, ${RESULT_COLUMNS},
    (SELECT external_id FROM people WHERE id = person_id) AS personExternalId,
    (SELECT external_id FROM people WHERE id = looks_like_id) AS looksLikeExternalId
  FROM audit_files
  WHERE audit_id = ? AND position > ? AND outcome IS NOT NULL ORDER BY position LIMIT ?`;
export const PROGRESS_SQL = `SELECT outcome, count(*) AS files FROM audit_files
  WHERE audit_id = ? GROUP BY outcome`;

/** People may be erased while their files are audited: they are then stored as nobody. */
const RECORD_SQL = `
  UPDATE audit_files SET outcome = ?, reasons = ?, sha256 = ?, faces = ?, distance = ?,
    threshold = ?, looks_like_distance = ?,
    person_id = (SELECT id FROM people WHERE id = ?),
    looks_like_id = (SELECT id FROM people WHERE id = ?)
  WHERE audit_id = ? AND position = ? AND outcome IS NULL`;

/** Inside the transaction of the batch. */
export function recordResult(
  database: WritableDatabase,
  auditId: AuditId,
  { position, result, features }: AuditRecord,
): void {
  checkResult(result);
  const changed = database.run(
    RECORD_SQL,
    result.outcome,
    writeJson(result.reasons, areReasons, 'reasons of an audited file'),
    result.sha256 ?? null,
    result.faces ?? null,
    result.distance ?? null,
    result.threshold ?? null,
    result.looksLikeDistance ?? null,
    result.personId ?? null,
    result.looksLikeId ?? null,
    auditId,
    position,
  );
  if (changed === 0) throw whyNotRecorded(database, auditId, position);
  if (features !== undefined) insertAuditFeatures(database, auditId, position, result, features);
}

export function readProgress(database: ReadableDatabase, auditId: AuditId): AuditProgress {
  const rows = database.all<{ outcome: AuditOutcome | null; files: number }>(PROGRESS_SQL, auditId);
  const filesOf = (outcome: AuditOutcome | null): number =>
    rows.find((row) => row.outcome === outcome)?.files ?? 0;
  const total = rows.reduce((sum, row) => sum + row.files, 0);
  return { total, done: total - filesOf(null), outcomes: countsOf(filesOf) };
}

export function* readResults(
  database: ReadableDatabase,
  auditId: AuditId,
): IterableIterator<AuditRow> {
  type Row = FileRow &
    ResultRow & {
      readonly personExternalId: string | null;
      readonly looksLikeExternalId: string | null;
    };
  for (const row of inPages<Row>(database, RESULTS_SQL, auditId)) {
    const { personExternalId, looksLikeExternalId } = row;
    yield {
      file: fileOf(row),
      result: resultOf(row),
      ...(personExternalId !== null && { personExternalId }),
      ...(looksLikeExternalId !== null && { looksLikeExternalId }),
    };
  }
}

function countsOf(filesOf: (outcome: AuditOutcome) => number): Record<AuditOutcome, number> {
  const counts = Object.fromEntries(AUDIT_OUTCOMES.map((name) => [name, filesOf(name)]));
  invariant(hasAllOutcomes(counts), 'every outcome is counted');
  return counts;
}

function hasAllOutcomes(
  counts: Partial<Record<AuditOutcome, number>>,
): counts is Record<AuditOutcome, number> {
  return AUDIT_OUTCOMES.every((name) => name in counts);
}

function checkResult(result: AuditResult): void {
  const distance = 'a finite number from 0';
  checkOptional(result.sha256, isSha256, 'the hash of a file', '64 lower-case hex digits');
  checkOptional(result.faces, isCount, 'the number of faces', 'a whole number from 0');
  checkOptional(result.distance, isDistance, 'the distance', distance);
  checkOptional(result.threshold, isDistance, 'the threshold', distance);
  checkOptional(result.looksLikeDistance, isDistance, 'the distance to another person', distance);
}

function whyNotRecorded(database: ReadableDatabase, auditId: AuditId, position: number): AppError {
  const sql = 'SELECT 1 FROM audit_files WHERE audit_id = ? AND position = ?';
  if (database.get(sql, auditId, position) === undefined) return notFound('position of the audit');
  return new AppError(
    'conflict',
    `Expected no result yet for position ${position} but received a second one; run each audit once at a time.`,
  );
}
