/** A model manifest: everything a caller must know of a modality's weights, checked when read. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { EncoderScale } from '../core/decision.ts';
import { AppError } from '../core/failure.ts';
import type { Distance, ModelId, Rate } from '../core/vocabulary.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const rate = z
  .number()
  .min(0)
  .max(1)
  .transform((value) => value as Rate);
const distance = z
  .number()
  .min(0)
  .max(2)
  .transform((value) => value as Distance);
const shape = z.array(z.union([z.literal('N'), z.number().int().positive()]));

const modelFile = z.object({
  file: z.string(),
  sha256,
  bytes: z.number().int().positive(),
  inputs: z.record(z.string(), shape),
  outputs: z.record(z.string(), shape),
  normalisation: z.object({
    channels: z.literal('RGB'),
    mean: z.array(z.number()).length(3),
    scale: z.array(z.number()).length(3),
  }),
  licence: z.string(),
  provenance: z.string(),
});

const operatingPoint = z.object({
  falseMatchRate: rate,
  threshold: distance,
  comparisons: z.number().int().positive(),
  falseMatches: z.number().int().nonnegative(),
  upperBound: rate,
  mated: z.number().int().positive(),
  falseNonMatchRate: rate,
});

const encoder = z.object({
  name: z.string(),
  version: z.number().int().positive(),
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
  dimensions: z.number().int().positive(),
  objective: z.string(),
  margin: distance,
  untunedThreshold: distance,
  calibration: z.object({
    id: z.string(),
    set: z.string(),
    protocol: z.string(),
    measuredOn: z.string(),
    points: z.array(operatingPoint),
  }),
});

const faceManifest = z.object({
  schema: z.literal(1),
  modality: z.literal('face'),
  files: z.record(z.string(), modelFile),
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

export type ModelFile = z.infer<typeof modelFile>;
export type FaceEncoder = z.infer<typeof encoder>;
export type EncoderPart = FaceEncoder['parts'][number];
export type FaceManifest = z.infer<typeof faceManifest>;

/** @throws AppError `model-invalid` where the manifest is missing, damaged or contradicts itself */
export function readFaceManifest(modelsFolder: string): FaceManifest {
  let text: string;
  try {
    text = readFileSync(path.join(modelsFolder, 'face', 'manifest.json'), 'utf8');
  } catch (cause) {
    throw new AppError(
      'model-missing',
      'Expected models/face/manifest.json for the face models but received no such file; install the program again.',
      { cause },
    );
  }
  return checkFaceManifest(text);
}

export function checkFaceManifest(text: string): FaceManifest {
  const parsed = faceManifest.safeParse(parseJson(text));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw invalid(`${issue.path.join('.')}: ${issue.message}`);
  }
  const manifest = parsed.data;
  const known = (table: object, key: string, what: string) => {
    if (!Object.hasOwn(table, key)) throw invalid(`${what} "${key}" is not described`);
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

export function scaleOf(manifest: FaceManifest, chosen: FaceEncoder): EncoderScale {
  const { dimensions, objective, margin, untunedThreshold, calibration } = chosen;
  const modelId = modelIdOf(manifest, chosen);
  return { modelId, dimensions, objective, margin, untunedThreshold, calibration };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError(
      'model-invalid',
      'Expected JSON for the model manifest but received something else; install the program again.',
      { cause },
    );
  }
}

function invalid(what: string): AppError {
  return new AppError(
    'model-invalid',
    `Expected a complete model manifest but received one where ${what}; install the program again.`,
  );
}
