import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalCdf, probit } from '../../../app/core/evaluation/normal-deviate.ts';

/** Simpson's rule over the bell curve: slow, and no more than its definition. */
function integral(deviate: number): number {
  const from = -12;
  const steps = 20_000;
  const width = (deviate - from) / steps;
  const density = (x: number) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
  let sum = density(from) + density(deviate);
  for (let i = 1; i < steps; i++) sum += (i % 2 === 1 ? 4 : 2) * density(from + i * width);
  return (sum * width) / 3;
}

describe('the normal distribution', () => {
  it('is the area under the bell curve', () => {
    for (const deviate of [-5, -3.1, -3, -2.9, -1, -0.1, 0, 0.3, 1, 2.5, 3, 3.01, 4.4]) {
      expect(normalCdf(deviate)).toBeCloseTo(integral(deviate), 11);
    }
  });

  it.each([
    // Abramowitz and Stegun, tables 26.1 and 26.2, and published values of far tails.
    { deviate: 1.959963984540054, probability: 0.975 },
    { deviate: -1.281551565544601, probability: 0.1 },
    { deviate: -3.090232306167813, probability: 1e-3 },
    { deviate: -4.753424308822899, probability: 1e-6 },
    { deviate: -6.361340902404056, probability: 1e-10 },
  ])('has $probability at $deviate', ({ deviate, probability }) => {
    expect(normalCdf(deviate) / probability).toBeCloseTo(1, 9);
    expect(probit(probability)).toBeCloseTo(deviate, 9);
  });

  it('keeps its digits in the far tail', () => {
    expect(normalCdf(-20) / 2.753624118606233e-89).toBeCloseTo(1, 9);
    expect(normalCdf(-50)).toBe(0);
    expect(normalCdf(50)).toBe(1);
  });

  it('is undone by the deviate, which mirrors around one half', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-12, max: 1 - 1e-12, noNaN: true }), (probability) => {
        expect(normalCdf(probit(probability)) / probability).toBeCloseTo(1, 9);
        expect(probit(1 - probability)).toBeCloseTo(-probit(probability), 3);
      }),
    );
  });

  it('has no deviate for what is no probability, and endless ones at the ends', () => {
    expect(probit(0)).toBe(-Infinity);
    expect(probit(1)).toBe(Infinity);
    expect(probit(0.5)).toBeCloseTo(0, 15);
    for (const probability of [-0.1, 1.1, Number.NaN]) expect(probit(probability)).toBeNaN();
  });
});
