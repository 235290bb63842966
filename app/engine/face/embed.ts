import { joinEmbeddings, toEmbedding } from '../../core/embedding.ts';
import { fitSimilarity } from '../../core/geometry.ts';
import type { ImagePyramid } from '../../core/image.ts';
import { measureAppearance, type Appearance } from '../../core/quality.ts';
import { sampleTensor } from '../../core/sampling.ts';
import type { Embedding, Point } from '../../core/vocabulary.ts';
import type { EncoderPart } from '../manifest.ts';
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
    const map = fitSimilarity(
      landmarks,
      points.map(([x, y]) => ({ x, y })),
    );
    const chips = models.inputBuffer(part.model, (part.mirrored ? 2 : 1) * 3 * size * size);
    sampleTensor(pyramid, map, size, normalisation, chips);
    appearance ??= measureAppearance(chips, size, normalisation);
    embeddings.push(await embedChips(models, part, chips, size));
  }
  const weights = models.encoder.parts.map(({ weight }) => weight);
  if (!appearance) throw new Error('Broken promise: an encoder has at least one part');
  return { embedding: joinEmbeddings(embeddings, weights), appearance };
}

/**
 * The encoder's output for the first chip, or its sum with that of the mirrored chip.
 *
 * @param chips [1 or 2, 3, size, size]; the second is made here
 */
async function embedChips(
  models: FaceModels,
  { model, mirrored }: EncoderPart,
  chips: Float32Array,
  size: number,
): Promise<Embedding> {
  if (mirrored) mirrorChip(chips, size);
  const [raw, reflected] = await models.embed(model, chips, mirrored ? 2 : 1);
  if (!mirrored) return toEmbedding(raw);
  return toEmbedding(raw.map((value, i) => value + reflected[i]));
}

/** Fills the second of two chips with the first one, left and right swapped. */
export function mirrorChip(chips: Float32Array, size: number): void {
  const length = chips.length / 2;
  chips.copyWithin(length, 0, length);
  for (let row = length; row < chips.length; row += size) chips.subarray(row, row + size).reverse();
}
