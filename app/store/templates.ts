import { AppError } from '../core/failure.ts';
import { isFingerPosition } from '../core/finger.ts';
import type { FaceTemplate, FingerprintTemplate, Template } from '../core/template.ts';
import type { Modality, ModelId, PersonId, Sha256, TemplateId } from '../core/vocabulary.ts';
import { checkRequired, isModelId, isSha256, notFound } from './checks.ts';
import type { SqlValue, WritableDatabase } from './database.ts';
import type { Effects } from './effects.ts';
import { dimensionsOf, encodeFeatures, sealOf } from './features-blob.ts';
import { erase } from './erasure.ts';
import { type GallerySnapshot, readGallery } from './gallery.ts';
import { isFaceQuality, isFingerprintQuality, writeJson } from './json-columns.ts';
import { TEMPLATE_COLUMNS, type TemplateRow, sealedWords, templateOf } from './template-row.ts';

export type NewTemplate =
  Omit<FaceTemplate, 'id' | 'enrolledAt'> | Omit<FingerprintTemplate, 'id' | 'enrolledAt'>;

export interface ModelCount {
  readonly modality: Modality;
  readonly modelId: ModelId;
  readonly templates: number;
}

/** Every query names a model: a reference of another one can't come back. */
export interface Templates {
  add(template: NewTemplate): Template;
  get(id: TemplateId): Template;
  /** Oldest first; empty where the person has no reference of this model. */
  listOfPerson(personId: PersonId, modality: Modality, modelId: ModelId): Template[];
  listOfModel(modality: Modality, modelId: ModelId): GallerySnapshot;
  /** Templates made from the same bytes, oldest first. */
  findBySource(sha256: Sha256, modality: Modality, modelId: ModelId): Template[];
  /** Undefined where there is no such template; does not read its features. */
  ownerOf(id: TemplateId): PersonId | undefined;
  countByModel(): ModelCount[];
  /** How many references of a model there are, and of how many people. */
  sizeOf(
    modality: Modality,
    modelId: ModelId,
  ): { readonly references: number; readonly people: number };
  /** The models that the person has references of. */
  countOfPerson(personId: PersonId): ModelCount[];
  remove(id: TemplateId): void;
}

export const OF_PERSON_SQL = `SELECT ${TEMPLATE_COLUMNS} FROM templates
  WHERE person_id = ? AND modality = ? AND model_id = ? ORDER BY enrolled_at, id`;
export const COUNT_OF_PERSON_SQL = `SELECT modality, model_id AS modelId, count(*) AS templates
  FROM templates WHERE person_id = ? GROUP BY modality, model_id ORDER BY modality, model_id`;
/** In the order of an index that has all of it: no row is read. */
export const SIZE_SQL = `SELECT total(each) AS "references", count(*) AS people FROM (
    SELECT count(*) AS each FROM templates INDEXED BY templates_of_person
    WHERE modality = ? AND model_id = ? GROUP BY person_id
  )`;
export const OF_SOURCE_SQL = `SELECT ${TEMPLATE_COLUMNS} FROM templates
  WHERE modality = ? AND model_id = ? AND source_sha256 = ? ORDER BY enrolled_at, id`;

export function createTemplates(database: WritableDatabase, effects: Effects): Templates {
  const query = (sql: string, ...values: SqlValue[]): Template[] =>
    database.all<TemplateRow>(sql, ...values).map(templateOf);

  const get = (id: TemplateId): Template => {
    const [template] = query(`SELECT ${TEMPLATE_COLUMNS} FROM templates WHERE id = ?`, id);
    if (template === undefined) throw notFound('template');
    return template;
  };

  return {
    add(template) {
      checkNew(template);
      const features = encodeFeatures(template.modality, template.features);
      const quality = qualityText(template);
      const finger = template.modality === 'face' ? null : template.finger;
      const dimensions = dimensionsOf(template.features);
      return database.transaction(() => {
        refuseUnknownPerson(database, template.personId);
        refuseOtherDimensions(database, template, dimensions);
        // A fresh id of a template is what this line makes it.
        const id = effects.newId() as TemplateId;
        database.run(
          `INSERT INTO templates (id, person_id, modality, finger, model_id, dimensions, features,
             seal, quality, source_sha256, provider, enrolled_at)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          id,
          template.personId,
          template.modality,
          finger,
          template.modelId,
          dimensions,
          features,
          sealOf(features, sealedWords({ ...template, id, finger, dimensions })),
          quality,
          template.sourceSha256,
          template.provider,
          effects.now(),
        );
        return get(id);
      });
    },
    get,
    listOfPerson: (personId, modality, modelId) =>
      query(OF_PERSON_SQL, personId, modality, modelId),
    listOfModel: (modality, modelId) => readGallery(database, modality, modelId),
    findBySource: (sha256, modality, modelId) => query(OF_SOURCE_SQL, modality, modelId, sha256),
    ownerOf: (id) =>
      database.get<{ personId: PersonId }>(
        'SELECT person_id AS personId FROM templates WHERE id = ?',
        id,
      )?.personId,
    sizeOf: (modality, modelId) =>
      database.get<{ references: number; people: number }>(SIZE_SQL, modality, modelId) ?? {
        references: 0,
        people: 0,
      },
    countByModel: () =>
      database.all<ModelCount>(
        `SELECT modality, model_id AS modelId, count(*) AS templates FROM templates
         GROUP BY modality, model_id ORDER BY modality, model_id`,
      ),
    countOfPerson: (personId) => database.all<ModelCount>(COUNT_OF_PERSON_SQL, personId),
    remove(id) {
      erase(database, () => {
        // A rotten template must be removable too: no reading of it here.
        if (database.run('DELETE FROM templates WHERE id = ?', id) === 0)
          throw notFound('template');
      });
    },
  };
}

function checkNew(template: NewTemplate): void {
  checkRequired(template.modelId, isModelId, 'the model of a template', 'an id');
  if (template.modality === 'fingerprint') {
    checkRequired(template.finger, isFingerPosition, 'the finger', 'a code from 0 to 10');
  }
  checkRequired(template.sourceSha256, isSha256, 'the source', '64 lower-case hex digits');
}

function refuseUnknownPerson(database: WritableDatabase, id: PersonId): void {
  if (database.get('SELECT 1 FROM people WHERE id = ?', id) === undefined) throw notFound('person');
}

function qualityText(template: NewTemplate): string {
  const what = 'quality of a template';
  return template.modality === 'face'
    ? writeJson(template.quality, isFaceQuality, what)
    : writeJson(template.quality, isFingerprintQuality, what);
}

function refuseOtherDimensions(
  database: WritableDatabase,
  template: NewTemplate,
  dimensions: number,
): void {
  const other = database.get<{ dimensions: number }>(
    'SELECT dimensions FROM templates WHERE modality = ? AND model_id = ? LIMIT 1',
    template.modality,
    template.modelId,
  );
  if (other === undefined || other.dimensions === dimensions) return;
  throw new AppError(
    'bad-input',
    `Expected ${other.dimensions} values for an embedding of this model but received ${dimensions}; give the other model another id.`,
  );
}
