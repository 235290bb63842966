import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DecisionReport } from '../../../app/contract/results.ts';
import { drawRuler } from '../../../app/hosts/cli/ruler.ts';
import { verificationLimit } from '../../../app/services/thresholds/limits.ts';
import { asDistance } from '../../core/support.ts';
import { SCALE } from '../../services/fake-engine.ts';

function draw(distance: number, threshold = 1.0455, margin = Math.SQRT2): string[] {
  const report: DecisionReport = {
    outcome: distance <= threshold ? 'match' : 'non-match',
    distance: asDistance(distance),
    threshold: asDistance(threshold),
    margin: asDistance(margin),
    untunedThreshold: asDistance(1),
    limit: verificationLimit(SCALE, 1),
    calibration: { ...SCALE.calibration, origin: 'shipped' },
    modelId: SCALE.modelId,
    provider: 'cpu',
  };
  return drawRuler(report).split('\n');
}

test('a ruler is its scale, its line and its numbers', () => {
  expect(draw(0.71)).toEqual([
    '0                  0.5               1.0                1.5',
    '===========================o===========T-------------M---',
    'o distance 0.7100   T threshold 1.0455   M margin 1.4142',
  ]);
});

test('a distance beyond the threshold lies to its right, on the other kind of line', () => {
  const [, line] = draw(1.2);
  expect(line.indexOf('T')).toBeLessThan(line.indexOf('o'));
  expect(line.slice(line.indexOf('T') + 1)).not.toContain('=');
  expect(line.slice(0, line.indexOf('T'))).toMatch(/^=+$/);
});

test('markers stand in the order of their numbers, never outside, at any distance', () => {
  const distance = fc.double({ min: 0, max: 2, noNaN: true });
  fc.assert(
    fc.property(distance, distance, distance, (probe, threshold, margin) => {
      const [labels, line, numbers] = draw(probe, threshold, margin);
      expect(line).toHaveLength(57);
      expect(line).toMatch(/^[=\-oTM]+$/);
      expect(labels.length).toBeLessThanOrEqual(60);
      // Where two share a column, the probe is seen before the threshold, it before the margin.
      expect(line).toContain('o');
      const places = [
        [probe, line.indexOf('o')],
        [threshold, line.indexOf('T')],
        [margin, line.indexOf('M')],
      ].filter(([, column]) => column >= 0);
      for (const [one, column] of places) {
        for (const [other, otherColumn] of places) {
          if (one < other) expect(column).toBeLessThanOrEqual(otherColumn);
        }
      }
      expect(numbers).toContain(`distance ${probe.toFixed(4)}`);
    }),
  );
});

test('labels stand where their values are', () => {
  const [labels] = draw(2, 1, 1);
  for (const [text, value] of [
    ['0.5', 0.5],
    ['1.0', 1],
    ['1.5', 1.5],
    ['2.0', 2],
  ] as const) {
    expect(labels.indexOf(text)).toBe(Math.round((value / 2) * 56));
  }
});
