import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { AuditFile, AuditSettings } from '../../app/core/audit.ts';
import type { FaceQuality, FingerprintQuality } from '../../app/core/sample.ts';
import { packAnchors } from '../../app/core/fingerprint/anchor-template.ts';
import type {
  AnchorTemplate,
  Distance,
  Embedding,
  FingerPosition,
  ModelId,
  PersonId,
  Rate,
  Sha256,
} from '../../app/core/vocabulary.ts';
import { type NewTemplate, type Store, openStore } from '../../app/store/index.ts';

export const DIMENSIONS = 128;
export const FACE_MODEL = 'face-a' as ModelId;
export const OTHER_MODEL = 'face-b' as ModelId;
export const PRINT_MODEL = 'print-a' as ModelId;
export const ANCHOR_DIMENSIONS = 64;

export const QUALITY: FaceQuality = {
  interEyeDistancePx: 80,
  sharpness: 0.5,
  brightness: 120,
  contrast: 40,
  outsideShare: 0,
  yawDeg: 3,
  pitchDeg: -2,
  rollDeg: 1,
  detectionConfidence: 0.9,
  landmarkConfidence: 0.95,
};

export const PRINT_QUALITY: FingerprintQuality = {
  areaMm2: 180,
  clarity: 0.7,
  anchors: 16,
  contrast: 50,
  darkness: 140,
  dryness: 0.1,
  wetness: 0.2,
  cutOffShare: 0.1,
  ridgePeriodMm: 0.45,
  dpi: 500,
  inverted: 0,
};

export const SETTINGS: AuditSettings = {
  rule: { kind: 'pattern', pattern: '{id}_*.jpg' },
  planSha256: sha256('plan'),
  modality: 'face',
  face: 'dominant',
  modelId: FACE_MODEL,
  provider: 'cpu',
  verificationThreshold: 1.1 as Distance,
  identificationRate: 0.01 as Rate,
  identificationThreshold: 1 as Distance,
  duplicateThreshold: 0.7 as Distance,
  gallerySha256: sha256('gallery'),
};

export function sha256(text: string): Sha256 {
  return createHash('sha256').update(text).digest('hex') as Sha256;
}

export type NewFace = NewTemplate & { modality: 'face' };

/** A unit vector that is another one for each seed. */
export function unitVector(seed: string, dimensions = DIMENSIONS): Embedding {
  const values = new Float32Array(dimensions);
  for (let index = 0; index < dimensions; index++) {
    values[index] = createHash('sha256').update(`${seed}/${index}`).digest().readInt32LE(0);
  }
  const norm = Math.hypot(...values);
  return values.map((value) => value / norm) as Embedding;
}

export function newTemplate(personId: PersonId, seed: string, modelId = FACE_MODEL): NewFace {
  return {
    personId,
    modality: 'face',
    modelId,
    features: unitVector(seed),
    quality: QUALITY,
    sourceSha256: sha256(seed),
    provider: 'cpu',
  };
}

export function newPrint(
  personId: PersonId,
  seed: string,
  finger: FingerPosition = 2,
  modelId = PRINT_MODEL,
): NewTemplate {
  return {
    personId,
    modality: 'fingerprint',
    finger,
    modelId,
    features: anchorsOf(seed),
    quality: PRINT_QUALITY,
    sourceSha256: sha256(seed),
    provider: 'cpu',
  };
}

/** Another template for each seed, of another number of anchors as well. */
export function anchorsOf(seed: string, count = 5 + (seed.length % 4)): AnchorTemplate {
  const rows = Array.from({ length: count }, (_, i) =>
    unitVector(`${seed}/${i}`, ANCHOR_DIMENSIONS),
  );
  const anchors = rows.map((_, i) => ({ x: 10 * i, y: 5 * i, direction: i, weight: 0.5 }));
  const embeddings = Float32Array.from(rows.flatMap((row) => [...row]));
  return packAnchors(anchors, embeddings, ANCHOR_DIMENSIONS);
}

export function enrol(store: Store, externalId: string, displayName = `Name of ${externalId}`) {
  const person = store.people.create({ externalId, displayName });
  const template = store.templates.add(newTemplate(person.id, externalId));
  return { person, template };
}

export function plan(claims: readonly (string | undefined)[]): AuditFile[] {
  return claims.map((claim, position) => ({
    position,
    path: `${String(position).padStart(6, '0')}.jpg`,
    bytes: 1000 + position,
    modifiedMs: 1_700_000_000_000 + position,
    ...(claim !== undefined && { claim }),
  }));
}

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'twinmark-store-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Closed after the test; ids count up and every question for the time is a second later. */
export function temporaryStore(path = ':memory:'): Store {
  let ids = 0;
  let seconds = 0;
  const store = openStore(path, {
    newId: () => `id-${String(++ids).padStart(6, '0')}`,
    now: () => new Date(Date.UTC(2026, 0, 1) + 1000 * seconds++).toISOString(),
  });
  onTestFinished(() => store.close());
  return store;
}
