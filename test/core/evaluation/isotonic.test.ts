import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { poolFalling } from '../../../app/core/evaluation/isotonic.ts';

describe('pooling violators', () => {
  const numbers = fc.array(
    fc.record({ value: fc.integer({ min: 0, max: 9 }), weight: fc.integer({ min: 1, max: 4 }) }),
    { minLength: 1, maxLength: 12 },
  );

  /** The same by a formula that knows no pools: a minimum of maxima of means. */
  function naive(items: readonly { readonly value: number; readonly weight: number }[]) {
    const mean = (from: number, to: number) => {
      const part = items.slice(from, to);
      const weight = part.reduce((sum, item) => sum + item.weight, 0);
      return part.reduce((sum, item) => sum + item.weight * item.value, 0) / weight;
    };
    return items.map((_, i) => {
      const ends = items.slice(i).map((__, j) => i + j + 1);
      const starts = items.slice(0, i + 1).map((__, start) => start);
      return Math.min(...starts.map((start) => Math.max(...ends.map((end) => mean(start, end)))));
    });
  }

  it('gives the closest falling sequence', () => {
    fc.assert(
      fc.property(numbers, (items) => {
        const pools = poolFalling(
          items.map(({ value }) => value),
          items.map(({ weight }) => weight),
        );
        const found = pools.flatMap(({ from, to, value }) =>
          new Array<number>(to - from).fill(value),
        );
        naive(items).forEach((value, i) => expect(found[i]).toBeCloseTo(value, 9));
        for (let i = 1; i < pools.length; i++) {
          expect(pools[i].value).toBeLessThan(pools[i - 1].value);
          expect(pools[i].from).toBe(pools[i - 1].to);
        }
      }),
    );
  });
});
