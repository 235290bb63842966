import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { compare } from '../../../app/core/distance.ts';
import {
  pairDistances,
  plainPairDistances,
  vectorPairDistances,
} from '../../../app/core/evaluation/pair-distances.ts';
import {
  allPairs,
  forEachPair,
  listedPairs,
  type Pairs,
} from '../../../app/core/evaluation/pairs.ts';
import type { ReferenceMatrix } from '../../../app/core/search.ts';
import type { Embedding } from '../../../app/core/vocabulary.ts';
import { randomEmbedding, seededRandom, seeds } from '../support.ts';

const KERNELS = { WebAssembly: vectorPairDistances, plain: plainPairDistances };

function matrixOf(random: () => number, count: number, dimensions: number): ReferenceMatrix {
  const rows = new Float32Array(count * dimensions);
  for (let i = 0; i < count; i++) rows.set(randomEmbedding(random, dimensions), i * dimensions);
  return { rows, dimensions };
}

function expectSameBits(
  measure: (captures: ReferenceMatrix, pairs: Pairs) => Float64Array | undefined,
  captures: ReferenceMatrix,
  pairs: Pairs,
): void {
  const { rows, dimensions } = captures;
  const row = (i: number) => rows.subarray(i * dimensions, (i + 1) * dimensions) as Embedding;
  const found = measure(captures, pairs);
  let count = 0;
  forEachPair(pairs, (probe, reference, place) => {
    count += 1;
    if (found && Object.is(found[place], compare(row(probe), row(reference)))) return;
    expect.fail(`${found?.[place]} of ${probe} and ${reference}`);
  });
  expect(found).toHaveLength(count);
}

describe.each(Object.entries(KERNELS))('distances of many pairs (%s)', (_, measure) => {
  it('have the bits of the distance that decides', () => {
    const sizes = fc.record({
      count: fc.integer({ min: 1, max: 23 }),
      dimensions: fc.integer({ min: 1, max: 40 }),
    });
    fc.assert(
      fc.property(seeds, sizes, (seed, { count, dimensions }) => {
        const random = seededRandom(seed);
        const captures = matrixOf(random, count, dimensions);
        expectSameBits(measure, captures, allPairs(count));
        const any = () => Math.floor(random() * count);
        const listed = Array.from({ length: any() + 1 }, () => ({
          probe: any(),
          reference: any(),
        }));
        expectSameBits(measure, captures, listedPairs(listed));
      }),
    );
  });

  it.each([128, 192, 320])('have them at %i dimensions, where embeddings are', (dimensions) => {
    const random = seededRandom(dimensions);
    const captures = matrixOf(random, 150, dimensions);
    expectSameBits(measure, captures, allPairs(150));
    const any = () => Math.floor(random() * 150);
    const listed = Array.from({ length: 9_001 }, () => ({ probe: any(), reference: any() }));
    expectSameBits(measure, captures, listedPairs(listed));
  });

  it('are 0 of a capture with its copy, and 2 of one with its opposite', () => {
    const rows = Float32Array.of(0.6, 0.8, 0.6, 0.8, -0.6, -0.8);
    const found = measure({ rows, dimensions: 2 }, allPairs(3));
    expect(found?.[0]).toBe(0);
    expect(found?.[1]).toBeCloseTo(2, 6);
  });

  it('of damaged embeddings are no number', () => {
    const rows = Float32Array.of(1, 0, Number.NaN, 0, 0, 1);
    const found = measure({ rows, dimensions: 2 }, allPairs(3));
    expect(found?.[0]).toBeNaN();
    expect(found?.[1]).toBeCloseTo(Math.SQRT2, 12);
  });
});

describe('distances of pairs', () => {
  const captures = { rows: Float32Array.of(1, 0, 0, 1), dimensions: 2 };

  it('of no pair are none', () => {
    expect(pairDistances({ rows: new Float32Array(0), dimensions: 2 }, allPairs(0))).toHaveLength(
      0,
    );
    expect(pairDistances(captures, listedPairs([]))).toHaveLength(0);
  });

  it('are the same where the platform has no WebAssembly', () => {
    const random = seededRandom(12);
    const some = matrixOf(random, 20, 16);
    const expected = pairDistances(some, allPairs(20));
    vi.stubGlobal('WebAssembly', undefined);
    try {
      expect(vectorPairDistances(some, allPairs(20))).toBeUndefined();
      expect(pairDistances(some, allPairs(20))).toEqual(expected);
    } finally {
      vi.unstubAllGlobals();
    }
  });

  it('are of captures that there are', () => {
    expect(() => pairDistances(captures, allPairs(3))).toThrow('3 captures');
    expect(() => pairDistances(captures, listedPairs([{ probe: 0, reference: 2 }]))).toThrow(
      'of 2',
    );
    expect(() => pairDistances({ ...captures, dimensions: 3 }, allPairs(1))).toThrow('whole rows');
    expect(() =>
      pairDistances(captures, {
        kind: 'listed',
        probes: new Uint32Array(2),
        references: new Uint32Array(1),
      }),
    ).toThrow('every probe');
  });
});
