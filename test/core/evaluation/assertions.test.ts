import { describe, expect, test } from 'vitest';
import { holds, parseAssertion } from '../../../app/core/evaluation/assertions.ts';

describe('assertions as text', () => {
  test.each([
    ['fnmr@fmr=1e-3 <= 0.05', { kind: 'fnmr-at-fmr', at: 1e-3 }, '<=', 0.05],
    ['FNMR @ FMR = 0.1% < 5%', { kind: 'fnmr-at-fmr', at: 1e-3 }, '<', 0.05],
    ['fnmr@fmr=1:1000<=1/20', { kind: 'fnmr-at-fmr', at: 1e-3 }, '<=', 0.05],
    ['fmr@threshold=1.05 <= .001', { kind: 'fmr-at-threshold', at: 1.05 }, '<=', 0.001],
    ['fnmr@threshold=0 > 0', { kind: 'fnmr-at-threshold', at: 0 }, '>', 0],
    ['fnir@fpir=1e-2<=0.1', { kind: 'fnir-at-fpir', at: 0.01 }, '<=', 0.1],
    ['eer<0.01', { kind: 'eer' }, '<', 0.01],
    ['fta <= 0', { kind: 'fta' }, '<=', 0],
    ['fte <= 0', { kind: 'fte' }, '<=', 0],
    ['zerofmr <= 1', { kind: 'zerofmr' }, '<=', 1],
    ['fmr1000 <= 0.05', { kind: 'field', comparisons: 1000 }, '<=', 0.05],
    ['rank1 >= 0.99', { kind: 'rank', rank: 1 }, '>=', 0.99],
    ['rank20 >= 99.5%', { kind: 'rank', rank: 20 }, '>=', 0.995],
  ] as const)('%s', (text, metric, operator, bound) => {
    expect(parseAssertion(text)).toEqual({ text, metric, operator, bound });
  });

  test.each([
    '',
    'eer',
    'eer = 0.1',
    'eer == 0.1',
    'eer <= ',
    'eer <= many',
    'eer@fmr=1e-3 <= 0.1',
    'fnmr <= 0.1',
    'fnmr@fmr <= 0.1',
    'fnmr@fmr=0 <= 0.1',
    'fnmr@fmr=2 <= 0.1',
    'fmr@threshold=2.5 <= 0.1',
    'fnmr@fnmr=0.1 <= 0.1',
    'fmr50 <= 0.1',
    'rank0 >= 0.9',
    'rank21 >= 0.9',
    'rank >= 0.9',
    'eer <= 0.1; fta <= 0',
    'eer <= 0.1 <= 0.2',
    '0.1 >= eer',
    'eer <= -0.1',
    'eer <= 1e',
  ])('"%s" is none', (text) => {
    expect(parseAssertion(text)).toBeUndefined();
  });

  test('a bound that is reached keeps <= and >=, and breaks < and >', () => {
    const at = (text: string, value: number) => {
      const assertion = parseAssertion(text);
      if (!assertion) throw new Error('Expected an assertion.');
      return holds(assertion, value);
    };
    expect([0.04, 0.05, 0.06].map((value) => at('eer <= 0.05', value))).toEqual([
      true,
      true,
      false,
    ]);
    expect([0.04, 0.05, 0.06].map((value) => at('eer < 0.05', value))).toEqual([
      true,
      false,
      false,
    ]);
    expect([0.04, 0.05, 0.06].map((value) => at('eer >= 0.05', value))).toEqual([
      false,
      true,
      true,
    ]);
    expect([0.04, 0.05, 0.06].map((value) => at('eer > 0.05', value))).toEqual([
      false,
      false,
      true,
    ]);
  });
});
