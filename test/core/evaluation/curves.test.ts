import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  curveRates,
  errorCurve,
  fieldFigures,
  lowestFnmr,
  thinnedCurve,
} from '../../../app/core/evaluation/curves.ts';
import { probit } from '../../../app/core/evaluation/normal-deviate.ts';
import type { Populations } from '../../../app/core/evaluation/populations.ts';
import { gaussian, seededRandom } from '../support.ts';
import { falseMatches, falseNonMatches, populationsOf, somePopulations } from './support.ts';

const distinct = ({ mated, nonMated }: Populations) =>
  [...new Set([0, ...mated, ...nonMated])].sort((one, other) => one - other);

const large = (() => {
  const random = seededRandom(3);
  const draw = (count: number, mean: number) =>
    Array.from({ length: count }, () => Math.abs(mean + 0.2 * gaussian(random)));
  return populationsOf(draw(3_000, 0.7), draw(50_000, 1.3));
})();

describe('an error curve', () => {
  it('has the counts of every distinct threshold', () => {
    fc.assert(
      fc.property(somePopulations, (populations) => {
        const curve = errorCurve(populations);
        expect([...curve.thresholds]).toEqual(distinct(populations));
        curve.thresholds.forEach((threshold, i) => {
          expect(curve.falseMatches[i]).toBe(falseMatches(populations, threshold));
          expect(curve.falseNonMatches[i]).toBe(falseNonMatches(populations, threshold));
        });
      }),
    );
  });

  it('ends where everything matches', () => {
    const { falseMatchRates, falseNonMatchRates, thresholds } = curveRates(errorCurve(large));
    expect(thresholds[0]).toBe(0);
    expect([falseMatchRates.at(-1), falseNonMatchRates.at(-1)]).toEqual([1, 0]);
  });

  it('tells rates of counts by one division', () => {
    const { falseMatchRates, falseNonMatchRates } = curveRates(
      errorCurve(populationsOf([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1], [0.75, 2, 2])),
    );
    expect([...falseNonMatchRates]).toContain(0.3); // Not 0.30000000000000004.
    expect([...falseMatchRates]).toContain(1 / 3);
  });
});

describe('a thinned curve', () => {
  it('is made of points of the whole one, has its ends and all that is to be kept', () => {
    fc.assert(
      fc.property(
        somePopulations,
        fc.integer({ min: 8, max: 40 }),
        fc.array(fc.double({ min: 0, max: 2, noNaN: true }), { maxLength: 5 }),
        (populations, most, keep) => {
          const curve = thinnedCurve(populations, most, keep);
          const all = distinct(populations);
          const thresholds = [...curve.thresholds];
          expect(thresholds.length).toBeLessThanOrEqual(most);
          expect(thresholds).toEqual([...new Set(thresholds)].sort((a, b) => a - b));
          expect(thresholds).toEqual(expect.arrayContaining([0, all.at(-1), ...keep]));
          for (const [i, threshold] of thresholds.entries()) {
            if (!keep.includes(threshold)) expect(all).toContain(threshold);
            expect(curve.falseMatches[i]).toBe(falseMatches(populations, threshold));
            expect(curve.falseNonMatches[i]).toBe(falseNonMatches(populations, threshold));
          }
        },
      ),
    );
  });

  it('only rises in one rate and only falls in the other', () => {
    const curve = thinnedCurve(large, 200);
    for (let i = 1; i < curve.thresholds.length; i++) {
      expect(curve.thresholds[i]).toBeGreaterThan(curve.thresholds[i - 1]);
      expect(curve.falseMatches[i]).toBeGreaterThanOrEqual(curve.falseMatches[i - 1]);
      expect(curve.falseNonMatches[i]).toBeLessThanOrEqual(curve.falseNonMatches[i - 1]);
    }
  });

  it('leaves out nothing where there is room', () => {
    const populations = populationsOf([0.2, 0.4, 0.4], [0.3, 0.9]);
    expect(thinnedCurve(populations, 20)).toEqual(errorCurve(populations));
  });

  it('draws the same line: no step of a normal deviate is larger than a pixel of a plot', () => {
    const { falseMatchRates, falseNonMatchRates } = curveRates(thinnedCurve(large, 800));
    for (const rates of [falseMatchRates, falseNonMatchRates]) {
      for (let i = 1; i < rates.length; i++) {
        const [low, high] = [rates[i], rates[i - 1]].sort((a, b) => a - b);
        const few = Math.min(low, 1 - high) * (rates === falseMatchRates ? 50_000 : 3_000);
        // Single comparisons at the ends are steps that the whole curve has as well.
        if (few < 60) continue;
        expect(probit(high) - probit(low)).toBeLessThan(0.03);
      }
    }
  });

  it('says how many points it needs', () => {
    expect(() => thinnedCurve(large, 4, [0.5, 0.6])).toThrow('4 points has no room');
  });
});

describe('the lowest false non-match rate at a false match rate', () => {
  const targets = fc.oneof(
    fc.constantFrom(0, 1e-3, 0.01, 0.1, 0.5, 1),
    fc.double({ min: 0, max: 1, noNaN: true }),
  );

  it('is the lowest of the whole curve, and keeps the target', () => {
    fc.assert(
      fc.property(somePopulations, targets, (populations, target) => {
        const { nonMated } = populations;
        const kept = distinct(populations).filter(
          (threshold) => falseMatches(populations, threshold) / nonMated.length <= target,
        );
        const found = lowestFnmr(populations, target);
        expect(found === undefined).toBe(kept.length === 0);
        if (kept.length === 0) return;
        expect(found?.falseNonMatches).toBe(
          Math.min(...kept.map((threshold) => falseNonMatches(populations, threshold))),
        );
        expect(found?.falseMatchRate).toBeLessThanOrEqual(target);
        expect(kept).toContain(found?.threshold);
      }),
      { numRuns: 1000 },
    );
  });

  it('is what the field calls FMR100, FMR1000, FMR10000 and ZeroFMR', () => {
    const nonMated = Array.from({ length: 1000 }, (_, i) => 1 + i / 1000);
    const mated = [0.1, 0.2, 0.9999, 1.0005, 1.0055, 1.0075, 1.5, 1.6, 1.7, 1.8];
    const figures = fieldFigures(populationsOf(mated, nonMated));
    // 10 false matches at 1.009, below which six of ten mated pairs lie; one at 1, just below 1.001.
    expect(figures.fmr100).toMatchObject({
      threshold: 1.009,
      falseMatches: 10,
      falseNonMatches: 4,
    });
    expect(figures.fmr1000).toMatchObject({ threshold: 1.0005, falseNonMatchRate: 0.6 });
    expect(figures.zeroFmr).toMatchObject({ threshold: 0.9999, falseNonMatchRate: 0.7 });
    expect(figures.fmr10000).toEqual(figures.zeroFmr);
  });
});
