import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  createPlainKernel,
  createWasmKernel,
  placesOf,
  type AnchorEmbeddings,
  type SimilarityKernel,
} from '../../../app/core/fingerprint/similarity-kernel.ts';
import { seededRandom, seeds } from '../support.ts';

function embeddingsOf(random: () => number, count: number, dimensions: number): AnchorEmbeddings {
  const embeddings = Int8Array.from({ length: count * dimensions }, () =>
    Math.round(254 * random() - 127),
  );
  const squares = Float64Array.from({ length: count }, (_, i) =>
    embeddings
      .subarray(i * dimensions, (i + 1) * dimensions)
      .reduce((sum, value) => sum + value * value, 0),
  );
  return { count, embeddings, squares };
}

function naiveDot(
  one: AnchorEmbeddings,
  i: number,
  other: AnchorEmbeddings,
  j: number,
  dimensions: number,
): number {
  let sum = 0;
  for (let k = 0; k < dimensions; k++) {
    sum += one.embeddings[i * dimensions + k] * other.embeddings[j * dimensions + k];
  }
  return sum;
}

const KERNELS = { WebAssembly: createWasmKernel, plain: createPlainKernel };

function made(make: typeof createWasmKernel, ...sizes: Parameters<typeof createWasmKernel>) {
  const kernel = make(...sizes);
  if (!kernel) throw new Error('Expected WebAssembly with vectors of Node.');
  return kernel;
}

describe.each(Object.entries(KERNELS))('the %s kernel', (_name, make) => {
  test('multiplies every anchor with every other, exactly', () => {
    const counts = fc.integer({ min: 0, max: 33 });
    fc.assert(
      fc.property(seeds, counts, counts, fc.constantFrom(1, 2, 7, 64), (seed, m, n, dimensions) => {
        const random = seededRandom(seed);
        const probe = embeddingsOf(random, m, dimensions);
        const reference = embeddingsOf(random, n, dimensions);
        const kernel = made(make, dimensions, 40, 40);
        kernel.setProbe(embeddingsOf(random, 40, dimensions)); // Must leave nothing behind.
        kernel.setReference(0, embeddingsOf(random, 40, dimensions));
        kernel.setProbe(probe);
        kernel.setReference(0, reference);
        const dots = kernel.dots(0, n);
        expect(dots).toHaveLength(m * placesOf(n));
        for (let i = 0; i < m; i++) {
          for (let j = 0; j < n; j++) {
            const expected = naiveDot(probe, i, reference, j, dimensions);
            expect(dots[i * placesOf(n) + j]).toBe(expected);
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  test('holds the largest numbers there are', () => {
    const dimensions = 254;
    const largest = {
      count: 1,
      embeddings: new Int8Array(dimensions).fill(-128),
      squares: Float64Array.of(128 * 128 * dimensions),
    };
    const kernel = made(make, dimensions, 4, 8);
    kernel.setProbe(largest);
    kernel.setReference(0, largest);
    expect(kernel.dots(0, 1)[0]).toBe(128 * 128 * dimensions);
  });

  test('finds the most similar anchor of each of many references', () => {
    const random = seededRandom(8);
    const probe = embeddingsOf(random, 13, 64);
    const references = [3, 8, 0, 17].map((count) => embeddingsOf(random, count, 64));
    const kernel = made(make, 64, 20, 64);
    const places = [0, 8, 16, 16];
    references.forEach((reference, r) => kernel.setReference(places[r], reference));
    kernel.setProbe(probe);
    references.forEach((reference, r) => {
      const best = new Float32Array(13);
      kernel.best(places[r], reference.count, best);
      best.forEach((received, i) => {
        const similarities = Array.from({ length: reference.count }, (_, j) => {
          return naiveDot(probe, i, reference, j, 64) / Math.sqrt(reference.squares[j]);
        });
        if (reference.count === 0) expect(received).toBeLessThan(-1e29);
        else expect(received).toBeCloseTo(Math.max(...similarities, emptyPlace(reference)), 3);
      });
    });
  });

  test('takes an empty embedding for one that is like nothing', () => {
    const kernel = made(make, 4, 4, 8);
    kernel.setProbe({
      count: 1,
      embeddings: Int8Array.of(1, 2, 3, 4),
      squares: Float64Array.of(30),
    });
    kernel.setReference(0, {
      count: 1,
      embeddings: new Int8Array(4),
      squares: new Float64Array(1),
    });
    const best = new Float32Array(1);
    kernel.best(0, 1, best);
    expect(best[0]).toBe(0);
  });
});

/** Places up to a multiple of 8 hold empty embeddings, with which everything has the product 0. */
function emptyPlace({ count }: AnchorEmbeddings): number {
  return placesOf(count) > count ? 0 : -Infinity;
}

test('both kernels agree to the bit', () => {
  fc.assert(
    fc.property(seeds, fc.constantFrom(3, 16, 64), (seed, dimensions) => {
      const random = seededRandom(seed);
      const probe = embeddingsOf(random, 21, dimensions);
      const reference = embeddingsOf(random, 19, dimensions);
      const [wasm, plain] = Object.values(KERNELS).map((make): SimilarityKernel => {
        const kernel = made(make, dimensions, 24, 24);
        kernel.setProbe(probe);
        kernel.setReference(0, reference);
        return kernel;
      });
      expect(wasm.dots(0, 19)).toEqual(plain.dots(0, 19));
      const [ours, theirs] = [new Float32Array(21), new Float32Array(21)];
      wasm.best(0, 19, ours);
      plain.best(0, 19, theirs);
      expect(ours).toEqual(theirs);
    }),
    { numRuns: 30 },
  );
});
