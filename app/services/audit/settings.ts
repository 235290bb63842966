/** Everything that decides an audit's results: whatever differs here starts a new audit. */
import { createHash } from 'node:crypto';
import type { AuditFile, AuditSettings, ClaimRule } from '../../core/audit.ts';
import type { CaptureOptions } from '../../core/sample.ts';
import type { Rate, Sha256 } from '../../core/vocabulary.ts';
import type { Engine } from '../../engine/client.ts';
import type { Store } from '../../store/index.ts';
import type { Gallery } from '../decisions/gallery.ts';
import { duplicateLimit, limitsFor } from '../thresholds/limits.ts';
import type { Policies } from '../thresholds/policies.ts';
import { activeScale } from '../thresholds/scales.ts';
import { hashPlan } from './plan.ts';

export interface AuditInput {
  readonly folder: string;
  readonly rule: ClaimRule;
  readonly manifest?: string;
  readonly capture: CaptureOptions;
  readonly targetRate?: Rate;
  readonly identificationRate?: Rate;
  readonly restart: boolean;
}

export function settingsOf(
  { rule, manifest, capture, targetRate, identificationRate }: AuditInput,
  files: readonly AuditFile[],
  gallery: Gallery,
  parts: { readonly engine: Engine; readonly store: Store; readonly policies: Policies },
): AuditSettings {
  const { engine, store, policies } = parts;
  const { provider } = engine.facts;
  const scale = activeScale(parts, capture.modality);
  const references = Math.max(1, gallery.references());
  const images = files.filter(({ problem }) => !problem).length;
  const use = 'audit';
  const { limit: verification } = limitsFor(policies, scale, 'verification', {
    use,
    references: 1,
    targetRate,
  });
  const { limit: identification } = limitsFor(policies, scale, 'identification', {
    use,
    references,
    targetRate: identificationRate,
  });
  return {
    rule,
    ...(manifest === undefined ? {} : { manifestSha256: sha256Of([manifest]) }),
    planSha256: hashPlan(files),
    gallerySha256: hashGallery(gallery, store),
    ...settingsOfCapture(capture),
    modelId: scale.modelId,
    provider,
    targetRate: verification.targetRate,
    verificationThreshold: verification.threshold,
    identificationRate: identification.targetRate,
    identificationThreshold: identification.threshold,
    duplicateThreshold: duplicateLimit(scale, images).threshold,
  };
}

function settingsOfCapture(
  capture: CaptureOptions,
): Pick<AuditSettings, 'modality' | 'face' | 'dpi'> {
  const { modality } = capture;
  if (modality === 'fingerprint') {
    return { modality, ...(capture.dpi !== undefined && { dpi: capture.dpi }) };
  }
  const { face } = capture;
  return { modality, face: typeof face === 'object' ? String(face.index) : face };
}

/** The reverse of the above: what the files of an audit are analysed as. */
export function captureOf({ modality, face = 'main', dpi }: AuditSettings): CaptureOptions {
  if (modality === 'fingerprint') return { modality, ...(dpi !== undefined && { dpi }) };
  if (face === 'dominant' || face === 'main' || face === 'largest' || face === 'only') {
    return { modality, face };
  }
  return { modality, face: { index: Number(face) } };
}

/** Of every reference, whose it is and what claims call that person, in the gallery's order. */
export function hashGallery({ snapshot }: Gallery, store: Store): Sha256 {
  const { personIds, fingers, references } = snapshot;
  const externalIds = new Map(personIds.map((id) => [id, store.people.get(id).externalId]));
  const people = JSON.stringify([personIds, [...externalIds.values()]]);
  if (references.modality === 'face') return sha256Of([people, bytesOf(references.rows)]);
  const { templates, offsets } = references;
  return sha256Of([people, JSON.stringify(fingers), bytesOf(offsets), templates]);
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array | Uint32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function sha256Of(parts: readonly (string | Uint8Array)[]): Sha256 {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex') as Sha256; // Hex of 32 bytes.
}
