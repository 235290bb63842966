import { joinEmbeddings, toEmbedding } from '../../core/embedding.ts';
import { fitSimilarity } from '../../core/geometry.ts';
import type { ImagePyramid } from '../../core/image.ts';
import { measureAppearance, type Appearance } from '../../core/quality.ts';
import { sampleTensor } from '../../core/sampling.ts';
import type { Embedding, Point } from '../../core/vocabulary.ts';
import type { FaceModels } from './models.ts';

/** Every part of the encoder sees the face in its own alignment; the first is also measured. */
export async function alignAndEmbed(
  models: FaceModels,
  pyramid: ImagePyramid,
  landmarks: readonly Point[],
): Promise<{ embedding: Embedding; appearance: Appearance }> {
  const embeddings: Embedding[] = [];
  let appearance: Appearance | undefined;
  for (const part of models.encoder.parts) {
    const { size, points } = models.manifest.alignments[part.alignment];
    const normalisation = models.normalisation(part.model);
    const template = points.map(([x, y]) => ({ x, y }));
    const chip = sampleTensor(pyramid, fitSimilarity(landmarks, template), size, normalisation);
    appearance ??= measureAppearance(chip, size, normalisation);
    embeddings.push(await embedChip(models, part.model, chip, size, part.mirrored));
  }
  const weights = models.encoder.parts.map(({ weight }) => weight);
  if (!appearance) throw new Error('Broken promise: an encoder has at least one part');
  return { embedding: joinEmbeddings(embeddings, weights), appearance };
}

/** The encoder's output for a chip [3, size, size], or its sum with that of the mirrored chip. */
async function embedChip(
  models: FaceModels,
  model: string,
  chip: Float32Array,
  size: number,
  mirrored: boolean,
): Promise<Embedding> {
  if (!mirrored) {
    const [raw] = await models.embed(model, chip, 1);
    return toEmbedding(raw);
  }
  const both = new Float32Array(2 * chip.length);
  both.set(chip);
  both.set(mirror(chip, size), chip.length);
  const [raw, reflected] = await models.embed(model, both, 2);
  return toEmbedding(raw.map((value, i) => value + reflected[i]));
}

/** Swaps left and right of each row of [3, size, size]. */
export function mirror(chip: Float32Array, size: number): Float32Array {
  const mirrored = new Float32Array(chip.length);
  for (let row = 0; row < chip.length; row += size) {
    for (let x = 0; x < size; x++) mirrored[row + x] = chip[row + size - 1 - x];
  }
  return mirrored;
}
