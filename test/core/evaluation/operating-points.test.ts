import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lowerBound, sortDistances, upperBound } from '../../../app/core/error-rates.ts';
import {
  operatingPoint,
  pointAt,
  supportOf,
  supportedTargets,
} from '../../../app/core/evaluation/operating-points.ts';
import { EVALUATION } from '../../../app/core/parameters.ts';
import { asDistance, distances } from '../support.ts';
import { falseMatches, falseNonMatches, populationsOf, somePopulations } from './support.ts';

const targets = fc.oneof(
  fc.constantFrom(1e-5, 1e-3, 0.01, 0.02, 0.1, 1 / 3, 0.5, 1),
  fc.double({ min: 1e-6, max: 1, noNaN: true }),
);

describe('an operating point', () => {
  it('never matches more falsely on its own data than was aimed at', () => {
    fc.assert(
      fc.property(somePopulations, targets, (populations, target) => {
        const point = operatingPoint(populations, target);
        if (point === undefined) {
          // Then even a distance of 0 matches too often.
          expect(falseMatches(populations, 0) / populations.nonMated.length).toBeGreaterThan(
            target,
          );
          return;
        }
        const count = falseMatches(populations, point.threshold);
        expect(point.falseMatches).toBe(count);
        expect(count / populations.nonMated.length).toBeLessThanOrEqual(target);
        expect(point.falseNonMatches).toBe(falseNonMatches(populations, point.threshold));
      }),
      { numRuns: 1000 },
    );
  });

  it('for 1 in 100 of 100 non-mated distances has at most one false match, whatever they are', () => {
    const hundred = fc.array(fc.double({ min: 0, max: 2, noNaN: true }), {
      minLength: 100,
      maxLength: 100,
    });
    fc.assert(
      fc.property(hundred, distances(10), (nonMated, mated) => {
        const point = operatingPoint(populationsOf(mated, nonMated), 0.01);
        expect(point?.falseMatches ?? 0).toBeLessThanOrEqual(1);
        expect(
          nonMated.filter((distance) => distance <= (point?.threshold ?? -1)).length,
        ).toBeLessThanOrEqual(1);
      }),
    );
    const spread = Array.from({ length: 100 }, (_, i) => 1 + i / 100);
    expect(operatingPoint(populationsOf([0.5], spread), 0.01)).toMatchObject({
      threshold: 1,
      falseMatches: 1,
    });
  });

  it('is told with its counts and with bounds on both sides of both rates', () => {
    const nonMated = Array.from({ length: 200 }, (_, i) => 1 + i / 200);
    const mated = Array.from({ length: 50 }, (_, i) => 0.6 + i / 100);
    const point = operatingPoint(populationsOf(mated, nonMated), 0.05);
    expect(point).toMatchObject({
      falseMatchRate: 0.05,
      threshold: 1.045,
      comparisons: 200,
      falseMatches: 10,
      fmrLowerBound: lowerBound(10, 200, 0.95),
      upperBound: upperBound(10, 200, 0.95),
      mated: 50,
      falseNonMatches: 5,
      falseNonMatchRate: 0.1,
      fnmrLowerBound: lowerBound(5, 50, 0.95),
      fnmrUpperBound: upperBound(5, 50, 0.95),
    });
  });

  it('can be told of a threshold that was chosen elsewhere', () => {
    const populations = populationsOf([0.4, 0.9], [0.8, 1.2, 1.4]);
    expect(pointAt(populations, 0.5, asDistance(0.85))).toMatchObject({
      falseMatches: 1,
      falseNonMatches: 1,
    });
  });

  it('of no comparison does not exist', () => {
    expect(() => operatingPoint(populationsOf([], [1]), 0.1)).toThrow('at least one comparison');
  });
});

describe('what a number of comparisons supports', () => {
  it.each([
    { target: 1e-3, comparisons: 30_000, support: 'supported', missing: 0 },
    { target: 1e-3, comparisons: 29_999, support: 'rule-of-three', missing: 1 },
    { target: 1e-3, comparisons: 3_000, support: 'rule-of-three', missing: 27_000 },
    { target: 1e-3, comparisons: 2_999, support: 'unsupported', missing: 27_001 },
    { target: 1e-5, comparisons: 3_000_000, support: 'supported', missing: 0 },
    { target: 1e-5, comparisons: 0, support: 'unsupported', missing: 3_000_000 },
    { target: 3e-4, comparisons: 100_000, support: 'supported', missing: 0 },
    { target: 1, comparisons: 30, support: 'supported', missing: 0 },
  ])('$comparisons for $target: $support', ({ target, comparisons, support, missing }) => {
    expect(supportOf(target, comparisons)).toEqual({ support, missingComparisons: missing });
  });

  it('is the rule of three exactly where no false match would show the target at 95 %', () => {
    for (const target of EVALUATION.targets) {
      const enough = Math.round(3 / target);
      expect(supportOf(target, enough).support).toBe('rule-of-three');
      expect(upperBound(0, enough, 0.95)).toBeLessThanOrEqual(target);
      expect(supportOf(target, enough - 1).support).toBe('unsupported');
    }
  });

  it('is no question for a rate that is none', () => {
    for (const target of [0, -1, 1.5, Number.NaN]) {
      expect(() => supportOf(target, 10)).toThrow('a target rate is above 0');
    }
  });

  it('grows with comparisons, and what is missing is what was short', () => {
    const order = ['unsupported', 'rule-of-three', 'supported'];
    fc.assert(
      fc.property(targets, fc.nat(100_000), fc.nat(100_000), (target, comparisons, more) => {
        const one = supportOf(target, comparisons);
        const other = supportOf(target, comparisons + more);
        expect(order.indexOf(other.support)).toBeGreaterThanOrEqual(order.indexOf(one.support));
        expect(supportOf(target, comparisons + one.missingComparisons).support).toBe('supported');
      }),
    );
  });
});

describe('the targets of a measurement', () => {
  it('come from the most tolerant to the strictest, each with its support and its point', () => {
    const nonMated = Array.from({ length: 4_000 }, (_, i) => 1 + i / 4_000);
    const found = supportedTargets(populationsOf([0.5], nonMated), [1e-3, 1e-1, 1e-2, 1e-4]);
    expect(found.map(({ falseMatchRate, support }) => [falseMatchRate, support])).toEqual([
      [1e-1, 'supported'],
      [1e-2, 'supported'],
      [1e-3, 'rule-of-three'],
      [1e-4, 'unsupported'],
    ]);
    expect(found.map(({ point }) => point?.falseMatches)).toEqual([400, 40, 4, 0]);
    expect(found[2].missingComparisons).toBe(26_000);
  });

  it('have no point where identical samples of different people match too often', () => {
    const nonMated = sortDistances([0, 0, 1, 1]);
    const [half, quarter] = supportedTargets({ mated: sortDistances([0]), nonMated }, [0.5, 0.25]);
    expect(half.point?.threshold).toBe(0);
    expect('point' in quarter).toBe(false);
  });
});
