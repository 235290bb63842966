import fc from 'fast-check';
import { expect, test } from 'vitest';
import { guardLimit } from '../../app/core/guard.ts';
import { GUARD } from '../../app/core/parameters.ts';
import { SCALE } from '../services/fake-engine.ts';
import { asRate } from './support.ts';

const { calibration } = SCALE;
const limit = (people: number, references = people, rate = 1e-3) =>
  guardLimit(calibration, asRate(rate), { people, references });

test('among few people the guard is ten times looser than a verification', () => {
  expect(GUARD.looser).toBe(10);
  expect(limit(2)?.falseMatchRate).toBeCloseTo(1e-2, 12);
  expect(limit(2)?.threshold).toBe(1);
});

test('nobody is guarded from nobody', () => {
  expect(limit(0)).toBeUndefined();
  expect(limit(1)).toBeUndefined();
});

test('chance alone flags no more people than their share, however many there are', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 100_000 }),
      fc.integer({ min: 1, max: 8 }),
      (people, each) => {
        const rate = limit(people, people * each)?.falseMatchRate ?? 0;
        const comparisons = each * each * (people - 1);
        expect(1 - (1 - rate) ** comparisons).toBeLessThanOrEqual(GUARD.flaggedShare + 1e-9);
      },
    ),
  );
});

test('the more people, the closer must the nearest other be to count', () => {
  const distances = [2, 10, 100, 1_000, 10_000].map((people) => limit(people)?.threshold ?? 0);
  expect(distances).toEqual([...distances].sort((one, other) => other - one));
  expect(distances[4]).toBeLessThan(distances[0]);
});
