import { createPacker, type ReferenceSet } from '../core/features.ts';
import type {
  FingerPosition,
  Modality,
  ModelId,
  PersonId,
  TemplateId,
} from '../core/vocabulary.ts';
import type { WritableDatabase } from './database.ts';
import { type SealedRow, featuresOf, fingerOf } from './template-row.ts';
import { unusable } from './unusable.ts';

/** All references of one model at one moment, ready for a 1:N search. */
export interface GallerySnapshot {
  readonly modality: Modality;
  readonly modelId: ModelId;
  /** Row i of `references` is template i, of person i. */
  readonly templateIds: readonly TemplateId[];
  readonly personIds: readonly PersonId[];
  /** Finger i; empty for faces. */
  readonly fingers: readonly FingerPosition[];
  readonly references: ReferenceSet;
}

type GalleryRow = SealedRow & { readonly externalId: string | null };

/** LEFT JOIN: a reference whose person can't be found must be seen, not skipped. */
export const GALLERY_SQL = `
  SELECT templates.id, person_id AS personId, modality, finger, model_id AS modelId, dimensions,
    features, seal, external_id AS externalId
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
    const { rows, bytes } = sizeOf(database, modality, modelId);
    const packer = createPacker(modality, rows, bytes);
    const templateIds: TemplateId[] = [];
    const personIds: PersonId[] = [];
    const fingers: FingerPosition[] = [];
    let dimensions: number | undefined;
    for (const row of database.each<GalleryRow>(GALLERY_SQL, modality, modelId)) {
      dimensions ??= row.dimensions;
      if (row.externalId === null || row.dimensions !== dimensions) throw misfit(row.id);
      packer.add(featuresOf(row));
      templateIds.push(row.id);
      personIds.push(row.personId);
      if (modality === 'fingerprint') fingers.push(fingerOf(row));
    }
    const references = packer.done();
    return { modality, modelId, templateIds, personIds, fingers, references };
  });
}

function sizeOf(
  database: WritableDatabase,
  modality: Modality,
  modelId: ModelId,
): { rows: number; bytes: number } {
  const row = database.get<{ rows: number; bytes: number }>(
    `SELECT count(*) AS rows, total(length(features)) AS bytes FROM templates
     WHERE modality = ? AND model_id = ?`,
    modality,
    modelId,
  );
  return { rows: row?.rows ?? 0, bytes: row?.bytes ?? 0 };
}

function misfit(id: TemplateId): Error {
  return unusable(
    `template ${id} to belong to a person and to its model`,
    'one that does not',
    'restore the store from a backup, or remove it and enrol again',
  );
}
