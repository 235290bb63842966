/** Captures that were enrolled, where the officer wants them kept: one for each template. */
import type { PersonId, TemplateId } from '../core/vocabulary.ts';
import type { ReadableDatabase, WritableDatabase } from './database.ts';
import { sealOf } from './features-blob.ts';
import { notFound } from './checks.ts';
import { unusable } from './unusable.ts';

export interface Images {
  /** The encoded image that the template was made of. */
  keep(templateId: TemplateId, bytes: Uint8Array): void;
  /** Undefined where none was kept. */
  get(templateId: TemplateId): Uint8Array | undefined;
  /** Templates of the person that have one. */
  listOfPerson(personId: PersonId): TemplateId[];
}

interface ImageRow {
  readonly templateId: TemplateId;
  readonly bytes: Buffer;
  readonly seal: Buffer;
}

export const IMAGES_OF_PERSON_SQL = `SELECT template_id AS templateId FROM templates
  CROSS JOIN images ON template_id = templates.id WHERE person_id = ? ORDER BY template_id`;

export function createImages(database: WritableDatabase): Images {
  return {
    keep(templateId, bytes) {
      const known = 'SELECT 1 FROM templates WHERE id = ?';
      database.transaction(() => {
        if (database.get(known, templateId) === undefined) throw notFound('template');
        const blob = Buffer.from(bytes);
        database.run(
          'INSERT INTO images (template_id, bytes, seal) VALUES (?, ?, ?)',
          templateId,
          blob,
          sealOf(blob, sealedWords(templateId)),
        );
      });
    },
    get(templateId) {
      const row = database.get<ImageRow>(
        'SELECT template_id AS templateId, bytes, seal FROM images WHERE template_id = ?',
        templateId,
      );
      return row && openImage(row);
    },
    listOfPerson: (personId) =>
      database
        .all<Pick<ImageRow, 'templateId'>>(IMAGES_OF_PERSON_SQL, personId)
        .map(({ templateId }) => templateId),
  };
}

/** Reads all of them; throws at the first one that has rotted. */
export function checkImages(database: ReadableDatabase): void {
  const sql = 'SELECT template_id AS templateId, bytes, seal FROM images';
  for (const row of database.each<ImageRow>(sql)) openImage(row);
}

function openImage({ templateId, bytes, seal }: ImageRow): Uint8Array {
  if (sealOf(bytes, sealedWords(templateId)).equals(seal)) return Uint8Array.from(bytes);
  throw unusable(
    `the image that was stored for template ${templateId}`,
    'bytes that have changed since',
    'restore the store from a backup, or remove the reference and enrol again',
  );
}

function sealedWords(templateId: TemplateId): string[] {
  return ['image', templateId];
}
