import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { equalErrorRate, sortDistances } from '../../../app/core/error-rates.ts';
import { lowestFnmr } from '../../../app/core/evaluation/curves.ts';
import { fitFusion, fuse, fuseAll } from '../../../app/core/evaluation/fusion.ts';
import { fitNormaliser, normalise } from '../../../app/core/evaluation/normalisers.ts';
import { gaussian, seededRandom } from '../support.ts';
import { populationsOf, somePopulations } from './support.ts';

const METHODS = ['min-max', 'z-score', 'likelihood-ratio'] as const;

interface Part {
  readonly mated: Float64Array;
  readonly nonMated: Float64Array;
}

interface Shape {
  readonly mated: readonly [number, number];
  readonly nonMated: readonly [number, number];
}

/** Bell curves: means and deviations. The face is the better part, the finger has another scale. */
const FACE: Shape = { mated: [0.8, 0.15], nonMated: [1.3, 0.1] };
const FINGER: Shape = { mated: [0.55, 0.2], nonMated: [1.02, 0.04] };

function draw(seed: number, { mated, nonMated }: Shape): Part {
  const random = seededRandom(seed);
  const values = (count: number, [mean, deviation]: readonly [number, number]) =>
    Float64Array.from({ length: count }, () => Math.max(0, mean + deviation * gaussian(random)));
  return { mated: values(3_000, mated), nonMated: values(30_000, nonMated) };
}

const populations = ({ mated, nonMated }: Part) => ({
  mated: sortDistances(mated),
  nonMated: sortDistances(nonMated),
});

const eerOf = (part: Part) => {
  const { mated, nonMated } = populations(part);
  return equalErrorRate(mated, nonMated).rate;
};

const fnmrOf = (part: Part, target: number) =>
  lowestFnmr(populations(part), target)?.falseNonMatchRate ?? 1;

/** Fitted on one pair of populations, applied to others. */
function fused(method: (typeof METHODS)[number], shapes: readonly Shape[], seed = 1): Part {
  const fitted = shapes.map((shape, i) => populations(draw(seed + i, shape)));
  const applied = shapes.map((shape, i) => draw(seed + 100 + i, shape));
  const fusion = fitFusion(method, fitted);
  return {
    mated: fuseAll(
      fusion,
      applied.map(({ mated }) => mated),
    ),
    nonMated: fuseAll(
      fusion,
      applied.map(({ nonMated }) => nonMated),
    ),
  };
}

describe.each(METHODS)('fusion by %s', (method) => {
  it('has fewer errors than either of two independent parts', () => {
    const parts = [draw(101, FACE), draw(102, FINGER)];
    const both = fused(method, [FACE, FINGER]);
    const best = Math.min(...parts.map(eerOf));
    expect(best).toBeGreaterThan(0.01);
    expect(eerOf(both)).toBeLessThan(0.5 * best);
    expect(fnmrOf(both, 1e-3)).toBeLessThan(
      0.5 * Math.min(...parts.map((part) => fnmrOf(part, 1e-3))),
    );
  });

  it('gives a distance, which is no smaller where a part is farther', () => {
    const fusion = fitFusion(method, [populations(draw(1, FACE)), populations(draw(2, FINGER))]);
    const distance = fc.double({ min: 0, max: 2, noNaN: true });
    fc.assert(
      fc.property(distance, distance, distance, (one, two, farther) => {
        const near = fuse(fusion, [one, Math.min(two, farther)]);
        const far = fuse(fusion, [one, Math.max(two, farther)]);
        expect(near).toBeGreaterThanOrEqual(0);
        expect(far).toBeLessThanOrEqual(2);
        expect(near).toBeLessThanOrEqual(far);
        expect(fuse(fusion, [one, two])).toBe(fuse(fusion, [one, two]));
      }),
    );
  });

  it('of one part keeps its order, and so its error rates', () => {
    const part = draw(7, FACE);
    const alone = fused(method, [FACE], 1);
    expect(eerOf(alone)).toBeCloseTo(eerOf(draw(101, FACE)), 3);
    const fusion = fitFusion(method, [populations(part)]);
    const values = [...part.mated, ...part.nonMated].sort((a, b) => a - b);
    const order = values.map((value) => fuse(fusion, [value]));
    order.forEach((value, i) => expect(value).toBeGreaterThanOrEqual(order[i - 1] ?? 0));
  });

  it('survives being stored as text', () => {
    const fusion = fitFusion(method, [populations(draw(1, FACE)), populations(draw(2, FINGER))]);
    const stored = JSON.parse(JSON.stringify(fusion)) as typeof fusion;
    expect(fuse(stored, [0.9, 0.4])).toBe(fuse(fusion, [0.9, 0.4]));
  });

  it('takes what was captured, and wants something to take', () => {
    const fusion = fitFusion(method, [populations(draw(1, FACE)), populations(draw(2, FINGER))]);
    expect(fuse(fusion, [0.5, undefined])).toBeLessThan(fuse(fusion, [1.3, undefined]));
    expect([...fuseAll(fusion, [Float64Array.of(0.5), Float64Array.of(Number.NaN)])]).toEqual([
      fuse(fusion, [0.5, undefined]),
    ]);
    expect(() => fuse(fusion, [undefined, undefined])).toThrow('at least one part');
    expect(() => fuse(fusion, [0.5])).toThrow('its place');
    expect(() => fitFusion(method, [populationsOf([], [1])])).toThrow('both populations');
  });
});

describe('a part that was not captured', () => {
  it.each(['min-max', 'z-score'] as const)('is left out of the mean: %s', (method) => {
    const face = populations(draw(1, FACE));
    const fusion = fitFusion(method, [face, face]);
    expect(fuse(fusion, [0.9, undefined])).toBeCloseTo(fuse(fusion, [0.9, 0.9]), 12);
  });

  it('has a likelihood ratio of 1', () => {
    const fusion = fitFusion('likelihood-ratio', [
      populations(draw(1, FACE)),
      populations(draw(2, FINGER)),
    ]);
    const alone = fitFusion('likelihood-ratio', [populations(draw(1, FACE))]);
    expect(fuse(fusion, [0.9, undefined])).toBe(fuse(alone, [0.9]));
  });
});

describe('fusion by likelihood ratio', () => {
  it('is not worse than the best part, even where the other one says nothing', () => {
    const noise: Shape = { mated: [1, 0.2], nonMated: [1, 0.2] };
    const face = draw(101, FACE);
    const both = fused('likelihood-ratio', [FACE, noise]);
    expect(eerOf(both)).toBeLessThan(1.1 * eerOf(face));
    expect(fnmrOf(both, 1e-3)).toBeLessThan(1.1 * fnmrOf(face, 1e-3));
    // Adding up as they come is misled by it.
    expect(eerOf(fused('min-max', [FACE, noise]))).toBeGreaterThan(2 * eerOf(both));
  });

  it('is not worse than the others where parts have scales of their own', () => {
    const byRatio = eerOf(fused('likelihood-ratio', [FACE, FINGER]));
    for (const method of ['min-max', 'z-score'] as const) {
      expect(byRatio).toBeLessThan(1.1 * eerOf(fused(method, [FACE, FINGER])));
    }
  });

  it('estimates the ratio of two known bell curves', () => {
    const shape: Shape = { mated: [0.8, 0.2], nonMated: [1.2, 0.2] };
    const normaliser = fitNormaliser('likelihood-ratio', populations(draw(3, shape)));
    // Of equal deviations it is a straight line: (1.2 - 0.8) / 0.2^2 a unit, 0 in the middle.
    for (const distance of [0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.3]) {
      expect(Math.abs(normalise(normaliser, distance) - 10 * (distance - 1))).toBeLessThan(0.4);
    }
  });

  it('goes on rising beyond what was measured', () => {
    const normaliser = fitNormaliser('likelihood-ratio', populations(draw(3, FACE)));
    const at = (distance: number) => normalise(normaliser, distance);
    expect(at(0)).toBeLessThan(at(0.05) - 0.1);
    expect(at(2)).toBeGreaterThan(at(1.95) + 0.1);
  });

  it('rises with the distance, whatever was measured', () => {
    fc.assert(
      fc.property(
        somePopulations,
        fc.array(fc.double({ min: 0, max: 2, noNaN: true })),
        (some, given) => {
          const normaliser = fitNormaliser('likelihood-ratio', some);
          const values = given
            .sort((a, b) => a - b)
            .map((distance) => normalise(normaliser, distance));
          values.forEach((value, i) => {
            expect(Number.isFinite(value)).toBe(true);
            expect(value).toBeGreaterThanOrEqual(values[i - 1] ?? -Infinity);
          });
        },
      ),
    );
  });
});
