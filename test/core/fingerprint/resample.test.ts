import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { resample, toResolution } from '../../../app/core/fingerprint/resample.ts';
import { seededRandom, seeds } from '../support.ts';
import { planeOf } from './support.ts';

const sides = fc.integer({ min: 1, max: 40 });

/** Mean of the area of each output pixel, sampled finely. */
function naiveArea(values: readonly number[], to: number): number[] {
  const parts = 4_000;
  return Array.from({ length: to }, (_, i) => {
    let sum = 0;
    for (let part = 0; part < parts; part++) {
      sum += values[Math.floor(((i + (part + 0.5) / parts) * values.length) / to)];
    }
    return sum / parts;
  });
}

describe('resampling', () => {
  test('makes every smaller pixel the mean of the area that it covers', () => {
    fc.assert(
      fc.property(seeds, sides, sides, (seed, from, to) => {
        fc.pre(to <= from);
        const random = seededRandom(seed);
        const values = Array.from({ length: from }, random);
        const across = resample(
          planeOf(from, 3, (x) => values[x]),
          to,
          3,
        );
        const down = resample(
          planeOf(2, from, (_, y) => values[y]),
          2,
          to,
        );
        naiveArea(values, to).forEach((expected, i) => {
          expect(Math.abs(across.data[i] - expected)).toBeLessThan(2e-3);
          expect(Math.abs(down.data[2 * i + 1] - expected)).toBeLessThan(2e-3);
        });
      }),
      { numRuns: 40 },
    );
  });

  test('by two is the mean of four, and keeps the overall mean whatever the factor', () => {
    const random = seededRandom(3);
    const plane = planeOf(14, 10, random);
    const half = resample(plane, 7, 5);
    const at = (x: number, y: number) => plane.data[y * 14 + x];
    const expected = (at(4, 6) + at(5, 6) + at(4, 7) + at(5, 7)) / 4;
    expect(half.data[3 * 7 + 2]).toBeCloseTo(expected, 6);
    const mean = (data: Float32Array) => data.reduce((sum, value) => sum + value, 0) / data.length;
    expect(mean(resample(plane, 5, 3).data)).toBeCloseTo(mean(plane.data), 5);
  });

  test('enlarges by straight lines between centres, and holds the border', () => {
    const doubled = resample(
      planeOf(3, 1, (x) => x),
      6,
      1,
    );
    expect([...doubled.data]).toEqual([0, 0.25, 0.75, 1.25, 1.75, 2]);
    const single = resample(
      planeOf(1, 1, () => 7),
      4,
      3,
    );
    expect([...single.data]).toEqual(Array.from({ length: 12 }, () => 7));
  });

  test('keeps a flat plane flat, in any direction', () => {
    fc.assert(
      fc.property(sides, sides, sides, sides, (width, height, toWidth, toHeight) => {
        const flat = planeOf(width, height, () => 0.3);
        const { data } = resample(flat, toWidth, toHeight);
        expect(data).toHaveLength(toWidth * toHeight);
        for (const value of data) expect(value).toBeCloseTo(0.3, 6);
      }),
    );
  });

  test('to a resolution changes nothing but the number of pixels', () => {
    const plane = planeOf(388, 374, () => 0);
    expect(toResolution(plane, 500, 250)).toMatchObject({ width: 194, height: 187 });
    expect(toResolution(plane, 569, 250)).toMatchObject({ width: 170, height: 164 });
    expect(toResolution(plane, 250, 250), 'nothing to do').toBe(plane);
    expect(
      toResolution(
        planeOf(2, 900, () => 0),
        2000,
        250,
      ),
    ).toMatchObject({ width: 1 });
  });
});
