import { describe, expect, it } from 'vitest';
import { chooseWidths, dequantise, quantise } from '../../../app/core/wsq/quantiser.ts';
import { fromScaled, toScaled } from '../../../app/core/wsq/scaled.ts';

describe('bins', () => {
  const bins = { width: 10, zero: 12 };

  it('have a wider one around zero', () => {
    expect([-6, -5.9, 0, 5.9, 6].map((v) => quantise(v, bins))).toEqual([0, 0, 0, 0, 0]);
    expect([6.1, 15.9, 16.1, 26.1].map((v) => quantise(v, bins))).toEqual([1, 1, 2, 3]);
    expect([-6.1, -15.9, -16.1, -26.1].map((v) => quantise(v, bins))).toEqual([-1, -1, -2, -3]);
  });

  it('come back as a value inside them, nearer to zero than the middle', () => {
    expect(dequantise(0, bins, 0.44)).toBe(0);
    expect(dequantise(1, bins, 0.44)).toBeCloseTo(6 + 5.6, 9);
    expect(dequantise(-3, bins, 0.44)).toBeCloseTo(-(26 + 5.6), 9);
    for (let value = -300; value < 300; value += 0.7) {
      const index = quantise(value, bins);
      expect(Math.abs(dequantise(index, bins, 0.44) - value)).toBeLessThanOrEqual(6);
      expect(quantise(dequantise(index, bins, 0.44), bins), 'stays').toBe(index);
    }
  });

  it('end where 16 signed bits do', () => {
    expect(quantise(1e9, bins)).toBe(32767);
    expect(quantise(-1e9, bins)).toBe(-32767);
  });
});

describe('widths', () => {
  /** Bits a pixel by the model behind them: log2 of (5 deviations / width), where that is any. */
  const bitsOf = (variances: readonly number[], widths: readonly number[]) =>
    widths.reduce((sum, width, i) => {
      const share = i < 4 ? 1 / 1024 : i < 51 ? 1 / 256 : 1 / 16;
      const bits = width > 0 ? Math.log2((5 * Math.sqrt(variances[i])) / width) : 0;
      return sum + Math.max(0, share * bits);
    }, 0);
  const falling = Array.from({ length: 60 }, (_, i) => 50_000 / (1 + i) ** 1.5);

  it.each([0.25, 0.75, 2.25])('spend %d bits a pixel on what has any', (bitrate) => {
    expect(bitsOf(falling, chooseWidths(falling, bitrate))).toBeCloseTo(bitrate, 9);
  });

  it('are in the ratios of the specification', () => {
    const widths = chooseWidths(falling, 0.75);
    expect(widths[1]).toBe(widths[0]);
    const over = (i: number) => widths[i] / widths[0];
    expect(over(10)).toBeCloseTo(10 / Math.log(falling[10]), 9);
    expect(over(51)).toBeCloseTo(10 / Math.log(falling[51]), 9);
    expect(over(52)).toBeCloseTo(10 / (1.32 * Math.log(falling[52])), 9);
    expect(over(54)).toBeCloseTo(10 / (1.42 * Math.log(falling[54])), 9);
    expect(over(59)).toBeCloseTo(10 / (1.08 * Math.log(falling[59])), 9);
  });

  it('are 0 for subbands that hold next to nothing', () => {
    const variances = falling.map((variance, i) => (i % 2 ? variance : 1));
    chooseWidths(variances, 0.75).forEach((width, i) => {
      expect(width > 0, `${i}`).toBe(i % 2 === 1);
    });
    expect(chooseWidths(Array<number>(60).fill(0), 0.75)).toEqual(Array<number>(60).fill(0));
  });

  it('are finite numbers whatever the variances are', () => {
    for (const one of [1.01, 1.02, 5, 1e4, 1e8]) {
      for (const bitrate of [0.01, 0.75, 16]) {
        const single = Array.from({ length: 60 }, (_, i) => (i === 7 ? one : 0));
        for (const width of chooseWidths(single, bitrate)) {
          expect(width).toBeGreaterThanOrEqual(0);
          expect(width).toBeLessThanOrEqual(50_000);
        }
      }
    }
  });
});

describe('scaled numbers', () => {
  it('have as many digits as fit', () => {
    expect(toScaled(0, 16)).toEqual({ exponent: 0, integer: 0 });
    expect(toScaled(128, 16)).toEqual({ exponent: 2, integer: 12800 });
    expect(toScaled(0.44, 16)).toEqual({ exponent: 5, integer: 44000 });
    expect(toScaled(6.5535, 16)).toEqual({ exponent: 4, integer: 65535 });
    expect(toScaled(6.55351, 16)).toEqual({ exponent: 4, integer: 65535 });
    expect(toScaled(6.5536, 16)).toEqual({ exponent: 3, integer: 6554 });
    expect(toScaled(65535, 16)).toEqual({ exponent: 0, integer: 65535 });
    expect(toScaled(0.8526986790094034, 32)).toEqual({ exponent: 9, integer: 852698679 });
  });

  it('come back to four digits', () => {
    for (let value = 1e-6; value < 6e4; value *= 1.37) {
      expect(Math.abs(fromScaled(toScaled(value, 16)) / value - 1)).toBeLessThan(1e-4);
    }
  });

  it('are none below 0 or above what there is room for', () => {
    for (const value of [-1, 65536, NaN, Infinity]) expect(() => toScaled(value, 16)).toThrow();
  });
});
