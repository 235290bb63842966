import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  deviateScale,
  linearScale,
  normalDeviate,
  normalShare,
  type Scale,
} from '../../renderer/charts/scales.ts';
import { bandPath, hillSpots, linePath } from '../../renderer/charts/paths.ts';

const SCALES: readonly (readonly [string, Scale, number, number])[] = [
  ['linear', linearScale(-3, 12), -3, 12],
  ['normal deviate', deviateScale(1e-4, 0.5), 1e-4, 0.5],
];

describe.each(SCALES)('the %s scale', (_, scale, low, high) => {
  test('goes from 0 to 1, and back', () => {
    expect(scale.at(low)).toBeCloseTo(0, 9);
    expect(scale.at(high)).toBeCloseTo(1, 9);
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 0.999, noNaN: true }), (share) => {
        expect(scale.at(scale.from(share))).toBeCloseTo(share, 6);
      }),
    );
  });

  test('has its ticks inside, in order', () => {
    expect(scale.ticks.length).toBeGreaterThan(2);
    expect(scale.ticks).toEqual(scale.ticks.toSorted((one, other) => one - other));
    for (const tick of scale.ticks) {
      expect(scale.at(tick)).toBeGreaterThan(-1e-9);
      expect(scale.at(tick)).toBeLessThan(1 + 1e-9);
    }
  });
});

test('ticks are round numbers, not sums of rounding errors', () => {
  expect(linearScale(0, 0.5).ticks).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5]);
});

describe('the normal distribution', () => {
  test('agrees with its table', () => {
    for (const [deviate, share] of [
      [0, 0.5],
      [1, 0.8413447460685429],
      [1.959963984540054, 0.975],
      [-2.3263478740408408, 0.01],
      [3.090232306167813, 0.999],
      [-4.753424308822899, 1e-6],
    ]) {
      expect(normalShare(deviate)).toBeCloseTo(share, 9);
      expect(normalDeviate(share)).toBeCloseTo(deviate, 5);
    }
  });

  test('is symmetric', () => {
    fc.assert(
      fc.property(fc.double({ min: -6, max: 6, noNaN: true }), (deviate) => {
        expect(normalShare(deviate) + normalShare(-deviate)).toBeCloseTo(1, 12);
      }),
    );
  });

  test('agrees with a sum over its density', () => {
    const step = 1e-4;
    let sum = 0.5;
    for (let x = 0; x < 1.3 - step / 2; x += step) {
      sum += (step * Math.exp(-((x + step / 2) ** 2) / 2)) / Math.sqrt(2 * Math.PI);
    }
    expect(normalShare(1.3)).toBeCloseTo(sum, 8);
  });
});

test('paths have y upwards, and bands close', () => {
  const line = [
    { x: 0, y: 0 },
    { x: 1, y: 1 },
  ];
  expect(linePath(line, 100, 50)).toBe('M0 50L100 0');
  expect(bandPath(line, [{ x: 0, y: 0 }], 100, 50)).toBe('M0 50L100 0L0 50Z');
});

test('a hill is as high as one where it is highest, and empty where nothing was counted', () => {
  const spots = hillSpots([0, 0, 4, 9, 4, 0, 0], 1);
  expect(Math.max(...spots.map(({ y }) => y))).toBe(1);
  expect(spots.find(({ y }) => y === 1)?.x).toBeCloseTo(0.5, 9);
  expect(hillSpots([0, 0, 0], 1)).toEqual([]);
  expect(hillSpots([], 1)).toEqual([]);
});
