import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compare } from '../../../app/core/distance.ts';
import { equalErrorRate, sortDistances } from '../../../app/core/error-rates.ts';
import { lowestFnmr } from '../../../app/core/evaluation/curves.ts';
import { fitFusion, fuse, fuseAll } from '../../../app/core/evaluation/fusion.ts';
import { poolFalling } from '../../../app/core/evaluation/isotonic.ts';
import { fitNormaliser, normalise } from '../../../app/core/evaluation/normalisers.ts';
import {
  enrolledPopulations,
  fuseSamples,
  meanEmbedding,
} from '../../../app/core/evaluation/sample-fusion.ts';
import { rowStart, allPairs } from '../../../app/core/evaluation/pairs.ts';
import { gaussian, randomEmbedding, seededRandom, seeds } from '../support.ts';
import { evenLabels, measuredSet, populationsOf, somePopulations } from './support.ts';

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

describe('several samples', () => {
  it('are as close as the closest, or as their mean', () => {
    expect(fuseSamples('min', [0.5, 0.25, 1])).toBe(0.25);
    expect(fuseSamples('mean', [0.5, 0.25, 0.75])).toBe(0.5);
    expect(() => fuseSamples('min', [])).toThrow('a sample to fuse');
  });

  it('have a mean template in their middle', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const random = seededRandom(seed);
        const [one, two] = [randomEmbedding(random, 16), randomEmbedding(random, 16)];
        const middle = meanEmbedding([one, two]);
        expect(Math.hypot(...middle)).toBeCloseTo(1, 6);
        expect(compare(middle, one)).toBeCloseTo(compare(middle, two), 5);
        expect(compare(meanEmbedding([one]), one)).toBeCloseTo(0, 6);
      }),
    );
    expect(() => meanEmbedding([])).toThrow('a sample');
  });

  it.each(['min', 'mean'] as const)('enrolled give fewer errors than one: %s', (rule) => {
    const { labels, distances } = measuredSet(seededRandom(3), { labels: evenLabels(30, 6) });
    const one = enrolledPopulations(labels, distances, 1, rule);
    const three = enrolledPopulations(labels, distances, 3, rule);
    expect(equalErrorRate(three.mated, three.nonMated).rate).toBeLessThan(
      0.8 * equalErrorRate(one.mated, one.nonMated).rate,
    );
  });

  it('enrolled are the first of each label, and all others probe', () => {
    const { labels, distances } = measuredSet(seededRandom(3), { labels: [0, 1, 0, 1, 0, 2] });
    const between = (low: number, high: number) =>
      distances[rowStart(allPairs(6), low) + high - low - 1];
    const { mated, nonMated } = enrolledPopulations(labels, distances, 2, 'mean');
    // Label 0 enrols captures 0 and 2, label 1 captures 1 and 3; label 2 has too few to enrol or probe.
    expect([...mated]).toEqual([(between(0, 4) + between(2, 4)) / 2]);
    expect([...nonMated]).toEqual([(between(1, 4) + between(3, 4)) / 2]);
  });
});
