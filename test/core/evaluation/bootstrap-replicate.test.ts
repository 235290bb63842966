import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { equalErrorRate } from '../../../app/core/error-rates.ts';
import { createReplicator } from '../../../app/core/evaluation/bootstrap-replicate.ts';
import { createRest } from '../../../app/core/evaluation/bootstrap-rest.ts';
import {
  bootstrapSample,
  type MeasuredPairs,
} from '../../../app/core/evaluation/bootstrap-sample.ts';
import { drawPeople } from '../../../app/core/evaluation/bootstrap.ts';
import { lowestFnmr } from '../../../app/core/evaluation/curves.ts';
import { forEachPair, listedPairs, splitPopulations } from '../../../app/core/evaluation/pairs.ts';
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

describe('comparisons that are counts', () => {
  it.each([{ people: 20 }, { people: 300 }])(
    'of $people people are each in their class',
    ({ people }) => {
      const { populations } = measuredSet(seededRandom(3), { labels: evenLabels(people, 2) });
      const cut = populations.nonMated[10];
      const rest = createRest(populations, cut, people);
      const beyond = (distances: Float64Array) => distances.filter((distance) => distance > cut);
      const random = seededRandom(4);
      const anyone = () => Math.floor(random() * people);
      for (const distance of beyond(populations.nonMated))
        rest.addNonMated(distance, anyone(), anyone());
      for (const distance of beyond(populations.mated)) rest.addMated(distance, anyone());
      const { classes, counts, matedCounts, surplus, person, other, ranks, matedRanks } =
        rest.done();
      expect(classes).toBeGreaterThan(20);
      expect([ranks[0], ranks[classes]]).toEqual([11, populations.nonMated.length]);
      for (let at = 0; at < classes; at++) {
        // Everyone being drawn once, weights are 1.
        const column = (table: Float64Array) => table.filter((_, i) => i % classes === at);
        const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
        expect(sum(column(counts)) - surplus[at]).toBe(ranks[at + 1] - ranks[at]);
        expect(sum(column(matedCounts))).toBe(matedRanks[at + 1] - matedRanks[at]);
      }
      expect([...person].every((one) => one < people)).toBe(true);
      expect([...other].every((one) => one <= people)).toBe(true);
    },
  );

  it('of a person with themselves count as often as they do', () => {
    // 200 people of two fingers, whose captures are compared with their own alone.
    const labels = Uint32Array.from(evenLabels(400, 2));
    const people = Uint32Array.from(evenLabels(200, 4));
    const random = seededRandom(6);
    const own = Array.from(labels, (_, i) => i).flatMap((probe) =>
      [1, 2, 3].flatMap((step) =>
        people[probe] === people[probe + step] ? [{ probe, reference: probe + step }] : [],
      ),
    );
    const pairs = listedPairs(own);
    const distances = Float64Array.from(own, () => random());
    const populations = splitPopulations(pairs, labels, distances);
    const measured = { pairs, distances, labels, people, populations };
    const sample = bootstrapSample(measured, THRESHOLDS, 20);
    const weights = drawPeople(200, new Chance(1));
    const found = createReplicator(sample, []).replicate(weights);
    const expected = naiveReplicate(measured, weights);
    // At 0.7.
    expect(found?.fmrAtThresholds[1]).toBeCloseTo(expected?.fmrAtThresholds[1] ?? Number.NaN, 2);
  });
});
