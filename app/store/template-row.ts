import { isFingerPosition } from '../core/finger.ts';
import type { Template } from '../core/template.ts';
import type {
  Features,
  FingerPosition,
  Modality,
  ModelId,
  PersonId,
  ProviderName,
  Sha256,
  TemplateId,
} from '../core/vocabulary.ts';
import { PROVIDER_NAMES } from '../core/vocabulary.ts';
import { checkSeal, openAnchors, openEmbedding, openFeatures } from './features-blob.ts';
import { isFaceQuality, isFingerprintQuality, readJson } from './json-columns.ts';
import { unusable } from './unusable.ts';

/** A template as SQLite has it: the features sealed, the quality as JSON. */
export interface TemplateRow {
  readonly id: TemplateId;
  readonly personId: PersonId;
  readonly modality: Modality;
  /** NULL for faces. */
  readonly finger: number | null;
  readonly modelId: ModelId;
  readonly dimensions: number;
  readonly features: Buffer;
  readonly seal: Buffer;
  readonly quality: string;
  readonly sourceSha256: Sha256;
  readonly provider: string;
  readonly enrolledAt: string;
}

export const TEMPLATE_COLUMNS = `templates.id, person_id AS personId, modality, finger,
  model_id AS modelId, dimensions, features, seal, quality, source_sha256 AS sourceSha256, provider,
  templates.enrolled_at AS enrolledAt`;

export type SealedRow = Pick<
  TemplateRow,
  'id' | 'personId' | 'modality' | 'finger' | 'modelId' | 'dimensions' | 'features' | 'seal'
>;

/** What must not rot unnoticed besides the bytes: whose they are, and in which space. */
export function sealedWords(row: Omit<SealedRow, 'features' | 'seal'>): string[] {
  const words = [row.id, row.personId, row.modality, row.modelId, String(row.dimensions)];
  // Faces have none, and their seals are older than fingers.
  return row.finger === null ? words : [...words, `finger ${row.finger}`];
}

export function featuresOf(row: SealedRow): Features {
  return openFeatures(row, sealedWords(row), `template ${row.id}`);
}

export function templateOf(row: TemplateRow): Template {
  const what = `template ${row.id}`;
  checkSeal(row, sealedWords(row), what);
  const facts = {
    id: row.id,
    personId: row.personId,
    modelId: row.modelId,
    sourceSha256: row.sourceSha256,
    provider: providerOf(row.provider, what),
    enrolledAt: row.enrolledAt,
  };
  if (row.modality === 'face') {
    const quality = readJson(row.quality, isFaceQuality, `quality of ${what}`);
    const features = openEmbedding(row.features, what);
    return { ...facts, modality: row.modality, features, quality };
  }
  const quality = readJson(row.quality, isFingerprintQuality, `quality of ${what}`);
  const features = openAnchors(row.features, what);
  return { ...facts, modality: row.modality, finger: fingerOf(row), features, quality };
}

export function fingerOf({ finger, id }: Pick<TemplateRow, 'finger' | 'id'>): FingerPosition {
  if (isFingerPosition(finger)) return finger;
  throw unusable(
    `the finger of template ${id}`,
    'none that is known',
    'update Twinmark or restore the store from a backup',
  );
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
