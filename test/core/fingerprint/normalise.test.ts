import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { boxMean } from '../../../app/core/fingerprint/box-mean.ts';
import {
  localMoments,
  normalise,
  type Preprocessing,
} from '../../../app/core/fingerprint/normalise.ts';
import { seededRandom, seeds } from '../support.ts';
import { planeOf } from './support.ts';

const SETTINGS: Preprocessing = {
  dpi: 250,
  window: 21,
  epsilon: 0.06,
  clip: 2.5,
  maskDeviation: 0.055,
  maskSlope: 12,
};

/** Walks from the border back, the border not twice, as often as it takes. */
function reflect(index: number, length: number): number {
  if (length === 1) return 0;
  let at = index;
  while (at < 0 || at >= length) at = at < 0 ? -at : 2 * (length - 1) - at;
  return at;
}

function naiveMean(
  valueAt: (x: number, y: number) => number,
  width: number,
  height: number,
  window: number,
) {
  const reach = (window - 1) / 2;
  return (x: number, y: number) => {
    let sum = 0;
    for (let dy = -reach; dy <= reach; dy++) {
      for (let dx = -reach; dx <= reach; dx++) {
        sum += valueAt(reflect(x + dx, width), reflect(y + dy, height));
      }
    }
    return sum / window ** 2;
  };
}

describe('means over a window', () => {
  test('are those of a naive loop, also where the window is larger than the plane', () => {
    const size = fc.integer({ min: 1, max: 14 });
    fc.assert(
      fc.property(
        seeds,
        size,
        size,
        fc.constantFrom(1, 3, 7, 21),
        (seed, width, height, window) => {
          const { data } = planeOf(width, height, seededRandom(seed));
          const means = boxMean(data, width, height, window);
          const naive = naiveMean((x, y) => data[y * width + x], width, height, window);
          for (let y = 0, at = 0; y < height; y++) {
            for (let x = 0; x < width; x++, at++) expect(means[at]).toBeCloseTo(naive(x, y), 10);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test('lose nothing over a long row', () => {
    const width = 20_000;
    const { data } = planeOf(width, 1, (x) => (x % 100 === 0 ? 1 : 1e-3));
    const means = boxMean(data, width, 1, 21);
    const naive = naiveMean((x) => data[x], width, 1, 21);
    expect(Math.abs(means[width - 1] - naive(width - 1, 0))).toBeLessThan(1e-12);
  });
});

describe('normalisation', () => {
  test('is (x - mean) / (sd + epsilon), clipped, times the soft mask', () => {
    const random = seededRandom(5);
    // Ridges in the left half, faint noise in the right one.
    const plane = planeOf(60, 50, (x, y) =>
      x < 30 ? 0.5 + 0.4 * Math.sin(x + y / 3) : 0.5 + 0.02 * random(),
    );
    const { data } = normalise(plane, SETTINGS);
    const at = (x: number, y: number) => plane.data[y * 60 + x];
    const mean = naiveMean(at, 60, 50, 21);
    const squares = naiveMean((x, y) => at(x, y) ** 2, 60, 50, 21);
    const deviation = (x: number, y: number) =>
      Math.sqrt(Math.max(0, squares(x, y) - mean(x, y) ** 2));
    const share = naiveMean((x, y) => (deviation(x, y) > 0.055 ? 1 : 0), 60, 50, 21);
    for (const [x, y] of [
      [0, 0],
      [12, 25],
      [33, 7],
      [40, 30],
      [59, 49],
    ]) {
      const value = (at(x, y) - mean(x, y)) / (deviation(x, y) + 0.06);
      const mask = 1 / (1 + Math.exp(-(share(x, y) - 0.5) * 12));
      const expected = Math.min(2.5, Math.max(-2.5, value)) * mask;
      expect(data[y * 60 + x], `${x}, ${y}`).toBeCloseTo(expected, 5);
    }
  });

  test('does not mind light: brighter or stronger ridges come out nearly the same', () => {
    const ridges = (x: number, y: number) => Math.sin(1.4 * x + 0.3 * y);
    const dim = normalise(
      planeOf(64, 64, (x, y) => 0.3 + 0.2 * ridges(x, y)),
      SETTINGS,
    );
    const strong = normalise(
      planeOf(64, 64, (x, y) => 0.5 + 0.45 * ridges(x, y)),
      SETTINGS,
    );
    for (let i = 0; i < dim.data.length; i++) {
      // Only epsilon tells them apart: 0.14 / 0.2 against 0.32 / 0.38.
      expect(Math.abs(strong.data[i] - 1.2 * dim.data[i])).toBeLessThan(0.1);
    }
  });

  test('leaves nothing of a flat or faint image', () => {
    const random = seededRandom(9);
    const { data } = normalise(
      planeOf(50, 50, () => 0.8 + 0.01 * random()),
      SETTINGS,
    );
    for (const value of data) expect(Math.abs(value)).toBeLessThan(0.01);
  });

  test('measures the deviation of a plane as it is', () => {
    const { mean, deviation } = localMoments(
      planeOf(100, 100, (x) => (x % 2 === 0 ? 0.2 : 0.6)),
      21,
    );
    expect(mean[50 * 100 + 50]).toBeCloseTo(0.4, 1);
    expect(deviation[50 * 100 + 50]).toBeCloseTo(0.2, 2);
  });
});
