import { expect, test } from 'vitest';
import { FAILURE_CODES } from '../../../app/core/failure.ts';
import { EXIT, exitCodeOf, exitCodeOfOutcome } from '../../../app/hosts/cli/exit-codes.ts';

test('scripts can rely on the numbers', () => {
  expect(EXIT).toEqual({
    done: 0,
    nonMatch: 1,
    notAcquired: 2,
    undecided: 3,
    badInput: 64,
    internal: 70,
    interrupted: 130,
  });
});

test('a match is 0, a non-match 1, and what was not compared 2', () => {
  expect(exitCodeOfOutcome('match')).toBe(0);
  expect(exitCodeOfOutcome('non-match')).toBe(1);
  expect(exitCodeOfOutcome('undecided')).toBe(3);
  expect(exitCodeOfOutcome('no-reference')).toBe(2);
  expect(exitCodeOfOutcome('failure-to-acquire')).toBe(2);
});

test('the operator’s mistakes are 64, an interruption 130, everything else 70', () => {
  const codes = Object.fromEntries(FAILURE_CODES.map((code) => [code, exitCodeOf(code)]));
  expect(codes).toEqual({
    'bad-input': 64,
    'not-found': 64,
    'not-allowed': 64,
    conflict: 64,
    cancelled: 130,
    'model-missing': 70,
    'model-invalid': 70,
    'provider-refused': 70,
    'engine-crashed': 70,
    'engine-timeout': 70,
    'store-unusable': 70,
    internal: 70,
  });
});

test('no failure looks like a match or a non-match', () => {
  for (const code of FAILURE_CODES) expect(exitCodeOf(code)).toBeGreaterThan(2);
});
