import { toEmbedding } from '../../core/embedding.ts';
import { BLAZEFACE_SIZE } from '../../core/face-detection.ts';
import { FACEMESH_SIZE } from '../../core/face-landmarks.ts';
import type { Normalisation } from '../../core/sampling.ts';
import type { FaceModels } from './models.ts';

/** A fixed input through every model; every output by name. */
export async function goldenFace(models: FaceModels): Promise<Record<string, Float32Array>> {
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
