/** The fingerprint manifest: everything that a print goes through, checked when read. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { FingerprintScale } from '../../core/decision.ts';
import { FIELD_PLANES } from '../../core/fingerprint/anchors.ts';
import { MOST_ANCHORS } from '../../core/fingerprint/anchor-template.ts';
import type { ModelId } from '../../core/vocabulary.ts';
import {
  distance,
  encoderFacts,
  invalidManifest,
  modelFile,
  parseManifest,
  readManifestText,
  type ModelFile,
} from '../manifest-parts.ts';

const positive = z.number().positive();
const wholeNumber = z.number().int().positive();
const odd = wholeNumber.refine((value) => value % 2 === 1, 'an odd number is expected');

const fingerprintManifest = z.object({
  schema: z.literal(1),
  modality: z.literal('fingerprint'),
  files: z.object({ detector: modelFile, encoder: modelFile }),
  preprocessing: z.object({
    dpi: positive,
    window: odd,
    epsilon: positive,
    clip: positive,
    maskDeviation: positive,
    maskSlope: positive,
  }),
  anchors: z.object({
    threshold: z.number().gt(0).lt(1),
    radiusPx: z.number().nonnegative(),
    max: wholeNumber.max(MOST_ANCHORS),
  }),
  patch: z.object({ size: wholeNumber, stepPx: positive }),
  comparison: z.object({
    margin: distance,
    expected: wholeNumber,
    maxTurnDeg: z.number().positive().max(180),
    hypotheses: wholeNumber,
    reachPx: z.number().nonnegative(),
    reachShare: z.number().nonnegative(),
    refinements: z.number().int().nonnegative(),
    fitPx: z.number().nonnegative(),
    fitShare: z.number().nonnegative(),
    stiffnessPx: positive,
    residualRad: positive,
    minAnchors: wholeNumber,
  }),
  encoders: z.object({ standard: encoderFacts }),
});

export type FingerprintManifest = z.infer<typeof fingerprintManifest>;
export type FingerprintEncoder = FingerprintManifest['encoders']['standard'];

/** @throws AppError `model-missing` or `model-invalid` */
export function readFingerprintManifest(modelsFolder: string): FingerprintManifest {
  return checkFingerprintManifest(readManifestText(modelsFolder, 'fingerprint'));
}

/** @throws AppError `model-invalid` where the text is damaged or contradicts itself */
export function checkFingerprintManifest(text: string): FingerprintManifest {
  const manifest = parseManifest(fingerprintManifest, text);
  const { files, patch, comparison, encoders } = manifest;
  const { dimensions, margin } = encoders.standard;
  checkShape('the detector', files.detector.inputs, 'print', ['N', 1, 'H', 'W']);
  checkShape('the detector', files.detector.outputs, 'field', ['N', FIELD_PLANES, 'H/2', 'W/2']);
  checkShape('the encoder', files.encoder.inputs, 'patch', ['N', 1, patch.size, patch.size]);
  checkShape('the encoder', files.encoder.outputs, 'embedding', ['N', dimensions]);
  if (dimensions > 255) throw invalidManifest('an embedding has more than 255 numbers');
  if (margin !== comparison.margin) {
    throw invalidManifest('the margin of the encoder is not that of the comparison');
  }
  return manifest;
}

function checkShape(
  what: string,
  table: ModelFile['inputs'],
  name: string,
  expected: ModelFile['inputs'][string],
): void {
  const received = Object.hasOwn(table, name) ? table[name] : [];
  if (received.join() === expected.join()) return;
  throw invalidManifest(`${what} has no ${name} [${expected.join(', ')}]`);
}

/**
 * The name of an embedding space. It changes with everything that changes a template or a
 * distance.
 */
export function fingerprintModelId(manifest: FingerprintManifest): ModelId {
  const { files, preprocessing, anchors, patch, comparison } = manifest;
  const { name, version, dimensions } = manifest.encoders.standard;
  const used = {
    detector: files.detector.sha256,
    encoder: files.encoder.sha256,
    ...{ preprocessing, anchors, patch, comparison, dimensions },
  };
  const hash = createHash('sha256').update(JSON.stringify(used)).digest('hex').slice(0, 8);
  return `${name}.v${version}-${hash}` as ModelId;
}

export function fingerprintScaleOf(manifest: FingerprintManifest): FingerprintScale {
  const { comparison, encoders } = manifest;
  const { dimensions, objective, margin, untunedThreshold, calibration } = encoders.standard;
  const modelId = fingerprintModelId(manifest);
  const facts = { modelId, dimensions, objective, margin, untunedThreshold, calibration };
  return { modality: 'fingerprint', ...facts, comparison };
}
