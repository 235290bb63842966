import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { equalErrorRate } from '../../../app/core/error-rates.ts';
import { createReplicator } from '../../../app/core/evaluation/bootstrap-replicate.ts';
import {
  bootstrapSample,
  type MeasuredPairs,
} from '../../../app/core/evaluation/bootstrap-sample.ts';
import { bootstrapIntervals, drawPeople } from '../../../app/core/evaluation/bootstrap.ts';
import { lowestFnmr } from '../../../app/core/evaluation/curves.ts';
import { forEachPair, splitPopulations } from '../../../app/core/evaluation/pairs.ts';
import { Chance } from '../../../app/core/synthesis/chance.ts';
import { asDistance, seededRandom, seeds } from '../support.ts';
import {
  evenLabels,
  falseMatches,
  falseNonMatches,
  measuredSet,
  populationsOf,
} from './support.ts';

const TARGETS = [0, 0.001, 0.01, 0.1, 0.3, 1];
const THRESHOLDS = [0, 0.7, 1, 1.05, 1.3, 2].map(asDistance);

/** A comparison as often as its people were drawn: written out, and measured as any other set. */
function naiveReplicate(measured: MeasuredPairs, weights: Uint32Array) {
  const mated: number[] = [];
  const nonMated: number[] = [];
  const { labels, people, distances } = measured;
  forEachPair(measured.pairs, (probe, reference, place) => {
    const [one, other] = [people[probe], people[reference]];
    const times = one === other ? weights[one] : weights[one] * weights[other];
    for (let i = 0; i < times; i++) {
      (labels[probe] === labels[reference] ? mated : nonMated).push(distances[place]);
    }
  });
  if (mated.length === 0 || nonMated.length === 0) return undefined;
  const sample = populationsOf(mated, nonMated);
  return {
    equalErrorRate: equalErrorRate(sample.mated, sample.nonMated).rate as number,
    fnmrAtTargets: TARGETS.map(
      (target) => (lowestFnmr(sample, target)?.falseNonMatchRate ?? 1) as number,
    ),
    fmrAtThresholds: THRESHOLDS.map((t) => falseMatches(sample, t) / nonMated.length),
    fnmrAtThresholds: THRESHOLDS.map((t) => falseNonMatches(sample, t) / mated.length),
  };
}

/** Labels of people with one to three labels (fingers), of one to four captures each. */
const someSet = fc
  .array(fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 }), {
    minLength: 2,
    maxLength: 5,
  })
  .map((fingers) => {
    const labels: number[] = [];
    const people: number[] = [];
    let label = 0;
    fingers.forEach((captures, person) => {
      for (const count of captures) {
        for (let i = 0; i < count; i++) {
          labels.push(label);
          people.push(person);
        }
        label += 1;
      }
    });
    return { labels, people };
  });

describe('a bootstrap replicate', () => {
  it('has the rates of the set in which everyone is as often as drawn', () => {
    fc.assert(
      fc.property(someSet, seeds, fc.constantFrom(1, 2, 9), (set, seed, decimals) => {
        // With few decimals most distances are equal.
        const measured = measuredSet(seededRandom(seed), set, decimals);
        const sample = bootstrapSample(measured, THRESHOLDS, Infinity);
        const replicator = createReplicator(sample, TARGETS);
        const chance = new Chance(seed);
        for (let i = 0; i < 5; i++) {
          const weights = drawPeople(sample.people, chance);
          const found = replicator.replicate(weights);
          const expected = naiveReplicate(measured, weights);
          expect(found === undefined).toBe(expected === undefined);
          if (!found || !expected) continue;
          expect(found.equalErrorRate).toBeCloseTo(expected.equalErrorRate, 12);
          for (const name of ['fnmrAtTargets', 'fmrAtThresholds', 'fnmrAtThresholds'] as const) {
            found[name].forEach((rate, at) => expect(rate).toBeCloseTo(expected[name][at], 12));
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    { kind: 'pairs of people', set: { labels: evenLabels(40, 5) } },
    { kind: 'single people', set: { labels: evenLabels(260, 2) } },
    {
      kind: 'people of two fingers',
      set: {
        labels: evenLabels(80, 4),
        people: evenLabels(40, 8),
      },
    },
  ])('is close to that where most comparisons are counts of $kind', ({ set }) => {
    const measured = measuredSet(seededRandom(1), set);
    const exactComparisons = Math.floor(measured.populations.nonMated.length / 100);
    const sample = bootstrapSample(measured, THRESHOLDS, exactComparisons);
    expect(sample.rest.classes).toBeGreaterThan(0);
    const replicator = createReplicator(sample, TARGETS);
    const chance = new Chance(2);
    for (let i = 0; i < 20; i++) {
      const weights = drawPeople(sample.people, chance);
      const found = replicator.replicate(weights);
      const expected = naiveReplicate(measured, weights);
      if (!found || !expected) throw new Error('Expected comparisons of either kind.');
      // A mated comparison or two, of people who were drawn twice.
      const slack = 4 / measured.populations.mated.length;
      const closeTo = (rate: number, exact: number, share: number) =>
        expect(Math.abs(rate - exact)).toBeLessThanOrEqual(share * exact + slack);
      closeTo(found.equalErrorRate, expected.equalErrorRate, 0.03);
      found.fnmrAtTargets.forEach((rate, at) => closeTo(rate, expected.fnmrAtTargets[at], 0.03));
      found.fmrAtThresholds.forEach((rate, at) =>
        closeTo(rate, expected.fmrAtThresholds[at], 0.05),
      );
      found.fnmrAtThresholds.forEach((rate, at) =>
        closeTo(rate, expected.fnmrAtThresholds[at], 1e-9),
      );
    }
  });
});

describe('bootstrap intervals', () => {
  const measured = measuredSet(seededRandom(4), { labels: evenLabels(60, 3) });

  it('are the same for the same seed, and others for another', () => {
    const settings = { targets: [0.01], thresholds: [asDistance(1)], replicates: 200 };
    const one = bootstrapIntervals(measured, { ...settings, seed: 1 });
    expect(bootstrapIntervals(measured, { ...settings, seed: 1 })).toEqual(one);
    expect(bootstrapIntervals(measured, { ...settings, seed: 2 })).not.toEqual(one);
  });

  it('hold what was measured, and are ordered', () => {
    const found = bootstrapIntervals(measured, {
      targets: [0.01, 0.1],
      thresholds: [asDistance(1)],
    });
    if (!found) throw new Error('Expected intervals.');
    const { rate } = equalErrorRate(measured.populations.mated, measured.populations.nonMated);
    const holds = ([low, high]: readonly [number, number], value: number) => {
      expect(low).toBeLessThan(value);
      expect(high).toBeGreaterThan(value);
    };
    expect(found).toMatchObject({ people: 60, replicates: 1000, confidence: 0.95 });
    holds(found.equalErrorRate, rate);
    for (const { falseMatchRate, falseNonMatchRate } of found.atTargets) {
      const measuredRate = lowestFnmr(measured.populations, falseMatchRate)?.falseNonMatchRate;
      holds(falseNonMatchRate, measuredRate ?? Number.NaN);
    }
    const [at] = found.atThresholds;
    holds(
      at.falseMatchRate,
      falseMatches(measured.populations, 1) / measured.populations.nonMated.length,
    );
    holds(
      at.falseNonMatchRate,
      falseNonMatches(measured.populations, 1) / measured.populations.mated.length,
    );
  });

  it('are wider where captures come from fewer people', () => {
    const width = (people: number[]) => {
      // Somebody's captures are alike: their mated distances share an offset.
      const random = seededRandom(9);
      const base = measuredSet(random, { labels: evenLabels(60, 4), people });
      const offset = new Map(people.map((person) => [person, 0.5 * (random() - 0.5)]));
      const distances = base.distances.slice();
      forEachPair(base.pairs, (probe, reference, place) => {
        if (base.labels[probe] === base.labels[reference]) {
          distances[place] += offset.get(people[probe]) ?? 0;
        }
      });
      const populations = splitPopulations(base.pairs, base.labels, distances);
      const found = bootstrapIntervals(
        { ...base, distances, populations },
        { targets: [], thresholds: [asDistance(0.9)], replicates: 400 },
      );
      const [low, high] = found?.atThresholds[0].falseNonMatchRate ?? [0, 0];
      return high - low;
    };
    // 60 people of one finger each, or 10 of six.
    expect(width(evenLabels(10, 24))).toBeGreaterThan(1.3 * width(evenLabels(60, 4)));
  });

  it('do not exist where there is nothing of a kind', () => {
    const alone = measuredSet(seededRandom(1), { labels: [0, 1, 2] });
    expect(bootstrapIntervals(alone)).toBeUndefined();
  });

  it('hold the true rate about as often as they say', () => {
    // The true false non-match rate at 0.8, where mated distances have their mean, is one half.
    const rounds = 120;
    let held = 0;
    for (let round = 0; round < rounds; round++) {
      const set = measuredSet(seededRandom(100 + round), { labels: evenLabels(40, 2) });
      const found = bootstrapIntervals(set, {
        targets: [],
        thresholds: [asDistance(0.8)],
        replicates: 300,
        seed: round,
      });
      const [low, high] = found?.atThresholds[0].falseNonMatchRate ?? [0, 0];
      if (low <= 0.5 && 0.5 <= high) held += 1;
    }
    // Percentiles of 40 people are known to be a little short of 95 %.
    expect(held / rounds).toBeGreaterThan(0.88);
  });
});
