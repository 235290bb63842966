import { describe, expect, test } from 'vitest';
import { greyOf, inverse } from '../../../app/core/fingerprint/plane.ts';
import { toResolution } from '../../../app/core/fingerprint/resample.ts';
import { estimateRidges } from '../../../app/core/fingerprint/ridge-period.ts';
import { FINGERPRINT } from '../../../app/core/parameters.ts';
import { drawnPrintRgb } from '../../fixtures/drawn-finger.ts';
import { seededRandom } from '../support.ts';
import { planeOf } from './support.ts';

const stripes = (periodPx: number, angle: number) =>
  planeOf(240, 260, (x, y) => {
    const across = x * Math.cos(angle) + y * Math.sin(angle);
    return 0.5 + 0.4 * Math.sin((2 * Math.PI * across) / periodPx);
  });

describe('the ridge period', () => {
  test.each([4.5, 6, 9, 11.3, 16, 21])('of stripes %f pixels apart is told at any angle', (px) => {
    for (const angle of [0, 0.4, Math.PI / 4, 1.3, Math.PI / 2, 2.5]) {
      const { periodPx, coherence } = estimateRidges(stripes(px, angle));
      expect(periodPx).toBeGreaterThan(px * 0.97);
      expect(periodPx).toBeLessThan(px * 1.03);
      expect(coherence).toBeGreaterThan(0.8);
    }
  });

  test('does not depend on polarity or contrast', () => {
    const plane = stripes(9, 0.7);
    const faint = planeOf(plane.width, plane.height, (x, y) => {
      return 0.4 + 0.3 * plane.data[y * plane.width + x];
    });
    const { periodPx } = estimateRidges(plane);
    expect(estimateRidges(inverse(plane)).periodPx).toBeCloseTo(periodPx ?? 0, 1);
    expect(estimateRidges(faint).periodPx).toBeCloseTo(periodPx ?? 0, 1);
  });

  test('is not told where there are no ridges: flat, noise, or too small', () => {
    const random = seededRandom(1);
    expect(estimateRidges(planeOf(200, 200, () => 0.7))).toEqual({ coherence: 0, blocks: 0 });
    expect(estimateRidges(planeOf(200, 200, random)).periodPx).toBeUndefined();
    expect(estimateRidges(planeOf(30, 30, random))).toEqual({ coherence: 0, blocks: 0 });
  });

  test('of drawn prints is a finger’s at their own resolution, and not at another', () => {
    const { minRidgePeriodMm, maxRidgePeriodMm } = FINGERPRINT.resolution;
    const periodMm = (person: number, saidDpi: number) => {
      const plane = toResolution(greyOf(drawnPrintRgb({ person })), saidDpi, 500);
      return ((estimateRidges(plane).periodPx ?? 0) / 500) * 25.4;
    };
    for (const person of [1, 2, 3]) {
      expect(periodMm(person, 500)).toBeGreaterThan(minRidgePeriodMm);
      expect(periodMm(person, 500)).toBeLessThan(maxRidgePeriodMm);
      expect(periodMm(person, 250)).toBeGreaterThan(maxRidgePeriodMm);
      expect(periodMm(person, 1000)).toBeLessThan(minRidgePeriodMm);
    }
  });
});
