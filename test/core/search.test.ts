import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compare } from '../../app/core/distance.ts';
import { findClosest, type ReferenceMatrix } from '../../app/core/search.ts';
import type { Embedding } from '../../app/core/vocabulary.ts';
import { randomEmbedding, seededRandom, seeds } from './support.ts';

interface Gallery {
  readonly matrix: ReferenceMatrix;
  readonly references: readonly Embedding[];
  readonly probe: Embedding;
}

/** Many references occur more than once, and some are the probe itself. */
function randomGallery(random: () => number, count: number, dimensions: number): Gallery {
  const probe = randomEmbedding(random, dimensions);
  const references: Embedding[] = [];
  for (let row = 0; row < count; row++) {
    const draw = random();
    const earlier = references[Math.floor(random() * references.length)];
    if (draw < 0.05) references.push(probe);
    else if (draw < 0.4 && earlier) references.push(earlier);
    else references.push(randomEmbedding(random, dimensions));
  }
  const rows = Float32Array.from(references.flatMap((reference) => [...reference]));
  return { matrix: { dimensions, rows }, references, probe };
}

/** Rows by falling dot product; equal ones by row, since sorting is stable. */
function naiveOrder({ references, probe }: Gallery): number[] {
  const similarities = references.map((reference) =>
    reference.reduce((sum, value, i) => sum + value * probe[i], 0),
  );
  return similarities
    .map((similarity, row) => ({ similarity, row }))
    .toSorted((one, other) => other.similarity - one.similarity)
    .map(({ row }) => row);
}

const rowCounts = fc.integer({ min: 0, max: 60 });
const counts = fc.integer({ min: 1, max: 70 });
// Any remainder of four, which is how many the dot product takes at a time.
const sizes = fc.integer({ min: 3, max: 70 });

describe('the exhaustive search', () => {
  it('finds the rows that sorting all of them finds, closest first, ties by row', () => {
    fc.assert(
      fc.property(seeds, rowCounts, sizes, counts, (seed, rows, dimensions, count) => {
        const gallery = randomGallery(seededRandom(seed), rows, dimensions);
        const found = findClosest(gallery.matrix, gallery.probe, count);
        expect(found.map(({ row }) => row)).toEqual(naiveOrder(gallery).slice(0, count));
      }),
      { numRuns: 300 },
    );
  });

  it('agrees with the distance of distance.ts within the rounding of unit lengths', () => {
    fc.assert(
      fc.property(seeds, rowCounts, sizes, (seed, rows, dimensions) => {
        const gallery = randomGallery(seededRandom(seed), rows, dimensions);
        const found = findClosest(gallery.matrix, gallery.probe, rows + 1);
        expect(found).toHaveLength(rows);
        for (const { row, distance } of found) {
          const exact = compare(gallery.probe, gallery.references[row]);
          // In squares, because a dot product near 1 says little about a distance near 0.
          expect(Math.abs(distance ** 2 - exact ** 2)).toBeLessThan(1e-6);
          if (exact > 0.5) expect(Math.abs(distance - exact)).toBeLessThan(1e-6);
        }
      }),
    );
  });

  it('never gives a distance that is no number, not even of a reference to itself', () => {
    const random = seededRandom(5);
    for (let round = 0; round < 500; round++) {
      const probe = randomEmbedding(random, 128);
      const [self] = findClosest({ dimensions: 128, rows: probe }, probe, 1);
      expect(self.row).toBe(0);
      expect(self.distance).toBeGreaterThanOrEqual(0);
      expect(self.distance).toBeLessThan(1e-3);
    }
  });

  it('gives all rows where more are asked for, and none of none', () => {
    const { matrix, probe } = randomGallery(seededRandom(6), 3, 5);
    expect(findClosest(matrix, probe, 10)).toHaveLength(3);
    expect(findClosest({ dimensions: 5, rows: new Float32Array(0) }, probe, 10)).toEqual([]);
    expect(findClosest(matrix, probe, 0)).toEqual([]);
  });

  it('refuses a probe of another length than the references', () => {
    const { matrix } = randomGallery(seededRandom(7), 3, 8);
    const probe = randomEmbedding(seededRandom(8), 4);
    expect(() => findClosest(matrix, probe, 1)).toThrow('a probe has 8 numbers, not 4');
  });

  it('refuses a matrix that does not end with a whole row', () => {
    const { probe } = randomGallery(seededRandom(7), 1, 8);
    expect(() => findClosest({ dimensions: 8, rows: new Float32Array(12) }, probe, 1)).toThrow(
      'Broken promise',
    );
  });

  it('lets no damaged row hide the others', () => {
    const { matrix, probe } = randomGallery(seededRandom(9), 5, 8);
    const rows = matrix.rows.slice();
    rows[8] = Number.NaN;
    const found = findClosest({ dimensions: 8, rows }, probe, 2).map(({ row }) => row);
    const whole = findClosest(matrix, probe, 5).map(({ row }) => row);
    expect(found).toEqual(whole.filter((row) => row !== 1).slice(0, 2));
  });
});
