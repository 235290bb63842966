import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cumulativeMatches,
  leaveOneOut,
  openSetRates,
  thresholdForFpir,
} from '../../../app/core/evaluation/identification.ts';
import { rowStart, allPairs, pairCount } from '../../../app/core/evaluation/pairs.ts';
import { lowerBound } from '../../../app/core/error-rates.ts';
import { asDistance, asRate } from '../support.ts';

interface LabelledSet {
  readonly labels: Uint32Array;
  readonly distances: Float64Array;
}

/** Few labels, and distances with many ties. */
const someSet: fc.Arbitrary<LabelledSet> = fc
  .array(fc.nat(5), { minLength: 1, maxLength: 10 })
  .chain((labels) => {
    const count = pairCount(allPairs(labels.length));
    const drawn = fc.array(fc.nat(8), { minLength: count, maxLength: count });
    return fc.tuple(fc.constant(labels), drawn);
  })
  .map(([labels, quarters]) => ({
    labels: Uint32Array.from(labels),
    distances: Float64Array.from(quarters, (quarter) => quarter / 4),
  }));

/** One search as a gallery would do it: every label by its closest capture, closest first. */
function naiveSearch({ labels, distances }: LabelledSet, probe: number) {
  const between = (one: number, two: number) => {
    const [low, high] = one < two ? [one, two] : [two, one];
    return distances[rowStart(allPairs(labels.length), low) + high - low - 1];
  };
  const byLabel = new Map<number, number>();
  labels.forEach((label, capture) => {
    if (capture === probe) return;
    byLabel.set(label, Math.min(byLabel.get(label) ?? Infinity, between(probe, capture)));
  });
  const own = byLabel.get(labels[probe]);
  const others = [...byLabel].filter(([label]) => label !== labels[probe]).map(([, d]) => d);
  return { own, others };
}

describe('searches that leave one out', () => {
  it('rank the own label as a search of the gallery does, ties against it', () => {
    fc.assert(
      fc.property(someSet, (set) => {
        const { mated, nonMated, labels } = leaveOneOut(set.labels, set.distances);
        const naive = Array.from(set.labels, (_, probe) => naiveSearch(set, probe));
        expect(labels).toBe(new Set(set.labels).size);
        const withMate = naive.flatMap(({ own }, probe) => (own === undefined ? [] : [probe]));
        expect([...mated.captures]).toEqual(withMate);
        withMate.forEach((probe, i) => {
          const { own = NaN, others } = naive[probe];
          expect(mated.distances[i]).toBe(own);
          expect(mated.ranks[i]).toBe(1 + others.filter((distance) => distance <= own).length);
        });
        const withOthers = naive.flatMap(({ others }, probe) => (others.length ? [probe] : []));
        expect([...nonMated.captures]).toEqual(withOthers);
        withOthers.forEach((probe, i) => {
          expect(nonMated.distances[i]).toBe(Math.min(...naive[probe].others));
        });
      }),
      { numRuns: 500 },
    );
  });

  it('give the cumulative match characteristic', () => {
    fc.assert(
      fc.property(someSet, (set) => {
        const searches = leaveOneOut(set.labels, set.distances);
        const { ranks } = searches.mated;
        fc.pre(ranks.length > 0);
        const curve = cumulativeMatches(searches, 6);
        curve.forEach(({ rank, events, trials, rate, lowerBound: low }, i) => {
          expect(rank).toBe(i + 1);
          expect(events).toBe(ranks.filter((own) => own <= rank).length);
          expect(trials).toBe(ranks.length);
          expect(rate).toBe(events / trials);
          expect(low).toBe(lowerBound(events, trials, 0.95));
        });
        expect(curve[5].rate).toBe(1); // There are no more labels than that.
      }),
    );
  });

  it('give open-set rates at a threshold', () => {
    fc.assert(
      fc.property(someSet, fc.nat(8), fc.integer({ min: 1, max: 3 }), (set, quarter, maxRank) => {
        const searches = leaveOneOut(set.labels, set.distances);
        const { mated, nonMated } = searches;
        fc.pre(mated.ranks.length > 0 && nonMated.distances.length > 0);
        const threshold = asDistance(quarter / 4);
        const { falsePositives, falseNegatives } = openSetRates(searches, threshold, maxRank);
        const naive = Array.from(set.labels, (_, probe) => naiveSearch(set, probe));
        expect(falsePositives.events).toBe(
          naive.filter(({ others }) => others.some((distance) => distance <= threshold)).length,
        );
        const returned = naive.filter(
          ({ own = Infinity, others }) =>
            own <= threshold && others.filter((distance) => distance <= own).length < maxRank,
        );
        expect(falseNegatives.events).toBe(mated.ranks.length - returned.length);
      }),
    );
  });

  it('have a threshold for a false positive rate, which it keeps', () => {
    fc.assert(
      fc.property(someSet, fc.constantFrom(0, 0.1, 0.25, 0.5, 1), (set, target) => {
        const searches = leaveOneOut(set.labels, set.distances);
        fc.pre(searches.mated.ranks.length > 0 && searches.nonMated.distances.length > 0);
        const threshold = thresholdForFpir(searches, asRate(target));
        fc.pre(threshold !== undefined);
        expect(openSetRates(searches, threshold).falsePositives.rate).toBeLessThanOrEqual(target);
      }),
    );
  });

  it('need every pair', () => {
    expect(() => leaveOneOut(Uint32Array.of(0, 1), new Float64Array(2))).toThrow('every pair');
  });

  it('of labels that fill a word of bits, and one more, are counted whole', () => {
    // Capture 0 has a mate that is farther than all 64 others.
    const labels = Uint32Array.from({ length: 66 }, (_, i) => Math.max(0, i - 1));
    const distances = new Float64Array(pairCount(allPairs(66))).fill(0.5);
    distances[0] = 1;
    expect([...leaveOneOut(labels, distances).mated.ranks]).toEqual([65, 65]);
  });
});
