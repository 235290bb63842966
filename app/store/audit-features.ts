import type { AuditResult } from '../core/audit.ts';
import { AppError } from '../core/failure.ts';
import type { AuditId, Features, Modality, PersonId, Sha256 } from '../core/vocabulary.ts';
import type { ReadableDatabase, WritableDatabase } from './database.ts';
import { type SealedBlob, encodeFeatures, openFeatures, sealOf } from './features-blob.ts';
import { inPages } from './pages.ts';

/** What the search for duplicates needs of one file. */
export interface AuditFeatures {
  readonly position: number;
  readonly claim?: string;
  readonly personId?: PersonId;
  readonly sha256: Sha256;
  readonly features: Features;
}

export const FEATURES_SQL = `
  SELECT position, claim, person_id AS personId, sha256, modality, features, seal
  FROM audit_features JOIN audit_files USING (audit_id, position)
  WHERE audit_features.audit_id = ? AND audit_features.position > ?
  ORDER BY audit_features.position LIMIT ?`;

/** Of somebody who has been erased since the audit began, nothing biometric is kept. */
export function insertAuditFeatures(
  database: WritableDatabase,
  auditId: AuditId,
  position: number,
  result: AuditResult,
  features: Features,
): void {
  if (result.sha256 === undefined) {
    throw new AppError(
      'bad-input',
      `Expected the hash of the file for the features at position ${position} but received none; pass both or neither.`,
    );
  }
  if (isErased(database, result.personId) || isErased(database, result.looksLikeId)) return;
  const modality = features instanceof Float32Array ? 'face' : 'fingerprint';
  const blob = encodeFeatures(modality, features);
  database.run(
    `INSERT INTO audit_features (audit_id, position, modality, features, seal)
     VALUES (?, ?, ?, ?, ?)`,
    auditId,
    position,
    modality,
    blob,
    sealOf(blob, sealedWords(auditId, position, modality)),
  );
}

/** Of faces without their modality: their seals are older than it. */
function sealedWords(auditId: AuditId, position: number, modality: Modality): string[] {
  return [auditId, String(position), ...(modality === 'face' ? [] : [modality])];
}

function isErased(database: ReadableDatabase, id: PersonId | undefined): boolean {
  return id !== undefined && database.get('SELECT 1 FROM people WHERE id = ?', id) === undefined;
}

export function* readAuditFeatures(
  database: ReadableDatabase,
  auditId: AuditId,
): IterableIterator<AuditFeatures> {
  type Row = SealedBlob & {
    readonly position: number;
    readonly claim: string | null;
    readonly personId: PersonId | null;
    readonly sha256: Sha256;
  };
  for (const row of inPages<Row>(database, FEATURES_SQL, auditId)) {
    const words = sealedWords(auditId, row.position, row.modality);
    yield {
      position: row.position,
      ...(row.claim !== null && { claim: row.claim }),
      ...(row.personId !== null && { personId: row.personId }),
      sha256: row.sha256,
      features: openFeatures(row, words, `position ${row.position} of audit ${auditId}`),
    };
  }
}
