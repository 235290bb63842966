import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { StoredCalibration } from '../../app/contract/evaluation.ts';
import type { EngineReport } from '../../app/contract/system-results.ts';
import { limitFor, type Calibration, type OperatingPoint } from '../../app/core/decision.ts';
import type { Distance, ModelId, Rate } from '../../app/core/vocabulary.ts';
import { measurementsOf } from '../../renderer/screens/settings/measurements.ts';
import { sectionOf, SECTIONS } from '../../renderer/screens/settings/sections.ts';
import { TARGETS, targetFacts } from '../../renderer/screens/settings/target-facts.ts';
import { readWhole } from '../../renderer/screens/settings/whole-number.ts';
import { words } from '../../renderer/words/words.ts';

function calibration(comparisons: number, rates: readonly number[] = [1e-1, 1e-2, 1e-3, 1e-4]) {
  return {
    id: 'c',
    set: 'nobody',
    protocol: 'none',
    measuredOn: '2026-01-01',
    points: rates.map((rate, at): OperatingPoint => ({
      falseMatchRate: rate as Rate,
      threshold: (1 - at / 10) as Distance,
      comparisons,
      falseMatches: Math.floor(comparisons * rate),
      upperBound: (1.1 * rate) as Rate,
      mated: 1000,
      falseNonMatchRate: 0.01 as Rate,
    })),
  } satisfies Calibration;
}

describe('a target', () => {
  test('takes the point that a decision would take', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 0.1, noNaN: true }), (rate) => {
        const given = calibration(1e6);
        const limit = limitFor(given, rate as Rate, 1);
        const { point } = targetFacts(given, rate);
        if (limit?.support === 'measured') expect(point).toBe(limit.point);
        else expect(point).toBeUndefined();
      }),
    );
  });

  test('is supported by 30 expected errors, and weakly by 3', () => {
    const support = (comparisons: number, rate: number) =>
      targetFacts(calibration(comparisons), rate).support;
    expect(support(30_000, 1e-3)).toBe('supported');
    expect(support(29_999, 1e-3)).toBe('rule-of-three');
    expect(support(3_000, 1e-3)).toBe('rule-of-three');
    expect(support(2_999, 1e-3)).toBe('unsupported');
    expect(support(0, 1e-3)).toBe('unsupported');
  });

  test('says how many comparisons are missing, so that with them it is supported', () => {
    fc.assert(
      fc.property(fc.nat({ max: 1e7 }), fc.constantFrom(...TARGETS), (comparisons, rate) => {
        const { missing } = targetFacts(calibration(comparisons), rate);
        const enough = targetFacts(calibration(comparisons + missing), rate);
        expect(enough).toMatchObject({ support: 'supported', missing: 0 });
        if (missing > 0) {
          const one = targetFacts(calibration(comparisons + missing - 1), rate);
          expect(one.support).not.toBe('supported');
        }
      }),
    );
  });
});

test('a site’s own measurement counts where it is active and of the model that runs', () => {
  const shipped = calibration(1);
  const engine = {
    modalities: [
      { modality: 'face', scale: { modelId: 'now', calibration: shipped }, models: [] },
      { modality: 'fingerprint', failure: { code: 'model-missing', message: '' } },
    ],
  } as unknown as EngineReport; // Nothing else of it is read.
  const own = (change: Partial<StoredCalibration>) =>
    ({
      modality: 'face',
      modelId: 'now' as ModelId,
      state: 'active',
      calibration: calibration(2),
      ...change,
    }) as StoredCalibration;
  const used = (stored: readonly StoredCalibration[]) =>
    measurementsOf(engine, stored).map((one) => one.calibration.points[0].comparisons);
  expect(used([])).toEqual([1]);
  expect(used([own({})])).toEqual([2]);
  expect(used([own({ state: 'inactive' }), own({ modelId: 'before' as ModelId })])).toEqual([1]);
  expect(used([own({ modality: 'fingerprint' })])).toEqual([1]);
  expect(measurementsOf(undefined, [own({})])).toEqual([]);
});

test('a number is a whole one within its limits, or what to do is said', () => {
  const limits = { least: 5, most: 600 };
  expect(readWhole('30', limits)).toEqual({ value: 30 });
  expect(readWhole(' 5 ', limits)).toEqual({ value: 5 });
  for (const text of ['', '4', '601', '1e2', '-7', '5.5', 'many', '0x10']) {
    expect(readWhole(text, limits), text).toEqual({
      error: words().settings.wholeNumber(5, 600),
    });
  }
});

test('every part of the settings has a name; an unknown address is the first part', () => {
  const names = SECTIONS.map(({ id }) => words().settings.section[id]);
  expect(new Set(names).size).toBe(SECTIONS.length);
  expect(sectionOf('kiosk')).toBe('kiosk');
  expect(sectionOf('nothing')).toBe('camera');
  expect(sectionOf(undefined)).toBe('camera');
});
