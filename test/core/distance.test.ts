import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compare, distanceOfAngle } from '../../app/core/distance.ts';
import type { Embedding } from '../../app/core/vocabulary.ts';
import { randomEmbedding, seededRandom, seeds } from './support.ts';

const dimensions = fc.integer({ min: 1, max: 130 });

function opposite(embedding: Embedding): Embedding {
  return embedding.map((value) => -value) as Embedding; // Turning round keeps the length.
}

function naiveDistance(one: Embedding, other: Embedding): number {
  return Math.hypot(...Array.from(one, (value, i) => value - other[i]));
}

describe('distance', () => {
  it('is the length of the difference', () => {
    fc.assert(
      fc.property(seeds, dimensions, (seed, size) => {
        const random = seededRandom(seed);
        const [one, other] = [randomEmbedding(random, size), randomEmbedding(random, size)];
        expect(Math.abs(compare(one, other) - naiveDistance(one, other))).toBeLessThan(1e-12);
      }),
    );
  });

  it('is the same to the bit in both directions and exactly zero on itself', () => {
    fc.assert(
      fc.property(seeds, dimensions, (seed, size) => {
        const random = seededRandom(seed);
        const [one, other] = [randomEmbedding(random, size), randomEmbedding(random, size)];
        expect(compare(one, other)).toBe(compare(other, one));
        expect(compare(one, one)).toBe(0);
        expect(compare(one, one.slice() as Embedding)).toBe(0); // A copy keeps the length.
      }),
    );
  });

  it('lies between 0 and 2, which only opposite embeddings reach', () => {
    fc.assert(
      fc.property(seeds, dimensions, (seed, size) => {
        const random = seededRandom(seed);
        const [one, other] = [randomEmbedding(random, size), randomEmbedding(random, size)];
        const distance = compare(one, other);
        expect(distance).toBeGreaterThanOrEqual(0);
        expect(distance).toBeLessThanOrEqual(2 + 1e-6);
        expect(compare(one, opposite(one))).toBeCloseTo(2, 6);
        // Pythagoras in the circle: a point sees a diameter at a right angle.
        expect(distance ** 2 + compare(one, opposite(other)) ** 2).toBeCloseTo(4, 5);
      }),
    );
  });

  it('is never shorter by a detour', () => {
    fc.assert(
      fc.property(seeds, dimensions, (seed, size) => {
        const random = seededRandom(seed);
        const [a, b, c] = [1, 2, 3].map(() => randomEmbedding(random, size));
        expect(compare(a, c)).toBeLessThanOrEqual(compare(a, b) + compare(b, c) + 1e-12);
      }),
    );
  });

  it('is refused between embeddings of different lengths, in both orders', () => {
    const random = seededRandom(1);
    const [short, long] = [randomEmbedding(random, 128), randomEmbedding(random, 512)];
    expect(() => compare(short, long)).toThrow('128 and 512');
    expect(() => compare(long, short)).toThrow('512 and 128');
  });

  it('of an angle is the distance of unit vectors at that angle', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: Math.PI, noNaN: true }), (angle) => {
        const level = Float32Array.of(1, 0) as Embedding; // Unit length by sight.
        const turned = Float32Array.of(Math.cos(angle), Math.sin(angle)) as Embedding; // Likewise.
        expect(Math.abs(distanceOfAngle(angle) - compare(level, turned))).toBeLessThan(1e-6);
      }),
    );
  });
});
