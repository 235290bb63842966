import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compare } from '../../app/core/distance.ts';
import { isEmbedding, joinEmbeddings, toEmbedding } from '../../app/core/embedding.ts';
import { between, gaussian, randomEmbedding, seededRandom, seeds } from './support.ts';

const dimensions = fc.integer({ min: 1, max: 130 });

describe('an embedding', () => {
  it('has unit length and the direction of the encoder output, at any magnitude', () => {
    fc.assert(
      fc.property(
        seeds,
        dimensions,
        fc.integer({ min: -30, max: 30 }),
        (seed, size, powerOfTen) => {
          const random = seededRandom(seed);
          const output = Float32Array.from(
            { length: size },
            () => gaussian(random) * 10 ** powerOfTen,
          );
          const before = output.slice();
          const unit = toEmbedding(output);
          expect(Math.hypot(...unit)).toBeCloseTo(1, 6);
          const length = Math.hypot(...output);
          unit.forEach((value, i) => {
            expect(Math.abs(value - output[i] / length)).toBeLessThan(1e-6);
          });
          expect(output).toEqual(before);
        },
      ),
    );
  });

  it('is recognised by its length, and nothing else is', () => {
    fc.assert(
      fc.property(seeds, dimensions, (seed, size) => {
        const unit = randomEmbedding(seededRandom(seed), size);
        expect(isEmbedding(unit)).toBe(true);
        expect(isEmbedding(unit.map((value) => value * 1.01))).toBe(false);
        expect(isEmbedding(unit.map((value) => value * 0.99))).toBe(false);
        expect(isEmbedding(unit.with(0, Number.NaN))).toBe(false);
      }),
    );
    expect(isEmbedding(new Float32Array(128))).toBe(false);
    expect(isEmbedding(new Float32Array(0))).toBe(false);
  });

  it.each([
    ['only zeros', [0, 0, 0]],
    ['no numbers', []],
    ['NaN', [1, Number.NaN]],
    ['infinity', [1, Infinity]],
  ])('never comes out of %s', (_, values) => {
    expect(() => toEmbedding(Float32Array.from(values))).toThrow('finite length above 0');
  });
});

describe('joined embeddings', () => {
  it('are one unit vector whose squared distance is the mean of the squared distances', () => {
    fc.assert(
      fc.property(seeds, fc.array(dimensions, { minLength: 1, maxLength: 4 }), (seed, sizes) => {
        const random = seededRandom(seed);
        const weights = sizes.map(() => between(random, 0.1, 3));
        const probe = sizes.map((size) => randomEmbedding(random, size));
        const reference = sizes.map((size) => randomEmbedding(random, size));
        const joined = [joinEmbeddings(probe, weights), joinEmbeddings(reference, weights)];
        expect(joined[0]).toHaveLength(sizes.reduce((sum, size) => sum + size, 0));
        expect(joined.every(isEmbedding)).toBe(true);
        let sum = 0;
        let weightSum = 0;
        for (const [i, weight] of weights.entries()) {
          sum += weight ** 2 * compare(probe[i], reference[i]) ** 2;
          weightSum += weight ** 2;
        }
        expect(compare(joined[0], joined[1]) ** 2).toBeCloseTo(sum / weightSum, 5);
      }),
    );
  });

  it('are refused where an encoder has no weight, or nothing is joined', () => {
    const random = seededRandom(1);
    const parts = [randomEmbedding(random, 4), randomEmbedding(random, 4)];
    expect(() => joinEmbeddings(parts, [1])).toThrow('Broken promise');
    expect(() => joinEmbeddings([], [])).toThrow('Broken promise');
  });
});
