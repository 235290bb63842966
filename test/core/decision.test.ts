import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decide,
  limitFor,
  limitForPairs,
  ratePerComparison,
  type Calibration,
  type Limit,
} from '../../app/core/decision.ts';
import { DECISION } from '../../app/core/parameters.ts';
import { asDistance, asRate } from './support.ts';

function calibrationOf(points: readonly { rate: number; threshold: number }[]): Calibration {
  return {
    id: 'test',
    set: 'none',
    protocol: 'none',
    measuredOn: '2026-11-01',
    points: points.map(({ rate, threshold }) => ({
      falseMatchRate: asRate(rate),
      threshold: asDistance(threshold),
      comparisons: 1000,
      falseMatches: Math.round(1000 * rate),
      upperBound: asRate(Math.min(1, 2 * rate)),
      mated: 100,
      falseNonMatchRate: asRate(0.01),
    })),
  };
}

/** From the most tolerant to the strictest, each stricter than the one before in both numbers. */
const calibrations = fc
  .array(
    fc.record({
      decades: fc.double({ min: 0.05, max: 1.5, noNaN: true }),
      closer: fc.double({ min: 0.01, max: 0.4, noNaN: true }),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map((steps) => {
    let rate = 1;
    let threshold = 1.5;
    return calibrationOf(
      steps.map(({ decades, closer }) => {
        rate *= 10 ** -decades;
        threshold *= 1 - closer;
        return { rate, threshold };
      }),
    );
  });

const targetRates = fc
  .double({ min: 0.01, max: 9, noNaN: true })
  .map((decades) => asRate(10 ** -decades));
const referenceCounts = fc.integer({ min: 1, max: 100_000 });

const CALIBRATION = calibrationOf([
  { rate: 1e-1, threshold: 1.2 },
  { rate: 1e-2, threshold: 1 },
  { rate: 1e-3, threshold: 0.85 },
  { rate: 1e-4, threshold: 0.75 },
]);

function limitOf(calibration: Calibration, rate: number, references = 1): Limit {
  const limit = limitFor(calibration, asRate(rate), references);
  if (!limit) throw new Error('Expected a limit from a calibration with points.');
  return limit;
}

describe('a decision', () => {
  it('is a match at the threshold and below it, and nowhere else', () => {
    const any = fc.double({ min: 0, max: 2, noNaN: true });
    fc.assert(
      fc.property(any, any, (distance, threshold) => {
        expect(decide(asDistance(distance), asDistance(threshold))).toBe(
          distance <= threshold ? 'match' : 'non-match',
        );
        expect(decide(asDistance(distance), asDistance(distance))).toBe('match');
      }),
    );
  });

  it('is never a match where a number is missing', () => {
    expect(decide(asDistance(Number.NaN), asDistance(1))).toBe('non-match');
    expect(decide(asDistance(0), asDistance(Number.NaN))).toBe('non-match');
  });
});

describe('the rate per comparison', () => {
  it('adds up to the rate of the decision over all its comparisons', () => {
    fc.assert(
      fc.property(targetRates, referenceCounts, (target, references) => {
        const rate = ratePerComparison(target, references);
        expect(1 - (1 - rate) ** references).toBeCloseTo(target, 9);
        expect(rate).toBeLessThanOrEqual(target * (1 + 1e-12));
        // Never stricter than sharing the rate out equally, which assumes the worst.
        expect(rate).toBeGreaterThanOrEqual((target / references) * (1 - 1e-12));
      }),
    );
  });

  it('keeps its digits where 1 - rate would lose them', () => {
    expect(ratePerComparison(asRate(1e-18), 1)).toBeCloseTo(1e-18, 27);
    expect(ratePerComparison(asRate(1e-12), 1000) / 1e-15).toBeCloseTo(1, 9);
  });

  it('is the whole rate for one reference, and for none', () => {
    expect(ratePerComparison(asRate(0.01), 1)).toBeCloseTo(0.01, 15);
    expect(ratePerComparison(asRate(0.01), 0)).toBeCloseTo(0.01, 15);
  });

  it('leaves certainty and impossibility as they are', () => {
    expect(ratePerComparison(asRate(1), 10)).toBe(1);
    expect(ratePerComparison(asRate(0), 10)).toBe(0);
  });
});

describe('the limit of a decision', () => {
  it('is the most tolerant measured point that is strict enough, and never a looser one', () => {
    fc.assert(
      fc.property(calibrations, targetRates, referenceCounts, (calibration, target, references) => {
        const allowed = 1 - (1 - target) ** (1 / references);
        const strictEnough = calibration.points.filter(
          ({ falseMatchRate }) => falseMatchRate <= allowed,
        );
        const limit = limitOf(calibration, target, references);
        if (strictEnough.length === 0) {
          expect(limit.support).toBe('extrapolated');
          expect(limit.point).toBe(calibration.points.at(-1));
          return;
        }
        const tolerant = Math.max(...strictEnough.map(({ threshold }) => threshold));
        expect(limit.support).toBe('measured');
        expect(limit.threshold).toBe(tolerant);
        expect(limit.point.threshold).toBe(tolerant);
        expect(limit.point.falseMatchRate).toBeLessThanOrEqual(allowed);
      }),
      { numRuns: 500 },
    );
  });

  it('takes a point whose rate is exactly what was asked for', () => {
    for (const { falseMatchRate, threshold } of CALIBRATION.points) {
      expect(limitOf(CALIBRATION, falseMatchRate)).toMatchObject({
        threshold,
        support: 'measured',
      });
    }
  });

  it('lies on no point between two: just above a rate it is that point, just below the next', () => {
    expect(limitOf(CALIBRATION, 0.0101).threshold).toBe(1);
    expect(limitOf(CALIBRATION, 0.0099).threshold).toBe(0.85);
  });

  it('says what was asked for and what it comes to per comparison', () => {
    const limit = limitOf(CALIBRATION, 0.05, 10);
    expect(limit).toMatchObject({ targetRate: 0.05, references: 10, support: 'measured' });
    expect(limit.falseMatchRate).toBeCloseTo(1 - 0.95 ** 0.1, 12);
    expect(limit.threshold).toBe(0.85);
  });

  it('grows stricter, never looser, with more references and with a lower rate', () => {
    fc.assert(
      fc.property(
        calibrations,
        targetRates,
        targetRates,
        referenceCounts,
        referenceCounts,
        (calibration, rate, otherRate, references, otherReferences) => {
          expect(
            limitOf(calibration, rate, Math.max(references, otherReferences)).threshold,
          ).toBeLessThanOrEqual(
            limitOf(calibration, rate, Math.min(references, otherReferences)).threshold,
          );
          expect(
            limitOf(calibration, Math.min(rate, otherRate), references).threshold,
          ).toBeLessThanOrEqual(
            limitOf(calibration, Math.max(rate, otherRate), references).threshold,
          );
        },
      ),
      { numRuns: 500 },
    );
    expect(limitOf(CALIBRATION, 0.01, 100).threshold).toBeLessThan(
      limitOf(CALIBRATION, 0.01, 1).threshold,
    );
  });

  it('does not exist without a measured point', () => {
    expect(limitFor(calibrationOf([]), asRate(0.01), 1)).toBeUndefined();
    expect(limitForPairs(calibrationOf([]), 10)).toBeUndefined();
  });
});

describe('a limit beyond what was measured', () => {
  it('is strictly below the strictest point and never negative, however far beyond', () => {
    const beyond = fc.double({ min: 0.01, max: 300, noNaN: true });
    fc.assert(
      fc.property(calibrations, beyond, beyond, (calibration, one, other) => {
        const strictest = calibration.points[calibration.points.length - 1];
        const limitAt = (decades: number) =>
          limitOf(calibration, strictest.falseMatchRate * 10 ** -decades);
        expect(limitAt(one).support).toBe('extrapolated');
        expect(limitAt(one).threshold).toBeLessThan(strictest.threshold);
        expect(limitAt(one).threshold).toBeGreaterThanOrEqual(0);
        expect(limitAt(Math.max(one, other)).threshold).toBeLessThanOrEqual(
          limitAt(Math.min(one, other)).threshold,
        );
      }),
      { numRuns: 500 },
    );
  });

  it('goes on in steps of the last measured decade', () => {
    expect(limitOf(CALIBRATION, 1e-5).threshold).toBeCloseTo(0.65, 9);
    expect(limitOf(CALIBRATION, 1e-6).threshold).toBeCloseTo(0.55, 9);
    expect(limitOf(CALIBRATION, 1e-30).threshold).toBe(0);
    expect(limitOf(CALIBRATION, 0).threshold).toBe(0);
  });

  it('accepts nothing but identity where one point shows no trend', () => {
    const single = calibrationOf([{ rate: 1e-3, threshold: 0.9 }]);
    expect(limitOf(single, 1e-4)).toMatchObject({ threshold: 0, support: 'extrapolated' });
  });

  it('is stricter than the truth where distances have the tail of a bell curve', () => {
    const rateAt = (threshold: number) => 10 ** (-10 * (1.4 - threshold) ** 2);
    const thresholdAt = (rate: number) => 1.4 - Math.sqrt(-Math.log10(rate) / 10);
    const measured = calibrationOf(
      [1.2, 1.1, 1, 0.9, 0.8].map((threshold) => ({ rate: rateAt(threshold), threshold })),
    );
    for (const rate of [1e-4, 1e-5, 1e-6, 1e-8]) {
      const limit = limitOf(measured, rate);
      expect(limit.support).toBe('extrapolated');
      expect(limit.threshold).toBeLessThan(thresholdAt(rate));
    }
  });
});

describe('the limit for pairs of an audit', () => {
  it('is never looser than that of a verification, and stricter the more pairs there are', () => {
    const pairCounts = fc.integer({ min: 0, max: 1e9 });
    fc.assert(
      fc.property(calibrations, pairCounts, pairCounts, (calibration, one, other) => {
        const verification = limitOf(calibration, DECISION.verificationFmr);
        const limitAt = (pairs: number) =>
          limitForPairs(calibration, pairs)?.threshold ?? Number.NaN;
        expect(limitAt(one)).toBeLessThanOrEqual(verification.threshold);
        expect(limitAt(Math.max(one, other))).toBeLessThanOrEqual(limitAt(Math.min(one, other)));
      }),
    );
  });

  it('expects as many false pairs as allowed, where that is stricter', () => {
    const allowed = DECISION.duplicateFalsePairs;
    const limit = limitForPairs(CALIBRATION, allowed * 1e4);
    expect(limit).toMatchObject({ threshold: 0.75, support: 'measured' });
    expect(limitForPairs(CALIBRATION, allowed * 1e7)?.support).toBe('extrapolated');
  });
});
