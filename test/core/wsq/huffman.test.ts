import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  assignCodes,
  chooseTable,
  createLookup,
  type HuffmanTable,
} from '../../../app/core/wsq/huffman.ts';
import { WsqProblem } from '../../../app/core/wsq/problem.ts';
import { binary } from './bits.ts';

/** Counts of lengths 1, 2, ... and the symbols in their order. */
function table(counts: readonly number[], symbols: readonly number[]): HuffmanTable {
  return { counts: [...counts, ...Array<number>(16 - counts.length).fill(0)], symbols };
}

const written = (of: HuffmanTable) =>
  Object.fromEntries(assignCodes(of).map((c) => [c.symbol, binary(c.code, c.length)]));

describe('codes', () => {
  it('are counted upwards, and go on with a zero at each longer length', () => {
    expect(written(table([0, 2, 3, 1], [7, 9, 20, 21, 22, 5]))).toEqual({
      7: '00',
      9: '01',
      20: '100',
      21: '101',
      22: '110',
      5: '1110',
    });
  });

  it('may leave lengths out', () => {
    expect(written(table([1, 0, 0, 2], [180, 1, 2]))).toEqual({ 180: '0', 1: '1000', 2: '1001' });
  });

  it('may fill all there is, although the specification leaves out the one of ones', () => {
    expect(written(table([1, 2], [1, 2, 3]))).toEqual({ 1: '0', 2: '10', 3: '11' });
  });

  it.each([[[3]], [[2, 1]], [[1, 1, 3]], [[0, 0, 0, 0, 0, 0, 0, 255, 3]]])(
    'of lengths that have no room for them are refused: %j',
    (counts) => {
      const symbols = Array<number>(counts.reduce((sum, n) => sum + n, 0)).fill(1);
      expect(() => assignCodes(table(counts, symbols))).toThrow(WsqProblem);
    },
  );

  it('are found by whatever follows them', () => {
    const lookup = createLookup(table([0, 2, 3, 1], [7, 9, 20, 21, 22, 5]));
    const found = (bits: string) => lookup[Number.parseInt(bits.padEnd(16, '0'), 2)];
    expect(found('00')).toBe(2 * 256 + 7);
    expect(found('0011111111111111')).toBe(2 * 256 + 7);
    expect(found('101')).toBe(3 * 256 + 21);
    expect(found('1110')).toBe(4 * 256 + 5);
    expect(found('1111111111111111'), 'no code begins like this').toBe(0);
  });
});

describe('a chosen table', () => {
  const lengths = (frequencies: Readonly<Record<number, number>>) => {
    const all = Array<number>(256).fill(0);
    for (const [symbol, count] of Object.entries(frequencies)) all[Number(symbol)] = count;
    return written(chooseTable(all));
  };

  it('gives short codes to what is frequent', () => {
    // With the one of ones kept free: 8 against 4+2+1+0, and so on.
    expect(lengths({ 180: 8, 1: 4, 181: 2, 179: 1 })).toEqual({
      180: '0',
      1: '10',
      181: '110',
      179: '1110',
    });
  });

  it('is empty where there is nothing to code, and never has a code of ones', () => {
    expect(lengths({})).toEqual({});
    expect(lengths({ 5: 3 })).toEqual({ 5: '0' });
    expect(lengths({ 5: 3, 6: 3 })).toEqual({ 5: '0', 6: '10' });
  });

  it('keeps to 16 bits where the best would be longer', () => {
    const fibonacci = [1, 1];
    for (let i = 2; i < 40; i++) fibonacci.push(fibonacci[i - 1] + fibonacci[i - 2]);
    const codes = Object.values(lengths(Object.fromEntries(fibonacci.map((n, i) => [i + 1, n]))));
    expect(codes).toHaveLength(40);
    expect(Math.max(...codes.map((code) => code.length))).toBe(16);
  });

  it('can be read back, costs no more than a fixed length, and no code begins another', () => {
    const counts = fc.array(fc.nat({ max: 5000 }), { minLength: 256, maxLength: 256 });
    fc.assert(
      fc.property(counts, (frequencies) => {
        const codes = assignCodes(chooseTable(frequencies));
        const total = frequencies.reduce((sum, n) => sum + n, 0);
        const spent = codes.reduce((sum, c) => sum + c.length * frequencies[c.symbol], 0);
        expect(codes).toHaveLength(frequencies.filter((n) => n > 0).length);
        expect(spent).toBeLessThanOrEqual(9 * total);
        const kraft = codes.reduce((sum, { length }) => sum + 2 ** -length, 0);
        expect(kraft, 'one code is kept free').toBeLessThan(1);
        expect(codes.some(({ code, length }) => code === 2 ** length - 1)).toBe(false);
      }),
      { numRuns: 30 },
    );
  });
});
