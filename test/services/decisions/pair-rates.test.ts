import { expect, test } from 'vitest';
import type { ComparedPair } from '../../../app/contract/results.ts';
import { ratesOf } from '../../../app/services/decisions/pair-rates.ts';
import { asDistance } from '../../core/support.ts';

const pairsOf = (distances: readonly (number | undefined)[]): ComparedPair[] =>
  distances.map((distance) => ({
    probe: 'a',
    reference: 'b',
    ...(distance === undefined ? {} : { distance: asDistance(distance) }),
    outcome: distance === undefined ? 'failure-to-acquire' : 'non-match',
    reasons: [],
  }));

const truth = (...mated: (boolean | undefined)[]) => mated.map((each) => ({ mated: each }));

test('are those of the pairs that were compared', () => {
  const nonMated = Array.from({ length: 1_000 }, (_, i) => 0.6 + i / 10_000);
  const distances = [0.1, 0.2, 0.5, 0.65, undefined, ...nonMated, undefined];
  const listed = truth(...Array<boolean>(5).fill(true), ...nonMated.map(() => false), false);
  const rates = ratesOf(listed, pairsOf(distances));
  expect(rates).toMatchObject({ mated: 4, nonMated: 1_000 });
  // At FMR 1 % ten non-mated pairs match, up to 0.6009; of the mated ones 0.65 does not.
  expect(rates?.points).toEqual([
    { targetFmr: 0.01, threshold: 0.6009, falseMatchRate: 0.01, falseNonMatchRate: 0.25 },
    { targetFmr: 0.001, threshold: 0.6, falseMatchRate: 0.001, falseNonMatchRate: 0.25 },
  ]);
  // They meet where a quarter of the mated pairs and of the others are on the wrong side.
  expect(rates?.equalErrorRate).toBeCloseTo(0.25, 2);
});

test.each([
  ['says nothing', truth(undefined, undefined)],
  ['says it of some pairs only', truth(true, undefined)],
  ['has mated pairs only', truth(true, true)],
  ['has non-mated pairs only', truth(false, false)],
])('are not told where the list %s', (_, listed) => {
  expect(ratesOf(listed, pairsOf([0.1, 0.9]))).toBeUndefined();
});
