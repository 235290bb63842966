import type { AuditResult } from '../core/audit.ts';
import { AppError } from '../core/failure.ts';
import type { AuditId, Embedding, PersonId, Sha256 } from '../core/vocabulary.ts';
import type { ReadableDatabase, WritableDatabase } from './database.ts';
import { type SealedBlob, encodeEmbedding, openEmbedding, sealOf } from './embedding-blob.ts';
import { inPages } from './pages.ts';

/** What the search for duplicates needs of one file. */
export interface AuditEmbedding {
  readonly position: number;
  readonly claim?: string;
  readonly personId?: PersonId;
  readonly sha256: Sha256;
  readonly embedding: Embedding;
}

export const EMBEDDINGS_SQL = `
  SELECT position, claim, person_id AS personId, sha256, embedding, seal
  FROM audit_embeddings JOIN audit_files USING (audit_id, position)
  WHERE audit_embeddings.audit_id = ? AND audit_embeddings.position > ?
  ORDER BY audit_embeddings.position LIMIT ?`;

/** Of somebody who has been erased since the audit began, nothing biometric is kept. */
export function insertAuditEmbedding(
  database: WritableDatabase,
  auditId: AuditId,
  position: number,
  result: AuditResult,
  embedding: Embedding,
): void {
  if (result.sha256 === undefined) {
    throw new AppError(
      'bad-input',
      `Expected the hash of the file for the embedding at position ${position} but received none; pass both or neither.`,
    );
  }
  if (isErased(database, result.personId) || isErased(database, result.looksLikeId)) return;
  const blob = encodeEmbedding(embedding);
  database.run(
    'INSERT INTO audit_embeddings (audit_id, position, embedding, seal) VALUES (?, ?, ?, ?)',
    auditId,
    position,
    blob,
    sealOf(blob, [auditId, String(position)]),
  );
}

function isErased(database: ReadableDatabase, id: PersonId | undefined): boolean {
  return id !== undefined && database.get('SELECT 1 FROM people WHERE id = ?', id) === undefined;
}

export function* readAuditEmbeddings(
  database: ReadableDatabase,
  auditId: AuditId,
): IterableIterator<AuditEmbedding> {
  type Row = SealedBlob & {
    readonly position: number;
    readonly claim: string | null;
    readonly personId: PersonId | null;
    readonly sha256: Sha256;
  };
  for (const row of inPages<Row>(database, EMBEDDINGS_SQL, auditId)) {
    const words = [auditId, String(row.position)];
    yield {
      position: row.position,
      ...(row.claim !== null && { claim: row.claim }),
      ...(row.personId !== null && { personId: row.personId }),
      sha256: row.sha256,
      embedding: openEmbedding(row, words, `position ${row.position} of audit ${auditId}`),
    };
  }
}
