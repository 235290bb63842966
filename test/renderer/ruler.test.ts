import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  drawRuler,
  freeEnds,
  hillsOf,
  placeDistance,
  placeHillName,
  placeNames,
  tickText,
} from '../../renderer/parts/ruler/ruler-drawing.ts';
import { stepOfKey } from '../../renderer/parts/ruler/ruler-keys.ts';
import { layOutRuler, spreadLabels } from '../../renderer/parts/ruler/ruler-layout.ts';
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

describe('the drawing', () => {
  const width = fc.integer({ min: 320, max: 1600 });
  const drawn = (given: Parameters<typeof layOutRuler>[0], length: number) =>
    drawRuler(layOutRuler(given), length);

  test('a distance is read where it was drawn', () => {
    fc.assert(
      fc.property(distance, width, (probe, length) => {
        const { x, distanceAt, left, right } = drawn(
          { distance: probe, threshold: 1, margin: 1.4 },
          length,
        );
        expect(x(probe)).toBeGreaterThanOrEqual(left);
        expect(x(probe)).toBeLessThanOrEqual(right + 1e-9);
        expect(distanceAt(x(probe))).toBeCloseTo(probe, 9);
      }),
    );
  });

  test('is higher where populations are known, and those that are empty are left out', () => {
    const facts = { threshold: 1, margin: 1.4 };
    const counts = Array.from({ length: 200 }, (_, at) => (at === 50 ? 100 : 0));
    const layout = layOutRuler({ ...facts, populations: { end: 2, mated: counts, nonMated: [] } });
    expect(hillsOf(layout).map(({ name }) => name)).toEqual(['mated']);
    const [low, high] = [drawn(facts, 700), drawRuler(layout, 700)];
    expect([low.hill, high.hill > 0]).toEqual([0, true]);
    expect(high.height - low.height).toBe(high.hill);
    expect(high.base - low.base).toBe(high.hill);
  });

  test('a line of no width has no length below nothing', () => {
    const { inner, x } = drawn({ threshold: 1, margin: 1.4 }, 0);
    expect(inner).toBe(1);
    expect(Number.isFinite(x(1))).toBe(true);
  });

  test('a name stands over its line, and aside where another is there', () => {
    const drawing = drawn({ threshold: 0.7, margin: 1.4 }, 800);
    const margin = { at: 1.4, texts: ['Margin 1.40'] };
    const far = placeNames(drawing, [{ at: 0.7, texts: ['Limit 0.70'] }, margin]);
    expect(far).toEqual([drawing.x(0.7), drawing.x(1.4)]);
    const near = placeNames(drawing, [{ at: 1.38, texts: ['Limit', '1 in 1,000 of all'] }, margin]);
    expect(near[1] - near[0]).toBeGreaterThan(100);
  });

  test('the name of a hill and the number of the marker do not leave the drawing', () => {
    const counts = Array.from({ length: 200 }, (_, at) => (at === 150 ? 9 : 0));
    const layout = layOutRuler({
      threshold: 1,
      margin: 1.4,
      populations: { end: 2, mated: [], nonMated: counts },
    });
    const drawing = drawRuler(layout, 360);
    const [hill] = hillsOf(layout);
    expect(placeHillName(drawing, hill, 'Different people')).toBeLessThan(drawing.x(1.5) - 20);
    expect(placeHillName(drawing, hill, '')).toBeCloseTo(drawing.x(1.505), 0);
    expect(placeDistance(drawing, 0)).toBe(drawing.left + 14);
    expect(placeDistance(drawing, 0.8)).toBe(drawing.x(0.8));
    expect(placeDistance(drawing, 2)).toBe(drawing.right - 20);
  });

  test('what stands at an end gives way to a distance there', () => {
    const drawing = drawn({ threshold: 1, margin: 1.4 }, 700);
    expect(freeEnds(drawing, undefined)).toEqual({ closer: true, farther: true });
    expect(freeEnds(drawing, 0.1)).toEqual({ closer: false, farther: true });
    expect(freeEnds(drawing, 0.8)).toEqual({ closer: true, farther: true });
    expect(freeEnds(drawing, 1.5)).toEqual({ closer: true, farther: false });
  });

  test('ticks have the digits that they need', () => {
    expect([0, 0.25, 0.5, 1, 1.5].map(tickText)).toEqual(['0', '0.25', '0.5', '1.0', '1.5']);
  });
});

test('arrows move the line a step, pages ten, Home and End to the ends; other keys are not its own', () => {
  const steps = ['ArrowRight', 'ArrowLeft', 'ArrowUp', 'ArrowDown', 'PageUp', 'PageDown'].map(
    (key) => stepOfKey(key) ?? NaN,
  );
  const [right, left, up, down, pageUp, pageDown] = steps;
  expect(right).toBeGreaterThan(0);
  expect([left, up, down, pageUp, pageDown]).toEqual([
    -right,
    right,
    -right,
    10 * right,
    -10 * right,
  ]);
  expect([stepOfKey('Home'), stepOfKey('End')]).toEqual([-Infinity, Infinity]);
  for (const key of ['Tab', 'Enter', 'a']) expect(stepOfKey(key)).toBeUndefined();
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
