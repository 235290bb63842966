import { describe, expect, test } from 'vitest';
import { Chance } from '../../../app/core/synthesis/chance.ts';
import { createSmoothField } from '../../../app/core/synthesis/smooth-field.ts';

const draws = (chance: Chance, count: number) => Array.from({ length: count }, () => chance.next());
const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
const deviation = (values: readonly number[]) => {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
};

describe('chance', () => {
  test('the same seeds give the same numbers, now and in every later version', () => {
    expect(draws(new Chance(7, 1, 2), 3)).toEqual(draws(new Chance(7, 1, 2), 3));
    expect(draws(new Chance(7), 2).map((value) => Math.floor(value * 1e6))).toEqual([
      515_767, 860_341,
    ]);
  });

  test('the order of seeds counts, and so does each of them', () => {
    const first = [[7], [8], [7, 0], [0, 7], [7, 1, 2], [7, 2, 1], [2 ** 32 - 1]].map((seeds) =>
      new Chance(...seeds).next(),
    );
    expect(new Set(first).size).toBe(first.length);
  });

  test('numbers are spread evenly, neighbours know nothing of each other', () => {
    const values = draws(new Chance(3), 20_000);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThan(1);
    expect(mean(values)).toBeCloseTo(0.5, 1);
    expect(deviation(values)).toBeCloseTo(Math.sqrt(1 / 12), 2);
    const products = values.slice(1).map((value, i) => (value - 0.5) * (values[i] - 0.5));
    expect(Math.abs(mean(products))).toBeLessThan(0.003);
  });

  test('a bell has mean 0 and deviation 1; events happen as often as they should', () => {
    const chance = new Chance(4);
    const bells = Array.from({ length: 20_000 }, () => chance.bell());
    expect(Math.abs(mean(bells))).toBeLessThan(0.03);
    expect(deviation(bells)).toBeCloseTo(1, 1);
    const events = Array.from({ length: 5000 }, () => chance.events(1.3, 6));
    expect(mean(events)).toBeCloseTo(1.3, 1);
    expect(Math.max(...events)).toBeLessThanOrEqual(6);
  });
});

describe('a smooth field', () => {
  const extent = { left: -100, top: -50, width: 200, height: 100 };

  test('has the deviation that was asked for', () => {
    const field = createSmoothField(new Chance(5), extent, 4, 2);
    const values = Array.from({ length: 4000 }, (_, i) =>
      field(-99.3 + (i % 80) * 2.5, -49 + i / 41),
    );
    expect(Math.abs(mean(values))).toBeLessThan(0.3);
    expect(deviation(values)).toBeGreaterThan(1.6);
    expect(deviation(values)).toBeLessThan(2.4);
  });

  test('has neither steps nor corners, and goes on beyond its extent', () => {
    const field = createSmoothField(new Chance(6), extent, 10, 1);
    for (let x = -130; x < 130; x += 0.5) {
      const [before, here, after] = [field(x - 0.1, 3), field(x, 3), field(x + 0.1, 3)];
      expect(Math.abs(after - before)).toBeLessThan(0.2);
      expect(Math.abs(before + after - 2 * here)).toBeLessThan(0.02);
    }
    expect(field(500, 3)).toBe(field(600, 3));
  });
});
