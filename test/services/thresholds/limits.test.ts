import { expect, test } from 'vitest';
import { DECISION } from '../../../app/core/parameters.ts';
import {
  duplicateLimit,
  identificationLimit,
  verificationLimit,
} from '../../../app/services/thresholds/limits.ts';
import { asRate } from '../../core/support.ts';
import { PRINT_SCALE, SCALE } from '../fake-engine.ts';
import { failureOf } from '../support.ts';

test('verification aims at the default rate, or at what was asked for', () => {
  expect(verificationLimit(SCALE, 1)).toMatchObject({
    threshold: 0.9,
    targetRate: DECISION.verificationFmr,
    support: 'measured',
  });
  expect(verificationLimit(SCALE, 1, asRate(1e-5)).threshold).toBe(0.7);
});

test('identification aims at its own rate, shared among all references', () => {
  expect(identificationLimit(SCALE, 1)).toMatchObject({
    threshold: 1,
    targetRate: DECISION.identificationFpir,
  });
  expect(identificationLimit(SCALE, 10).threshold).toBe(0.9);
  expect(identificationLimit(SCALE, 1_000).threshold).toBe(0.7);
  expect(identificationLimit(SCALE, 1_000_000)).toMatchObject({ support: 'extrapolated' });
});

test('more references never make a limit more tolerant', () => {
  for (const limit of [verificationLimit, identificationLimit]) {
    const thresholds = [1, 2, 3, 10, 100, 1e4, 1e6, 1e8].map((n) => limit(SCALE, n).threshold);
    expect(thresholds).toEqual([...thresholds].sort((one, other) => other - one));
    expect(thresholds.at(-1)).toBeLessThan(thresholds[0]);
  }
});

test('duplicates count every pair: ten times the images, a hundred times the pairs', () => {
  const few = duplicateLimit(SCALE, 200); // 19,900 pairs: 1e-5 is the first point strict enough.
  const many = duplicateLimit(SCALE, 1_000); // 499,500 pairs: 1e-6 still is strict enough.
  expect([few.threshold, many.threshold]).toEqual([0.7, 0.6]);
});

test('a model without measured thresholds decides nothing', async () => {
  const scale = { ...SCALE, calibration: { ...SCALE.calibration, points: [] } };
  for (const call of [verificationLimit, identificationLimit, duplicateLimit]) {
    expect((await failureOf(() => call(scale, 1))).code).toBe('model-invalid');
  }
});

test('of fingerprints no default is looser than that of a verification', () => {
  for (const references of [1, 2, 5, 10]) {
    const limit = identificationLimit(PRINT_SCALE, references);
    expect(limit.threshold, String(references)).toBe(0.9);
    expect(limit.falseMatchRate).toBeCloseTo(DECISION.verificationFmr, 12);
  }
  expect(identificationLimit(PRINT_SCALE, 1_000)).toMatchObject({
    threshold: 0.7,
    targetRate: DECISION.identificationFpir,
  });
  expect(verificationLimit(PRINT_SCALE, 1).threshold).toBe(0.9);
  // Whoever asks for another rate has decided.
  expect(identificationLimit(PRINT_SCALE, 1, asRate(1e-2)).threshold).toBe(1);
});
