import { AppError } from '../core/failure.ts';
import type { Template } from '../core/template.ts';
import type { Modality, ModelId, PersonId, Sha256, TemplateId } from '../core/vocabulary.ts';
import { checkRequired, isModelId, isSha256, notFound } from './checks.ts';
import type { SqlValue, WritableDatabase } from './database.ts';
import type { Effects } from './effects.ts';
import { encodeEmbedding, sealOf } from './embedding-blob.ts';
import { erase } from './erasure.ts';
import { type GallerySnapshot, readGallery } from './gallery.ts';
import { isQuality, writeJson } from './json-columns.ts';
import { TEMPLATE_COLUMNS, type TemplateRow, sealedWords, templateOf } from './template-row.ts';

export type NewTemplate = Omit<Template, 'id' | 'enrolledAt'>;

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
  countByModel(): ModelCount[];
  remove(id: TemplateId): void;
}

export const OF_PERSON_SQL = `SELECT ${TEMPLATE_COLUMNS} FROM templates
  WHERE person_id = ? AND modality = ? AND model_id = ? ORDER BY enrolled_at, id`;
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
      const embedding = encodeEmbedding(template.embedding);
      const quality = writeJson(template.quality, isQuality, 'quality of a template');
      return database.transaction(() => {
        refuseUnknownPerson(database, template.personId);
        refuseOtherDimensions(database, template);
        // A fresh id of a template is what this line makes it.
        const id = effects.newId() as TemplateId;
        const dimensions = template.embedding.length;
        database.run(
          `INSERT INTO templates (id, person_id, modality, model_id, dimensions, embedding, seal,
             quality, source_sha256, provider, enrolled_at)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          id,
          template.personId,
          template.modality,
          template.modelId,
          dimensions,
          embedding,
          sealOf(embedding, sealedWords({ ...template, id, dimensions })),
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
    countByModel: () =>
      database.all<ModelCount>(
        `SELECT modality, model_id AS modelId, count(*) AS templates FROM templates
         GROUP BY modality, model_id ORDER BY modality, model_id`,
      ),
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
  checkRequired(template.sourceSha256, isSha256, 'the source', '64 lower-case hex digits');
}

function refuseUnknownPerson(database: WritableDatabase, id: PersonId): void {
  if (database.get('SELECT 1 FROM people WHERE id = ?', id) === undefined) throw notFound('person');
}

function refuseOtherDimensions(database: WritableDatabase, template: NewTemplate): void {
  const other = database.get<{ dimensions: number }>(
    'SELECT dimensions FROM templates WHERE modality = ? AND model_id = ? LIMIT 1',
    template.modality,
    template.modelId,
  );
  if (other === undefined || other.dimensions === template.embedding.length) return;
  throw new AppError(
    'bad-input',
    `Expected ${other.dimensions} values for an embedding of this model but received ${template.embedding.length}; give the other model another id.`,
  );
}
