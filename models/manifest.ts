import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { writeJson } from './write-json.ts';

// What a modality's manifest.json says about where its model files come from and what they are.
// Other parts of the file (encoders, alignments, thresholds) belong to other readers and are kept.

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/, 'Expected 64 hexadecimal digits');

const sourceSchema = z.looseObject({
  package: z.string(),
  version: z.string(),
  integrity: z.string().startsWith('sha512-'),
  licence: z.string(),
  /** sha256 by path in the package. */
  members: z.record(z.string(), sha256Schema),
});

/** Extents of a tensor; a text names one that is free, `N` for the batch. */
const shapeSchema = z.array(z.union([z.int().positive(), z.string()]));

const fileSchema = z.looseObject({
  /** Relative to the manifest. */
  file: z.string(),
  sha256: sha256Schema,
  bytes: z.int().positive(),
  /** A name in `sources`, and the paths of its members that the file is made of. */
  source: z.string(),
  from: z.array(z.string()),
  inputs: z.record(z.string(), shapeSchema),
  outputs: z.record(z.string(), shapeSchema),
  /** The network's input is (x - mean) * scale, x in 0..255, per channel. */
  normalisation: z.object({
    channels: z.literal('RGB'),
    mean: z.tuple([z.number(), z.number(), z.number()]),
    scale: z.tuple([z.number(), z.number(), z.number()]),
  }),
  licence: z.string(),
  provenance: z.string(),
});

const manifestSchema = z.looseObject({
  schema: z.literal(1),
  modality: z.enum(['face', 'fingerprint']),
  sources: z.record(z.string(), sourceSchema),
  files: z.record(z.string(), fileSchema),
});

export type ModelSource = z.infer<typeof sourceSchema>;
export type ModelFile = z.infer<typeof fileSchema>;
export type Manifest = z.infer<typeof manifestSchema>;

export async function readManifest(path: string): Promise<Manifest> {
  const parsed = manifestSchema.safeParse(JSON.parse(await readFile(path, 'utf8')));
  if (parsed.success) return parsed.data;
  throw new Error(
    `Expected a manifest of schema 1 but received one with these faults:\n` +
      z.prettifyError(parsed.error),
  );
}

export async function writeManifest(path: string, manifest: Manifest): Promise<void> {
  await writeJson(path, manifest);
}
