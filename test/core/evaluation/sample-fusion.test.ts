import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compare } from '../../../app/core/distance.ts';
import { equalErrorRate } from '../../../app/core/error-rates.ts';
import { allPairs, rowStart } from '../../../app/core/evaluation/pairs.ts';
import {
  enrolledPopulations,
  fuseSamples,
  meanEmbedding,
} from '../../../app/core/evaluation/sample-fusion.ts';
import { randomEmbedding, seededRandom, seeds } from '../support.ts';
import { evenLabels, measuredSet } from './support.ts';

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
