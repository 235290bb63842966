import fc from 'fast-check';
import type { RgbImage } from '../../app/core/image.ts';
import type { Normalisation } from '../../app/core/sampling.ts';
import type { Distance, Embedding, Rate } from '../../app/core/vocabulary.ts';

export { seededRandom } from '../fixtures/images.ts';

/** Numbers that a test writes down; the product itself gives these brands in one place each. */
export const asDistance = (value: number) => value as Distance;
export const asRate = (value: number) => value as Rate;

/** Seeds for {@link seededRandom}: how properties draw data that would be slow to shrink. */
export const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 });

/** Uniform in [from, to). */
export function between(random: () => number, from: number, to: number): number {
  return from + (to - from) * random();
}

export function gaussian(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** A unit vector of any direction. Its length is made here, not by the code under test. */
export function randomEmbedding(random: () => number, dimensions: number): Embedding {
  const values = Array.from({ length: dimensions }, () => gaussian(random));
  const length = Math.hypot(...values);
  // Unit length by the division.
  return Float32Array.from(values, (value) => value / length) as Embedding;
}

/** Distances as a comparison gives them, with zeros and many ties. */
export function distances(maxLength: number): fc.Arbitrary<number[]> {
  return fc.array(
    fc.oneof(
      fc.constant(0),
      fc.integer({ min: 0, max: 8 }).map((quarters) => quarters / 4),
      fc.double({ min: 0, max: 2, noNaN: true }),
    ),
    { minLength: 1, maxLength },
  );
}

export function randomImage(random: () => number, width: number, height: number): RgbImage {
  const data = Uint8Array.from({ length: 3 * width * height }, () => Math.floor(256 * random()));
  return { width, height, data };
}

/** A grey image from the value of each pixel. */
export function greyImage(
  width: number,
  height: number,
  valueAt: (x: number, y: number) => number,
): RgbImage {
  const data = new Uint8Array(3 * width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = 3 * (y * width + x);
      data.fill(valueAt(x, y), at, at + 3);
    }
  }
  return { width, height, data };
}

/** Leaves pixel values as they are. */
export const RAW: Normalisation = { mean: [0, 0, 0], scale: [1, 1, 1] };
