import type { Modality, ModelId, PersonId, TemplateId } from '../core/vocabulary.ts';
import type { WritableDatabase } from './database.ts';
import { type TemplateRow, embeddingOf } from './template-row.ts';
import { unusable } from './unusable.ts';

/** All references of one model at one moment, ready for a 1:N search. */
export interface GallerySnapshot {
  readonly modality: Modality;
  readonly modelId: ModelId;
  /** Row i of `embeddings` is template i, of person i. */
  readonly templateIds: readonly TemplateId[];
  readonly personIds: readonly PersonId[];
  /** 0 where nobody is enrolled with this model. */
  readonly dimensions: number;
  /** [templateIds.length, dimensions] float32, row-major, unit rows. */
  readonly embeddings: Float32Array;
}

type GalleryRow = Pick<
  TemplateRow,
  'id' | 'personId' | 'modality' | 'modelId' | 'dimensions' | 'embedding' | 'seal'
> & { readonly externalId: string | null };

/** LEFT JOIN: a reference whose person can't be found must be seen, not skipped. */
export const GALLERY_SQL = `
  SELECT templates.id, person_id AS personId, modality, model_id AS modelId, dimensions, embedding,
    seal, external_id AS externalId
  FROM templates LEFT JOIN people ON people.id = person_id
  WHERE modality = ? AND model_id = ?
  ORDER BY external_id, templates.enrolled_at, templates.id`;

/** In order of external id, then time of enrolment, then template id. */
export function readGallery(
  database: WritableDatabase,
  modality: Modality,
  modelId: ModelId,
): GallerySnapshot {
  // One transaction, so that the size and the rows are of one moment.
  return database.transaction(() => {
    const { rows, dimensions } = sizeOf(database, modality, modelId);
    const embeddings = new Float32Array(rows * dimensions);
    const templateIds: TemplateId[] = [];
    const personIds: PersonId[] = [];
    for (const row of database.each<GalleryRow>(GALLERY_SQL, modality, modelId)) {
      if (row.externalId === null || row.dimensions !== dimensions) throw misfit(row.id);
      embeddings.set(embeddingOf(row), templateIds.length * dimensions);
      templateIds.push(row.id);
      personIds.push(row.personId);
    }
    return { modality, modelId, templateIds, personIds, dimensions, embeddings };
  });
}

function sizeOf(
  database: WritableDatabase,
  modality: Modality,
  modelId: ModelId,
): { rows: number; dimensions: number } {
  const row = database.get<{ rows: number; dimensions: number | null }>(
    `SELECT count(*) AS rows, max(dimensions) AS dimensions FROM templates
     WHERE modality = ? AND model_id = ?`,
    modality,
    modelId,
  );
  return { rows: row?.rows ?? 0, dimensions: row?.dimensions ?? 0 };
}

function misfit(id: TemplateId): Error {
  return unusable(
    `template ${id} to belong to a person and to its model`,
    'one that does not',
    'restore the store from a backup, or remove it and enrol again',
  );
}
