import { describe, expect, test } from 'vitest';
import { greyOf, inverse } from '../../../app/core/fingerprint/plane.ts';
import { isInverted, polarityEvidence } from '../../../app/core/fingerprint/polarity.ts';
import { toResolution } from '../../../app/core/fingerprint/resample.ts';
import { drawnPrintRgb } from '../../fixtures/drawn-finger.ts';
import { seededRandom } from '../support.ts';
import { planeOf } from './support.ts';

const prints = [1, 2, 3].flatMap((person) =>
  (['ordinary', 'poor'] as const).map((quality) =>
    toResolution(greyOf(drawnPrintRgb({ person, quality })), 500, 250),
  ),
);

describe('the polarity of a print', () => {
  test('with dark ridges is never called inverted', () => {
    for (const print of prints) expect(isInverted(print)).toBe(false);
  });

  test('with bright ridges is told', () => {
    const told = prints.filter((print) => isInverted(inverse(print)));
    expect(told.length).toBeGreaterThanOrEqual(prints.length - 1);
  });

  test('turns round with the image', () => {
    for (const print of prints) {
      expect(polarityEvidence(inverse(print))).toBeCloseTo(-polarityEvidence(print), 1);
    }
  });

  test('is left open where nothing speaks for either: stripes, noise, nothing at all', () => {
    const random = seededRandom(4);
    const open = [
      planeOf(120, 120, (x, y) => 0.5 + 0.4 * Math.sin(1.4 * x + 0.3 * y)),
      planeOf(120, 120, random),
      planeOf(120, 120, () => 0.9),
      planeOf(120, 120, () => 0.1),
      planeOf(3, 2, random),
    ];
    for (const plane of open) {
      expect(isInverted(plane)).toBe(false);
      expect(isInverted(inverse(plane))).toBe(false);
    }
    expect(polarityEvidence(open[2])).toBe(0);
  });
});
