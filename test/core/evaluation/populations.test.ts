import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { populationGrid } from '../../../app/core/evaluation/populations.ts';
import { asDistance } from '../support.ts';
import { populationsOf, somePopulations } from './support.ts';

describe('the grid of two populations', () => {
  it('counts every distance once, in the bin at whose upper edge it would match', () => {
    fc.assert(
      fc.property(somePopulations, fc.integer({ min: 1, max: 50 }), (populations, bins) => {
        const grid = populationGrid(populations, bins, asDistance(1.4142));
        for (const name of ['mated', 'nonMated'] as const) {
          const counts = [...grid[name]];
          expect(counts).toHaveLength(bins);
          const upTo = (edge: number) => populations[name].filter((d) => d <= edge).length;
          let sum = 0;
          counts.forEach((count, bin) => {
            sum += count;
            expect(sum).toBe(
              bin + 1 === bins ? populations[name].length : upTo(((bin + 1) * grid.end) / bins),
            );
          });
        }
      }),
    );
  });

  it('ends at a tenth that covers the margin and every distance', () => {
    const end = (margin: number, farthest: number) =>
      populationGrid(populationsOf([0.1], [farthest]), 4, asDistance(margin)).end;
    expect(end(1.4142, 1.2)).toBe(1.5);
    expect(end(1.1, 1.1)).toBe(1.1);
    expect(end(1, 1.93)).toBe(2);
    fc.assert(
      fc.property(fc.double({ min: 0.1, max: 2, noNaN: true }), (farthest) => {
        const found = end(0.1, farthest);
        expect(found).toBeGreaterThanOrEqual(farthest);
        expect(found - farthest).toBeLessThan(0.2);
      }),
    );
  });

  it('has whole bins', () => {
    for (const bins of [0, -1, 2.5]) {
      expect(() => populationGrid(populationsOf([0], [1]), bins, asDistance(1))).toThrow('bins');
    }
  });
});
