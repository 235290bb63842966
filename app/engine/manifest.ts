/** The face manifest: everything a caller must know of the weights, checked when read. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { FaceScale } from '../core/decision.ts';
import { AppError } from '../core/failure.ts';
import type { ModelId } from '../core/vocabulary.ts';
import {
  encoderFacts,
  invalidManifest,
  modelFile,
  parseManifest,
  readManifestText,
} from './manifest-parts.ts';

const faceModelFile = modelFile.extend({
  normalisation: z.object({
    channels: z.literal('RGB'),
    mean: z.array(z.number()).length(3),
    scale: z.array(z.number()).length(3),
  }),
});

const encoder = encoderFacts.extend({
  parts: z
    .array(
      z.object({
        model: z.string(),
        alignment: z.string(),
        weight: z.number().positive(),
        mirrored: z.boolean(),
      }),
    )
    .min(1),
});

const faceManifest = z.object({
  schema: z.literal(1),
  modality: z.literal('face'),
  files: z.record(z.string(), faceModelFile),
  detector: z.string(),
  landmarks: z.string(),
  alignments: z.record(
    z.string(),
    z.object({
      size: z.number().int().positive(),
      points: z.array(z.tuple([z.number(), z.number()])).length(5),
    }),
  ),
  encoders: z.record(z.string(), encoder),
});

export type FaceEncoder = z.infer<typeof encoder>;
export type EncoderPart = FaceEncoder['parts'][number];
export type FaceManifest = z.infer<typeof faceManifest>;

/** @throws AppError `model-invalid` where the manifest is missing, damaged or contradicts itself */
export function readFaceManifest(modelsFolder: string): FaceManifest {
  return checkFaceManifest(readManifestText(modelsFolder, 'face'));
}

export function checkFaceManifest(text: string): FaceManifest {
  const manifest = parseManifest(faceManifest, text);
  const known = (table: object, key: string, what: string) => {
    if (!Object.hasOwn(table, key)) throw invalidManifest(`${what} "${key}" is not described`);
  };
  known(manifest.files, manifest.detector, 'the detector');
  known(manifest.files, manifest.landmarks, 'the landmark model');
  for (const { parts } of Object.values(manifest.encoders)) {
    for (const part of parts) {
      known(manifest.files, part.model, 'the model');
      known(manifest.alignments, part.alignment, 'the alignment');
    }
  }
  return manifest;
}

/** Keys of the table of encoders, in its order. */
export function faceEncoderKeys(modelsFolder: string): readonly string[] {
  return Object.keys(readFaceManifest(modelsFolder).encoders);
}

export function findEncoder(manifest: FaceManifest, key: string): FaceEncoder {
  if (Object.hasOwn(manifest.encoders, key)) return manifest.encoders[key];
  const names = Object.keys(manifest.encoders).join(', ');
  throw new AppError('bad-input', `Expected one of ${names} for the encoder but received ${key}.`);
}

/**
 * The name of an embedding space. It changes with everything that changes an embedding: weights,
 * alignment, normalisation, the parts and their weights.
 */
export function modelIdOf(manifest: FaceManifest, chosen: FaceEncoder): ModelId {
  const used = {
    detector: manifest.files[manifest.detector].sha256,
    landmarks: manifest.files[manifest.landmarks].sha256,
    parts: chosen.parts.map((part) => ({
      ...part,
      sha256: manifest.files[part.model].sha256,
      normalisation: manifest.files[part.model].normalisation,
      alignment: manifest.alignments[part.alignment],
    })),
  };
  const hash = createHash('sha256').update(JSON.stringify(used)).digest('hex').slice(0, 8);
  return `${chosen.name}.v${chosen.version}-${hash}` as ModelId;
}

export function scaleOf(manifest: FaceManifest, chosen: FaceEncoder): FaceScale {
  const { dimensions, objective, margin, untunedThreshold, calibration } = chosen;
  const modelId = modelIdOf(manifest, chosen);
  return {
    modality: 'face',
    modelId,
    dimensions,
    objective,
    margin,
    untunedThreshold,
    calibration,
  };
}
