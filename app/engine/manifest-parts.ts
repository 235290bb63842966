/** What the manifests of all modalities have in common, and how they are read and refused. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { AppError } from '../core/failure.ts';
import type { Distance, Modality, Rate } from '../core/vocabulary.ts';

const rate = z
  .number()
  .min(0)
  .max(1)
  .transform((value) => value as Rate);
export const distance = z
  .number()
  .min(0)
  .max(2)
  .transform((value) => value as Distance);

/** A length, or a name for one that is free: `N`, or a part of another, `H/2`. */
const dimension = z.union([z.string().regex(/^[A-Z](\/\d+)?$/), z.number().int().positive()]);
const shape = z.array(dimension);

export const modelFile = z.object({
  file: z.string(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.number().int().positive(),
  inputs: z.record(z.string(), shape),
  outputs: z.record(z.string(), shape),
  licence: z.string(),
  provenance: z.string(),
});

const operatingPoint = z.object({
  falseMatchRate: rate,
  threshold: distance,
  comparisons: z.number().int().positive(),
  falseMatches: z.number().int().nonnegative(),
  upperBound: rate,
  boundBy: z.enum(['person', 'comparison']).optional(),
  mated: z.number().int().positive(),
  falseNonMatchRate: rate,
});

/** Of an encoder, whatever its modality. */
export const encoderFacts = z.object({
  name: z.string(),
  version: z.number().int().positive(),
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

export type Dimension = z.infer<typeof dimension>;
export type ModelFile = z.infer<typeof modelFile>;

/** @throws AppError `model-missing` */
export function readManifestText(modelsFolder: string, modality: Modality): string {
  try {
    return readFileSync(path.join(modelsFolder, modality, 'manifest.json'), 'utf8');
  } catch (cause) {
    throw new AppError(
      'model-missing',
      `Expected models/${modality}/manifest.json for the ${modality} models but received no such ` +
        'file; install the program again.',
      { cause },
    );
  }
}

/** @throws AppError `model-invalid` */
export function parseManifest<Schema extends z.ZodType>(
  schema: Schema,
  text: string,
): z.infer<Schema> {
  const parsed = schema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw invalidManifest(`${issue.path.join('.')}: ${issue.message}`);
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

export function invalidManifest(what: string): AppError {
  return new AppError(
    'model-invalid',
    `Expected a complete model manifest but received one where ${what}; install the program again.`,
  );
}
