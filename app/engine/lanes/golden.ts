/** Fixed inputs through every model: what proves a provider against the CPU. */
import { toEmbedding } from '../../core/embedding.ts';
import { AppError } from '../../core/failure.ts';
import { BLAZEFACE_SIZE } from '../../core/face-detection.ts';
import { FACEMESH_SIZE } from '../../core/face-landmarks.ts';
import type { Normalisation } from '../../core/sampling.ts';
import { usesSoftwareAdapter } from '../ort.ts';
import type { FaceModels } from '../face/models.ts';

export interface GoldenRun {
  /** Every output by name: embeddings of unit length, others as they are. */
  readonly outputs: Readonly<Record<string, Float32Array>>;
  /** Milliseconds of one pass, where asked for. */
  readonly milliseconds?: number;
}

export interface GoldenOptions {
  /** Software adapters take minutes over what the CPU does at once: not worth proving unasked. */
  readonly refuseSoftware: boolean;
  /** Whether the time is of interest: it takes a second pass, for the first compiles shaders. */
  readonly timed: boolean;
}

export async function runGolden(
  models: FaceModels,
  { refuseSoftware, timed }: GoldenOptions,
): Promise<GoldenRun> {
  if (refuseSoftware && usesSoftwareAdapter()) {
    throw new AppError(
      'provider-refused',
      `Expected a GPU for ${models.provider} but received an adapter that is software`,
    );
  }
  const outputs = await pass(models);
  if (!timed) return { outputs };
  const started = performance.now();
  return { outputs: await pass(models), milliseconds: performance.now() - started };
}

async function pass(models: FaceModels): Promise<Record<string, Float32Array>> {
  const { manifest, encoder } = models;
  const outputs: Record<string, Float32Array> = {};
  const detection = await models.detect(
    goldenTensor(BLAZEFACE_SIZE, models.normalisation(manifest.detector)),
  );
  for (const [name, values] of Object.entries<Float32Array>({ ...detection })) {
    outputs[name] = values.slice();
  }
  const found = await models.findLandmarks(
    goldenTensor(FACEMESH_SIZE, models.normalisation(manifest.landmarks)),
  );
  outputs.landmarks = found.landmarks.slice();
  for (const part of encoder.parts) {
    const { size } = manifest.alignments[part.alignment];
    const [raw] = await models.embed(
      part.model,
      goldenTensor(size, models.normalisation(part.model)),
      1,
    );
    outputs[`embedding of ${part.model}`] = toEmbedding(raw);
  }
  return outputs;
}

/** Smooth waves in all three planes, [3, size, size]: the same on every machine. */
function goldenTensor(size: number, { mean, scale }: Normalisation): Float32Array {
  const tensor = new Float32Array(3 * size * size);
  for (let c = 0; c < 3; c++) {
    for (let y = 0; y < size; y++) {
      for (let x = 0; x < size; x++) {
        const u = (x / size) * Math.PI;
        const v = (y / size) * Math.PI;
        const wave = Math.sin(3 * u + c) * Math.cos(2 * v - c) + Math.sin(11 * u * v + c) / 2;
        tensor[(c * size + y) * size + x] = (127.5 + 80 * wave - mean[c]) * scale[c];
      }
    }
  }
  return tensor;
}

/** Largest difference of two runs; outputs other than embeddings relative to their size. */
export function goldenDrift(reference: GoldenRun, candidate: GoldenRun): number {
  let drift = 0;
  for (const [name, expected] of Object.entries(reference.outputs)) {
    const received = candidate.outputs[name];
    const size = name.startsWith('embedding')
      ? 1
      : expected.reduce((m, v) => Math.max(m, Math.abs(v)), 1);
    for (let i = 0; i < expected.length; i++) {
      const difference = Math.abs(expected[i] - received[i]) / size;
      // Also catches NaN, which compares false with everything.
      if (!(difference <= drift)) drift = Number.isNaN(difference) ? Infinity : difference;
    }
  }
  return drift;
}
