import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Calibration, OperatingPoint } from '../../app/core/decision.ts';
import { decisionRate, limitFor, ratePerComparison } from '../../app/core/decision.ts';
import { falseMatchRateOf, fusedFalseMatchRate, type Evidence } from '../../app/core/evidence.ts';
import { sortDistances, thresholdForFmr } from '../../app/core/error-rates.ts';
import { pointAt } from '../../app/core/evaluation/operating-points.ts';
import { asDistance, asRate, gaussian, seededRandom, seeds } from './support.ts';

const TARGETS = [0.1, 0.05, 0.02, 0.01, 5e-3, 2e-3, 1e-3];

function calibrationOf(points: readonly OperatingPoint[]): Calibration {
  return { id: 'c', set: 's', protocol: 'p', measuredOn: '2026-01-01', points };
}

/** Mated distances about 0.6, those of strangers about `apart`; measured as the product does. */
function measure(random: () => number, apart: number, count: number): Calibration {
  const drawn = (mean: number) =>
    sortDistances(Array.from({ length: count }, () => Math.max(0, mean + 0.2 * gaussian(random))));
  const populations = { mated: drawn(0.6), nonMated: drawn(apart) };
  return calibrationOf(
    TARGETS.flatMap((target) => {
      const threshold = thresholdForFmr(populations.nonMated, target);
      return threshold === undefined ? [] : [pointAt(populations, target, threshold)];
    }),
  );
}

/** Cells and ratios as the comment says, every combination one by one. */
function fuseNaively(parts: readonly Evidence[]): number {
  const all = parts.map(({ calibration: { points }, comparisons, distance }) => {
    const strict = points.toReversed();
    const cells = [...strict, undefined].map((point, i) => {
      const before = strict.slice(0, i);
      const non = point ? decisionRate(point.falseMatchRate, comparisons) : 1;
      const nonBefore = Math.max(
        0,
        ...before.map(({ falseMatchRate }) => decisionRate(falseMatchRate, comparisons)),
      );
      const same = (upTo: readonly OperatingPoint[]) =>
        Math.max(0, ...upTo.map(({ falseNonMatchRate }) => 1 - falseNonMatchRate));
      const mated = (point ? same(strict.slice(0, i + 1)) : 1) - same(before);
      const trials = Math.min(...points.map((one) => one.mated));
      const smooth = (mated * trials + 0.5) / (trials + 0.5 * (strict.length + 1));
      return { non: Math.max(0, non - nonBefore), mated: smooth };
    });
    const at = strict.findIndex(({ threshold }) => distance <= threshold);
    const groups = cells.map((cell) => ({ ...cell, cells: 1 }));
    for (let i = 0; i + 1 < groups.length;) {
      const [one, other] = [groups[i], groups[i + 1]];
      if (one.mated * other.non >= other.mated * one.non) {
        i += 1;
        continue;
      }
      groups.splice(i, 2, {
        non: one.non + other.non,
        mated: one.mated + other.mated,
        cells: one.cells + other.cells,
      });
      i = 0;
    }
    const ratios = groups.flatMap((group) =>
      new Array<number>(group.cells).fill(Math.round(100 * Math.log(group.mated / group.non))),
    );
    return { cells, ratios, at: at < 0 ? strict.length : at };
  });
  const observed = all.reduce((sum, { ratios, at }) => sum + ratios[at], 0);
  const combine = (i: number, sum: number, share: number): number =>
    i === all.length
      ? sum >= observed
        ? share
        : 0
      : all[i].cells.reduce(
          (total, { non }, cell) => total + combine(i + 1, sum + all[i].ratios[cell], share * non),
          0,
        );
  return combine(0, 0, 1);
}

const evidence = (calibration: Calibration, distance: number, comparisons = 1): Evidence => ({
  calibration,
  distance: asDistance(distance),
  comparisons,
});

describe('evidence of one face or finger', () => {
  const calibration = measure(seededRandom(1), 1.4, 5000);

  test('is the rate of the strictest point that it is within, for all its comparisons', () => {
    const [, second] = calibration.points;
    const at = evidence(calibration, second.threshold, 3);
    expect(falseMatchRateOf(at)).toBe(decisionRate(second.falseMatchRate, 3));
    expect(fusedFalseMatchRate([at])).toBe(falseMatchRateOf(at));
    expect(falseMatchRateOf(evidence(calibration, 2))).toBe(1);
  });

  test('decides as a verification with as many references does', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 2, noNaN: true }),
        fc.integer({ min: 1, max: 6 }),
        fc.constantFrom(...TARGETS),
        (distance, comparisons, target) => {
          const limit = limitFor(calibration, asRate(target), comparisons);
          // Beyond its points the calibration says nothing more of evidence.
          fc.pre(limit?.support === 'measured');
          const rate = falseMatchRateOf(evidence(calibration, distance, comparisons));
          expect(rate <= target * (1 + 1e-9)).toBe(distance <= (limit?.threshold ?? 0));
          expect(ratePerComparison(asRate(target), comparisons)).toBeLessThanOrEqual(target);
        },
      ),
    );
  });
});

describe('evidence of several', () => {
  test('is that of a slow enumeration of all cells', () => {
    fc.assert(
      fc.property(
        seeds,
        fc.array(
          fc.tuple(fc.double({ min: 0.2, max: 1.8, noNaN: true }), fc.integer({ min: 1, max: 4 })),
          {
            minLength: 2,
            maxLength: 4,
          },
        ),
        (seed, drawn) => {
          const random = seededRandom(seed);
          const parts = drawn.map(([distance, comparisons]) =>
            evidence(measure(random, 1.2 + 0.4 * random(), 400), distance, comparisons),
          );
          expect(fusedFalseMatchRate(parts)).toBeCloseTo(fuseNaively(parts), 10);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('never counts closer for less, and is no matter of order', () => {
    fc.assert(
      fc.property(
        seeds,
        fc.double({ min: 0, max: 1.6, noNaN: true }),
        fc.double({ min: 0, max: 1.6, noNaN: true }),
        fc.double({ min: 0, max: 0.4, noNaN: true }),
        (seed, one, other, closer) => {
          const random = seededRandom(seed);
          const [face, finger] = [measure(random, 1.3, 300), measure(random, 1.5, 300)];
          const parts = [evidence(face, one), evidence(finger, other)];
          const before = fusedFalseMatchRate(parts);
          const nearer = [evidence(face, Math.max(0, one - closer)), evidence(finger, other)];
          expect(fusedFalseMatchRate(nearer)).toBeLessThanOrEqual(before);
          expect(fusedFalseMatchRate(parts.toReversed())).toBeCloseTo(before, 12);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('of eleven parts needs no enumeration', () => {
    const parts = Array.from({ length: 11 }, (_, i) =>
      evidence(measure(seededRandom(i), 1.4, 1000), 0.7),
    );
    expect(fusedFalseMatchRate(parts)).toBeLessThan(1e-20);
  });

  test('keeps strangers to the target, and turns away fewer than either part alone', () => {
    const random = seededRandom(11);
    const [face, finger] = [measure(random, 1.2, 20_000), measure(random, 1.3, 20_000)];
    const target = 1e-2;
    const draws = 6_000;
    const draw = (mean: number) => Math.max(0, mean + 0.2 * gaussian(random));
    const rates = (means: readonly [number, number]) => {
      const count = { fused: 0, face: 0, finger: 0 };
      for (let i = 0; i < draws; i++) {
        const parts = [evidence(face, draw(means[0])), evidence(finger, draw(means[1]))];
        if (fusedFalseMatchRate(parts) <= target) count.fused += 1;
        if (falseMatchRateOf(parts[0]) <= target) count.face += 1;
        if (falseMatchRateOf(parts[1]) <= target) count.finger += 1;
      }
      return count;
    };
    const strangers = rates([1.2, 1.3]);
    const mated = rates([0.6, 0.6]);
    // Three standard deviations of as many draws at the target.
    const most = draws * target + 3 * Math.sqrt(draws * target);
    expect(strangers.fused).toBeLessThanOrEqual(most);
    const turnedAway = (count: number) => draws - count;
    const best = Math.min(turnedAway(mated.face), turnedAway(mated.finger));
    expect(turnedAway(mated.fused)).toBeLessThan(best / 5);
  });
});
