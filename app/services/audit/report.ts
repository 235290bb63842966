/**
 * The report of an audit. It holds nothing that differs from run to run - no times, no ids, no
 * absolute paths - so that the same folder, gallery and settings give the same bytes.
 */
import { stringify } from 'csv-stringify/sync';
import { reasonText } from '../../contract/reason-text.ts';
import {
  auditOutcomesOf,
  type Audit,
  type AuditDuplicate,
  type AuditOutcome,
} from '../../core/audit.ts';
import { fingerName } from '../../core/finger.ts';
import type { Modality } from '../../core/vocabulary.ts';
import type { AuditProgress, AuditRow } from '../../store/index.ts';

const COLUMNS = [
  'path',
  'claim',
  'finger',
  'outcome',
  'person',
  'distance',
  'threshold',
  'looks_like',
  'looks_like_distance',
  'faces',
  'reason',
  'sha256',
] as const;

type Line = Record<(typeof COLUMNS)[number], string>;

export function reportCsv(rows: Iterable<AuditRow>, modality: Modality): string {
  const records = Array.from(rows, lineOf);
  // Faces have no fingers, and fingerprints no faces.
  const columns = COLUMNS.filter((name) => name !== (modality === 'face' ? 'finger' : 'faces'));
  return stringify(records, { header: true, columns, escape_formulas: true });
}

export function duplicatesCsv(
  duplicates: readonly AuditDuplicate[],
  rows: readonly AuditRow[],
): string {
  const records = describeDuplicates(duplicates, rows).map((duplicate) => ({
    ...duplicate,
    distance: text(duplicate.distance),
  }));
  const columns = ['kind', 'distance', 'path', 'claim', 'other_path', 'other_claim'];
  return stringify(records, { header: true, columns, escape_formulas: true });
}

export function reportJson(
  audit: Audit,
  progress: AuditProgress,
  rows: readonly AuditRow[],
  duplicates: readonly AuditDuplicate[],
): string {
  const report = {
    format: 'twinmark-audit-1',
    settings: audit.settings,
    summary: {
      files: progress.total,
      outcomes: outcomesOf(audit.settings.modality, progress),
      strangersAlike: countStrangersAlike(rows),
      duplicates: duplicates.length,
    },
    files: rows.map(({ file, result, personExternalId, looksLikeExternalId }) => ({
      path: file.path,
      claim: file.claim,
      finger: file.finger,
      outcome: result.outcome,
      person: personExternalId,
      distance: result.distance,
      threshold: result.threshold,
      looksLike: looksLikeExternalId,
      looksLikeDistance: result.looksLikeDistance,
      faces: result.faces,
      reasons: result.reasons,
      sha256: result.sha256,
    })),
    duplicates: describeDuplicates(duplicates, rows),
  };
  return `${JSON.stringify(report, undefined, 1)}\n`;
}

function lineOf({ file, result, personExternalId, looksLikeExternalId }: AuditRow): Line {
  return {
    path: file.path,
    claim: file.claim ?? '',
    finger: file.finger === undefined ? '' : fingerName(file.finger),
    outcome: result.outcome,
    person: personExternalId ?? '',
    distance: text(result.distance),
    threshold: text(result.threshold),
    looks_like: looksLikeExternalId ?? '',
    looks_like_distance: text(result.looksLikeDistance),
    faces: result.faces === undefined ? '' : String(result.faces),
    reason: reasonText(result.reasons),
    sha256: result.sha256 ?? '',
  };
}

function describeDuplicates(duplicates: readonly AuditDuplicate[], rows: readonly AuditRow[]) {
  return duplicates.map(({ kind, distance, position, otherPosition }) => ({
    kind,
    distance,
    path: rows[position].file.path,
    claim: rows[position].file.claim,
    other_path: rows[otherPosition].file.path,
    other_claim: rows[otherPosition].file.claim,
  }));
}

function text(distance: number | undefined): string {
  return distance === undefined ? '' : distance.toFixed(6);
}

/** Images of people who are not enrolled that resemble somebody who is. */
export function countStrangersAlike(rows: Iterable<AuditRow>): number {
  let alike = 0;
  for (const { result } of rows) {
    if (result.outcome === 'not-enrolled' && result.looksLikeDistance !== undefined) alike += 1;
  }
  return alike;
}

/** How often each outcome came that there can be. */
export function outcomesOf(
  modality: Modality,
  { outcomes }: AuditProgress,
): Partial<Record<AuditOutcome, number>> {
  return Object.fromEntries(auditOutcomesOf(modality).map((name) => [name, outcomes[name]]));
}
