import { describe, expect, test } from 'vitest';
import {
  CLARITY_PLANE,
  FIELD_PLANES,
  FINGER_PLANE,
  type DetectorField,
} from '../../../app/core/fingerprint/anchors.ts';
import {
  fingerMask,
  judgeFingerprint,
  measureImprint,
  measureInk,
} from '../../../app/core/fingerprint/quality.ts';
import { FINGERPRINT } from '../../../app/core/parameters.ts';
import type { FingerprintQuality } from '../../../app/core/sample.ts';
import { planeOf } from './support.ts';

/** A finger where `inside` says so, of one clarity. */
function fieldOf(
  width: number,
  height: number,
  inside: (x: number, y: number) => boolean,
  clarity = 0,
): DetectorField {
  const plane = width * height;
  const data = new Float32Array(FIELD_PLANES * plane);
  for (let i = 0; i < plane; i++) {
    data[FINGER_PLANE * plane + i] = inside(i % width, Math.floor(i / width)) ? 4 : -4;
    data[CLARITY_PLANE * plane + i] = clarity;
  }
  return { width, height, data };
}

const good: FingerprintQuality = {
  areaMm2: 180,
  clarity: 0.7,
  anchors: 50,
  contrast: 50,
  darkness: 150,
  dryness: 0.3,
  wetness: 0.3,
  cutOffShare: 0.2,
  ridgePeriodMm: 0.45,
  dpi: 500,
  inverted: 0,
};

const problems = (changes: Partial<FingerprintQuality>) =>
  judgeFingerprint({ ...good, ...changes }).map(({ problem }) => problem);

describe('the imprint', () => {
  test('is measured in square millimetres, without what was added to the print', () => {
    const field = fieldOf(48, 40, (x, y) => x >= 10 && y >= 10);
    // The print itself is 60 x 50 pixels: 30 x 25 cells, of which 20 x 15 are finger.
    const mask = fingerMask(field, 60, 50);
    expect(mask).toMatchObject({ width: 30, height: 25 });
    const { areaMm2, clarity } = measureImprint(field, mask, 250);
    expect(areaMm2).toBeCloseTo(20 * 15 * (2 * 0.1016) ** 2, 6);
    expect(clarity).toBeCloseTo(0.5);
  });

  test('is cut off as far as its outline lies on the image’s border', () => {
    const share = (inside: (x: number, y: number) => boolean) => {
      const field = fieldOf(40, 40, inside);
      return measureImprint(field, fingerMask(field, 80, 80), 250).cutOffShare;
    };
    expect(share((x, y) => Math.hypot(x - 20, y - 20) < 15)).toBe(0);
    expect(share(() => true)).toBe(1);
    expect(share((_, y) => y < 20)).toBeCloseTo(2 / 3, 1);
    expect(share(() => false)).toBe(0);
  });
});

describe('the ink', () => {
  /** Stripes ten pixels wide, of which a share is ridge. */
  const stripes = (ridgeShare: number, dark = 0.2, bright = 0.9) =>
    planeOf(100, 100, (x) => (x % 10 < 10 * ridgeShare ? dark : bright));
  const field = fieldOf(56, 56, () => true);
  const inkOf = (ridgeShare: number) =>
    measureInk(stripes(ridgeShare), fingerMask(field, 100, 100));

  test('is dry where there is little ridge and wet where there is much', () => {
    const [dry, usual, wet] = [0.2, 0.5, 0.8].map(inkOf);
    expect(dry.dryness).toBeGreaterThan(0.5);
    expect(dry.wetness).toBe(0);
    expect(usual.dryness).toBeLessThan(0.15);
    expect(usual.wetness).toBeLessThan(0.15);
    expect(wet.wetness).toBeGreaterThan(0.5);
    expect(wet.dryness).toBe(0);
  });

  test('is told by its mean and spread, on the scale of pixels', () => {
    const { contrast, darkness } = inkOf(0.5);
    expect(darkness).toBeCloseTo((255 * (0.2 + 0.9)) / 2, 0);
    expect(contrast).toBeCloseTo((255 * (0.9 - 0.2)) / 2, 0);
  });

  test('is looked at on the finger only', () => {
    const half = fieldOf(56, 56, (x) => x < 25);
    const plane = planeOf(100, 100, (x) => (x < 50 ? (x % 10 < 5 ? 0 : 1) : 0.5));
    const { contrast } = measureInk(plane, fingerMask(half, 100, 100));
    expect(contrast).toBeCloseTo(127.5, 0);
    const none = fieldOf(56, 56, () => false);
    expect(measureInk(plane, fingerMask(none, 100, 100))).toEqual({
      contrast: 0,
      darkness: 255,
      dryness: 0,
      wetness: 0,
    });
  });
});

describe('the judgement', () => {
  test('lets a good print pass, also one whose period could not be told', () => {
    expect(problems({})).toEqual([]);
    expect(problems({ ridgePeriodMm: 0, inverted: 1 })).toEqual([]);
  });

  test.each([
    ['finger-too-small', { areaMm2: 3 }],
    ['too-few-anchors', { anchors: 2 }],
    ['unclear-ridges', { clarity: 0.19 }],
    ['low-contrast', { contrast: 2 }],
    ['too-dry', { dryness: 0.99 }],
    ['too-wet', { wetness: 0.99 }],
    ['wrong-resolution', { ridgePeriodMm: 0.2 }],
    ['wrong-resolution', { ridgePeriodMm: 0.9 }],
  ] as const)('says %s for %j', (problem, changes) => {
    expect(problems(changes)).toEqual([problem]);
  });

  test('says everything that is wrong, with its numbers', () => {
    const reasons = judgeFingerprint({ ...good, clarity: 0.01, anchors: 100 });
    expect(reasons).toEqual([
      {
        problem: 'unclear-ridges',
        measured: 0.01,
        limit: FINGERPRINT.quality.minClarity,
        unit: 'clarity',
      },
      {
        problem: 'too-few-anchors',
        measured: 1,
        limit: FINGERPRINT.quality.minClearAnchors,
        unit: 'clear anchors',
      },
    ]);
  });

  test('says only that there is no finger where there is none', () => {
    expect(problems({ areaMm2: 0, anchors: 0, clarity: 0 })).toEqual(['no-finger']);
    // A photograph of a face: texture, and nothing that comes back at a distance.
    expect(problems({ ridgePeriodMm: 0, clarity: 0.3, anchors: 60 })).toEqual(['no-finger']);
  });

  test('says that the resolution is wrong before all that may come of it', () => {
    expect(problems({ ridgePeriodMm: 0.2, areaMm2: 0 })).toEqual(['wrong-resolution', 'no-finger']);
    expect(problems({ ridgePeriodMm: 0.9, anchors: 1 })[0]).toBe('wrong-resolution');
  });

  test('lets no missing number pass', () => {
    expect(problems({ clarity: NaN })).toEqual(['unclear-ridges', 'too-few-anchors']);
    expect(problems({ dryness: NaN })).toEqual(['too-dry']);
  });
});
