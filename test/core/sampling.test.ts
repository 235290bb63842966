import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyAffine, squareCrop, type Affine } from '../../app/core/geometry.ts';
import { createPyramid, type RgbImage } from '../../app/core/image.ts';
import { sampleTensor } from '../../app/core/sampling.ts';
import { between, greyImage, randomImage, RAW, seededRandom, seeds } from './support.ts';

const IDENTITY: Affine = { a: 1, b: 0, tx: 0, c: 0, d: 1, ty: 0 };
const NORMALISATION = { mean: [127.5, 120, 100], scale: [1 / 128, 1 / 64, 1 / 32] };

/** A pixel's value, black outside the image. */
function pixel({ width, height, data }: RgbImage, x: number, y: number, channel: number): number {
  if (x < 0 || y < 0 || x >= width || y >= height) return 0;
  return data[3 * (y * width + x) + channel];
}

/** Every pixel within one of the place counts by how close it is: no neighbours, no branches. */
function naiveBilinear(image: RgbImage, x: number, y: number, channel: number): number {
  let sum = 0;
  for (let py = -2; py < image.height + 2; py++) {
    for (let px = -2; px < image.width + 2; px++) {
      const weight = Math.max(0, 1 - Math.abs(px - x)) * Math.max(0, 1 - Math.abs(py - y));
      sum += weight * pixel(image, px, py, channel);
    }
  }
  return sum;
}

describe('sampling a tensor', () => {
  it('through the identity is the image: planes of red, green and blue, normalised', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 2, max: 12 }), (seed, size) => {
        const image = randomImage(seededRandom(seed), size, size);
        const tensor = sampleTensor(createPyramid(image), IDENTITY, size, NORMALISATION);
        expect(tensor).toHaveLength(3 * size * size);
        const expected = Float32Array.from(tensor, (_, i) => {
          const channel = Math.floor(i / size ** 2);
          const value = image.data[3 * (i % size ** 2) + channel];
          return (value - NORMALISATION.mean[channel]) * NORMALISATION.scale[channel];
        });
        expect(tensor).toEqual(expected);
      }),
    );
  });

  it('is bilinear for any map that does not shrink, inside, outside and across the border', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const random = seededRandom(seed);
        const image = randomImage(random, 5, 7);
        const size = 6;
        const map = squareCrop(
          { x: between(random, -2, 6), y: between(random, -2, 8) },
          between(random, 1, 1.49) * size,
          between(random, -Math.PI, Math.PI),
          size,
        );
        const tensor = sampleTensor(createPyramid(image), map, size, RAW);
        for (let i = 0; i < size * size; i++) {
          const place = applyAffine(map, { x: i % size, y: Math.floor(i / size) });
          for (let channel = 0; channel < 3; channel++) {
            const expected = naiveBilinear(image, place.x, place.y, channel);
            expect(Math.abs(tensor[channel * size * size + i] - expected)).toBeLessThan(1e-3);
          }
        }
      }),
    );
  });

  it('takes the mean of two neighbours half-way between them', () => {
    const image = greyImage(4, 4, (x, y) => 10 * x + y);
    const right = sampleTensor(createPyramid(image), { ...IDENTITY, tx: 0.5 }, 2, RAW);
    expect([...right.subarray(0, 4)]).toEqual([5, 15, 6, 16]);
    const down = sampleTensor(createPyramid(image), { ...IDENTITY, ty: 0.5 }, 2, RAW);
    expect([...down.subarray(0, 4)]).toEqual([0.5, 10.5, 1.5, 11.5]);
  });

  it('is black outside the image before it is normalised', () => {
    const white = createPyramid(greyImage(4, 4, () => 255));
    for (const shift of [{ tx: 50 }, { tx: -50 }, { ty: 50 }, { ty: -50 }, { tx: 4 }]) {
      const tensor = sampleTensor(white, { ...IDENTITY, ...shift }, 4, NORMALISATION);
      for (let channel = 0; channel < 3; channel++) {
        const black = Math.fround(-NORMALISATION.mean[channel] * NORMALISATION.scale[channel]);
        expect(new Set(tensor.subarray(16 * channel, 16 * (channel + 1)))).toEqual(
          new Set([black]),
        );
      }
    }
  });

  it('writes all of a tensor that was used before, and nothing beyond', () => {
    const image = randomImage(seededRandom(9), 3, 3);
    const map = { ...IDENTITY, tx: -3, ty: 1 };
    const fresh = sampleTensor(createPyramid(image), map, 6, RAW);
    const used = new Float32Array(3 * 36).fill(77);
    expect(sampleTensor(createPyramid(image), map, 6, RAW, used)).toBe(used);
    expect(used).toEqual(fresh);
  });
});

describe('sampling from a pyramid', () => {
  it('leaves a bright spot where the map puts it, within a tenth of a pixel', () => {
    fc.assert(
      fc.property(seeds, fc.double({ min: 0.5, max: 20, noNaN: true }), (seed, scale) => {
        const random = seededRandom(seed);
        const size = 24;
        // Sides that are no power of two, so that levels leave an odd last row out.
        const side = Math.ceil(size * scale) + 5;
        const spot = {
          x: between(random, 0.45, 0.55) * side,
          y: between(random, 0.45, 0.55) * side,
        };
        // Wider than the pixels of either side, so that its centre can be measured.
        const width = Math.max(0.7, 1.5 * scale);
        const image = greyImage(side, side, (x, y) =>
          Math.round(255 * Math.exp(-((x - spot.x) ** 2 + (y - spot.y) ** 2) / (2 * width ** 2))),
        );
        const map = squareCrop(
          { x: (side - 1) / 2, y: (side - 1) / 2 },
          scale * size,
          between(random, -Math.PI, Math.PI),
          size,
        );
        const tensor = sampleTensor(createPyramid(image), map, size, RAW);
        let [sum, x, y] = [0, 0, 0];
        for (let i = 0; i < size * size; i++) {
          sum += tensor[i];
          x += tensor[i] * (i % size);
          y += tensor[i] * Math.floor(i / size);
        }
        const seen = applyAffine(map, { x: x / sum, y: y / sum });
        expect(Math.hypot(seen.x - spot.x, seen.y - spot.y) / scale).toBeLessThan(0.1);
      }),
    );
  });

  it('turns a fine checkerboard into flat grey instead of a pattern that is not there', () => {
    const board = greyImage(256, 256, (x, y) => ((x + y) % 2 === 0 ? 255 : 0));
    const middle = { x: 127.5, y: 127.5 };
    for (const scale of [2, 3, 5, 7, 8]) {
      const size = Math.floor(240 / scale);
      const map = squareCrop(middle, size * scale, 0, size);
      const tensor = sampleTensor(createPyramid(board), map, size, RAW);
      expect(Math.min(...tensor)).toBeGreaterThan(124);
      expect(Math.max(...tensor)).toBeLessThan(132);
    }
  });

  it('keeps a ramp a ramp: no level is shifted against the base', () => {
    const ramp = createPyramid(greyImage(250, 250, (x) => x));
    for (const scale of [1, 2, 3, 4, 6, 8, 12]) {
      const size = Math.floor(160 / scale);
      const map = squareCrop({ x: 124, y: 124 }, size * scale, 0, size);
      const tensor = sampleTensor(ramp, map, size, RAW);
      for (let x = 0; x < size; x++) {
        const expected = applyAffine(map, { x, y: 0 }).x;
        // Each halving rounds half a grey level up.
        expect(Math.abs(tensor[x] - expected)).toBeLessThan(2.1);
      }
    }
  });
});
