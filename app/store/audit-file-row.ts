import type { AuditFile, AuditOutcome, AuditResult } from '../core/audit.ts';
import type { Distance, FingerPosition, PersonId, Sha256 } from '../core/vocabulary.ts';
import { areReasons, isReason, readJson } from './json-columns.ts';

/** The plan's half of a row. */
export interface FileRow {
  readonly position: number;
  readonly path: string;
  readonly bytes: number;
  readonly modifiedMs: number;
  readonly claim: string | null;
  readonly finger: FingerPosition | null;
  readonly problem: string | null;
}

/** The result's half of a row that is done. */
export interface ResultRow {
  readonly outcome: AuditOutcome;
  readonly reasons: string;
  readonly sha256: Sha256 | null;
  readonly faces: number | null;
  readonly personId: PersonId | null;
  readonly distance: Distance | null;
  readonly threshold: Distance | null;
  readonly looksLikeId: PersonId | null;
  readonly looksLikeDistance: Distance | null;
}

export const FILE_COLUMNS = `position, path, bytes, modified_ms AS modifiedMs, claim, finger, problem`;
export const RESULT_COLUMNS = `outcome, reasons, sha256, faces, person_id AS personId, distance,
  threshold, looks_like_id AS looksLikeId, looks_like_distance AS looksLikeDistance`;

export function fileOf(row: FileRow): AuditFile {
  const where = `problem of audited file ${row.position}`;
  return {
    position: row.position,
    path: row.path,
    bytes: row.bytes,
    modifiedMs: row.modifiedMs,
    ...(row.claim !== null && { claim: row.claim }),
    ...(row.finger !== null && { finger: row.finger }),
    ...(row.problem !== null && { problem: readJson(row.problem, isReason, where) }),
  };
}

export function resultOf(row: ResultRow & FileRow): AuditResult {
  return {
    outcome: row.outcome,
    reasons: readJson(row.reasons, areReasons, `reasons of audited file ${row.position}`),
    ...(row.sha256 !== null && { sha256: row.sha256 }),
    ...(row.faces !== null && { faces: row.faces }),
    ...(row.personId !== null && { personId: row.personId }),
    ...(row.distance !== null && { distance: row.distance }),
    ...(row.threshold !== null && { threshold: row.threshold }),
    ...(row.looksLikeId !== null && { looksLikeId: row.looksLikeId }),
    ...(row.looksLikeDistance !== null && { looksLikeDistance: row.looksLikeDistance }),
  };
}
