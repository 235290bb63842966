import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sortAscending } from '../../../app/core/evaluation/radix-sort.ts';
import { seededRandom, seeds } from '../support.ts';

/** Enough numbers that they are not left to the platform's own sort. */
const MANY = 25_000;

function check(values: Float64Array): void {
  const expected = values.slice().sort();
  sortAscending(values);
  // Compared as bits: -0 is not 0, and what is no number is itself.
  expect(Buffer.compare(Buffer.from(values.buffer), Buffer.from(expected.buffer))).toBe(0);
}

describe('sorting distances', () => {
  it('gives what the platform gives', () => {
    fc.assert(
      fc.property(seeds, fc.constantFrom(1, 8, 0x1000, 0x7fffffff), (seed, steps) => {
        const random = seededRandom(seed);
        // With few steps most are equal.
        check(
          Float64Array.from({ length: MANY }, () => (2 * Math.floor(random() * steps)) / steps),
        );
      }),
      { numRuns: 12 },
    );
  });

  it('takes the smallest and the largest numbers that there are', () => {
    const random = seededRandom(5);
    const ends = [0, 5e-324, 2 ** -1022, 1, 2, Number.MAX_VALUE, Infinity];
    check(Float64Array.from({ length: MANY }, () => ends[Math.floor(random() * ends.length)]));
    check(Float64Array.from({ length: MANY }, () => 2 ** (2000 * random() - 1000)));
  });

  it('takes negative numbers and what is no number', () => {
    const random = seededRandom(6);
    const odd = [-1, -0, 0, -Infinity, Number.NaN, 1.5];
    const values = Float64Array.from(
      { length: MANY },
      () => odd[Math.floor(random() * odd.length)],
    );
    const expected = values.slice().sort();
    sortAscending(values);
    expect(values.every((value, i) => Object.is(value, expected[i]))).toBe(true);
  });

  it('takes negative numbers alone, which are in the order opposite to their bits', () => {
    const random = seededRandom(7);
    check(Float64Array.from({ length: MANY }, () => -random()));
  });

  it('leaves what lies around a part of a larger array alone', () => {
    const random = seededRandom(8);
    const whole = Float64Array.from({ length: MANY + 10 }, () => random());
    const before = whole.slice();
    sortAscending(whole.subarray(5, MANY + 5));
    expect([...whole.subarray(0, 5)]).toEqual([...before.subarray(0, 5)]);
    expect([...whole.subarray(MANY + 5)]).toEqual([...before.subarray(MANY + 5)]);
    expect([...whole.subarray(5, MANY + 5)]).toEqual([...before.subarray(5, MANY + 5).sort()]);
  });

  it('has nothing to do with nothing', () => {
    for (const few of [[], [1], [2, 1]]) check(Float64Array.from(few));
  });
});
