import fc from 'fast-check';
import { expect, test } from 'vitest';
import { layOutRuler, spreadLabels } from '../../renderer/parts/ruler-layout.ts';
import { words } from '../../renderer/words/words.ts';

const distance = fc.double({ min: 0, max: 2, noNaN: true });

test('everything lies on the ruler, whatever the distance', () => {
  fc.assert(
    fc.property(distance, distance, distance, (probe, threshold, margin) => {
      const { scale } = layOutRuler({ distance: probe, threshold, margin: Math.max(0.1, margin) });
      for (const value of [0, probe, threshold, margin]) {
        expect(scale.at(value)).toBeGreaterThanOrEqual(0);
        expect(scale.at(value)).toBeLessThanOrEqual(1 + 1e-12);
      }
    }),
  );
});

test('the margin has room beyond it', () => {
  const { scale } = layOutRuler({ threshold: 1.0455, margin: 1.4142 });
  expect(scale.at(1.4142)).toBeLessThan(0.95);
});

test('a population lies where its distances lie, and ends with the ruler', () => {
  const counts = Array.from({ length: 200 }, (_, at) => (at === 50 ? 100 : 0));
  const { scale, mated } = layOutRuler({
    threshold: 1,
    margin: 1.4,
    populations: { end: 2, mated: counts, nonMated: [] },
  });
  const top = mated.reduce((one, other) => (other.y > one.y ? other : one));
  expect(scale.from(top.x)).toBeCloseTo(0.505, 1);
  expect(mated.every(({ x }) => x <= 1)).toBe(true);
});

test('labels never cover each other where there is room for all', () => {
  const label = fc.record({
    place: fc.double({ min: 0, max: 600, noNaN: true }),
    width: fc.nat(150),
  });
  fc.assert(
    fc.property(fc.array(label, { minLength: 1, maxLength: 4 }), (labels) => {
      const widths = labels.map(({ width }) => width);
      const put = spreadLabels(
        labels.map(({ place }) => place),
        widths,
        600,
      );
      const spans = put
        .map((middle, at) => [middle - widths[at] / 2, middle + widths[at] / 2] as const)
        .sort((one, other) => one[0] - other[0] || one[1] - other[1]);
      expect(spans[0][0]).toBeGreaterThanOrEqual(-1e-9);
      expect(spans.at(-1)?.[1]).toBeLessThanOrEqual(600 + 1e-9);
      for (let at = 1; at < spans.length; at++) {
        expect(spans[at][0]).toBeGreaterThanOrEqual(spans[at - 1][1] - 1e-9);
      }
    }),
  );
});

test('the drawing can be told in words', () => {
  expect(
    words().ruler.description({
      distance: 1.21,
      threshold: 1.05,
      margin: 1.41,
      falseMatchRate: 1e-3,
    }),
  ).toBe(
    'Distance 1.21. A match is at most 1.05. About 1 in 1,000 comparisons of different people comes as close. The margin is 1.41.',
  );
});
