import { describe, expect, test } from 'vitest';
import type { SupportedTarget } from '../../app/contract/evaluation.ts';
import { settingsSchema } from '../../app/contract/settings.ts';
import { reachOf, usesBeyond } from '../../renderer/screens/accuracy/calibration-reach.ts';
import { detBand, detPoints, detRange, spaced } from '../../renderer/screens/accuracy/det.ts';
import { firstThreshold } from '../../renderer/screens/accuracy/first-threshold.ts';
import { deviateScale } from '../../renderer/charts/scales.ts';
import { asDistance, asRate } from '../core/support.ts';

const target = (
  rate: number,
  support: SupportedTarget['support'],
  threshold = 1 + Math.log10(rate) / 10,
): SupportedTarget => ({
  falseMatchRate: asRate(rate),
  support,
  missingComparisons: support === 'supported' ? 0 : 100,
  point: {
    falseMatchRate: asRate(rate),
    threshold: asDistance(threshold),
    comparisons: 5000,
    falseMatches: 30,
    upperBound: asRate(2 * rate),
    mated: 100,
    falseNonMatchRate: asRate(0.01),
    fnmrLowerBound: asRate(0),
    fnmrUpperBound: asRate(0.05),
  },
});

const TARGETS = [
  target(0.1, 'supported'),
  target(0.05, 'supported'),
  target(0.02, 'rule-of-three'),
  target(0.01, 'rule-of-three'),
  target(1e-3, 'unsupported'),
];

describe('what would be saved', () => {
  test('is what the captures support, and a decade of it is wanted', () => {
    expect(reachOf(TARGETS, false)).toEqual({ rates: [0.1, 0.05], enough: false });
    expect(reachOf(TARGETS, true)).toEqual({ rates: [0.1, 0.05, 0.02, 0.01], enough: true });
    expect(reachOf([], true)).toEqual({ rates: [], enough: false });
  });

  test('names the uses that ask for more than that', () => {
    const { policies } = settingsSchema.parse({
      policies: {
        desk: { verificationRate: 1e-3, identificationRate: 0.01 },
        kiosk: { verificationRate: 0.01, identificationRate: 0.01 },
      },
    });
    const beyond = usesBeyond(reachOf(TARGETS, true), policies);
    expect(beyond).toEqual([{ uses: ['desk', 'audit'], rate: 1e-3 }]);
    expect(usesBeyond(reachOf(TARGETS, true), undefined)).toEqual([]);
    expect(usesBeyond(reachOf([], true), policies)).toEqual([]);
  });

  test('is where the line stands at first: the usual rate, or the strictest that is shown', () => {
    const equalErrorRate = { rate: asRate(0.1), threshold: asDistance(0.77) };
    expect(firstThreshold({ targets: TARGETS, equalErrorRate })).toBe(0.8);
    const enough = [...TARGETS.slice(0, 4), target(1e-3, 'supported')];
    expect(firstThreshold({ targets: enough, equalErrorRate })).toBe(0.7);
    expect(firstThreshold({ targets: [], equalErrorRate })).toBe(0.77);
  });
});

test('ticks are thinned to those that can be read, powers of ten first', () => {
  const thinned = spaced(deviateScale(1e-5, 0.5), 0.12);
  expect(thinned.ticks).toEqual([1e-5, 1e-4, 1e-3, 0.01, 0.1, 0.4]);
  const gaps = thinned.ticks
    .slice(1)
    .map((tick, i) => thinned.at(tick) - thinned.at(thinned.ticks[i]));
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(0.12);
});

describe('the curve', () => {
  const curve = {
    thresholds: [0, 0.5, 1, 2],
    falseMatchRates: [0, 0.001, 0.1, 1],
    falseNonMatchRates: [1, 0.2, 0.01, 0],
    bounds: {
      falseMatchUpper: [0.01, 0.008, 0.2, 1],
      falseNonMatchLower: [0.9, 0.1, 0.005, 0],
      falseNonMatchUpper: [1, 0.3, 0.05, 0.03],
    },
  };
  const facts = { curve, mated: 100, nonMated: 10_000 };
  const range = detRange(facts);

  test('ends at half an error, where its axes do', () => {
    expect(range).toEqual({ lowFmr: 5e-5, lowFnmr: 5e-3 });
    expect(detPoints(facts, range)).toEqual([
      { x: 5e-5, y: 0.5 },
      { x: 0.001, y: 0.2 },
      { x: 0.1, y: 0.01 },
      { x: 0.5, y: 5e-3 },
    ]);
  });

  test('has a band that it lies in, which never steps back and is never guessed', () => {
    const band = detBand(facts, range);
    expect(band?.upper.map(({ x }) => x)).toEqual([0.01, 0.01, 0.2, 0.5]);
    curve.thresholds.forEach((_, i) => {
      const rate = Math.min(0.5, Math.max(5e-3, curve.falseNonMatchRates[i]));
      expect(band?.lower[i].y).toBeLessThanOrEqual(rate);
      expect(band?.upper[i].y).toBeGreaterThanOrEqual(rate);
    });
    const { bounds: _, ...old } = curve;
    expect(detBand({ curve: old }, range)).toBeUndefined();
  });
});
