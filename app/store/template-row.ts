import type { Template } from '../core/template.ts';
import type { Embedding, ProviderName } from '../core/vocabulary.ts';
import { PROVIDER_NAMES } from '../core/vocabulary.ts';
import { type SealedBlob, openEmbedding } from './embedding-blob.ts';
import { isQuality, readJson } from './json-columns.ts';
import { unusable } from './unusable.ts';

/** A template as SQLite has it: the embedding sealed, the quality as JSON. */
export interface TemplateRow extends Omit<Template, 'embedding' | 'quality' | 'provider'> {
  readonly dimensions: number;
  readonly embedding: Buffer;
  readonly seal: Buffer;
  readonly quality: string;
  readonly provider: string;
}

export const TEMPLATE_COLUMNS = `templates.id, person_id AS personId, modality, model_id AS modelId,
  dimensions, embedding, seal, quality, source_sha256 AS sourceSha256, provider,
  templates.enrolled_at AS enrolledAt`;

type Identity = Pick<TemplateRow, 'id' | 'personId' | 'modality' | 'modelId' | 'dimensions'>;

/** What must not rot unnoticed besides the bytes: whose they are, and in which space. */
export function sealedWords(row: Identity): string[] {
  return [row.id, row.personId, row.modality, row.modelId, String(row.dimensions)];
}

export function embeddingOf(row: Identity & SealedBlob): Embedding {
  return openEmbedding(row, sealedWords(row), `template ${row.id}`);
}

export function templateOf(row: TemplateRow): Template {
  return {
    id: row.id,
    personId: row.personId,
    modality: row.modality,
    modelId: row.modelId,
    embedding: embeddingOf(row),
    quality: readJson(row.quality, isQuality, `quality of template ${row.id}`),
    sourceSha256: row.sourceSha256,
    provider: providerOf(row.provider, `template ${row.id}`),
    enrolledAt: row.enrolledAt,
  };
}

export function providerOf(text: string, where: string): ProviderName {
  const provider = PROVIDER_NAMES.find((name) => name === text);
  if (provider !== undefined) return provider;
  throw unusable(
    `a known provider for ${where}`,
    'another word',
    'update Twinmark or restore the store from a backup',
  );
}
