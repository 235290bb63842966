import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { AuditFile, AuditSettings } from '../../app/core/audit.ts';
import type { FaceQuality } from '../../app/core/sample.ts';
import type {
  Distance,
  Embedding,
  ModelId,
  PersonId,
  Rate,
  Sha256,
} from '../../app/core/vocabulary.ts';
import { type NewTemplate, type Store, openStore } from '../../app/store/index.ts';

export const DIMENSIONS = 128;
export const FACE_MODEL = 'face-a' as ModelId;
export const OTHER_MODEL = 'face-b' as ModelId;

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

export const SETTINGS: AuditSettings = {
  rule: { kind: 'pattern', pattern: '{id}_*.jpg' },
  planSha256: sha256('plan'),
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

/** A unit vector that is another one for each seed. */
export function unitVector(seed: string, dimensions = DIMENSIONS): Embedding {
  const values = new Float32Array(dimensions);
  for (let index = 0; index < dimensions; index++) {
    values[index] = createHash('sha256').update(`${seed}/${index}`).digest().readInt32LE(0);
  }
  const norm = Math.hypot(...values);
  return values.map((value) => value / norm) as Embedding;
}

export function newTemplate(personId: PersonId, seed: string, modelId = FACE_MODEL): NewTemplate {
  return {
    personId,
    modality: 'face',
    modelId,
    embedding: unitVector(seed),
    quality: QUALITY,
    sourceSha256: sha256(seed),
    provider: 'cpu',
  };
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
