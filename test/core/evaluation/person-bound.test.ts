import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  countAtOrBelow,
  sortDistances,
  thresholdForFmr,
  upperBound,
} from '../../../app/core/error-rates.ts';
import {
  allPairs,
  forEachPair,
  pairCount,
  splitPopulations,
} from '../../../app/core/evaluation/pairs.ts';
import {
  boundByPerson,
  boundPoints,
  countByPerson,
  type LabelledDistances,
  type PersonCounts,
} from '../../../app/core/evaluation/person-bound.ts';
import { pointAt } from '../../../app/core/evaluation/operating-points.ts';
import { gaussian, seededRandom, seeds } from '../support.ts';

/** Captures of people of whom some resemble many: one direction pulls them all a little. */
function population(random: () => number, people: number, captures: number): LabelledDistances {
  const rows: number[][] = [];
  const labels: number[] = [];
  for (let person = 0; person < people; person++) {
    const pull = 0.5 * Math.exp(0.5 * gaussian(random));
    const away = Array.from({ length: 12 }, () => gaussian(random));
    const centre = away.map((x, i) => x / Math.hypot(...away) + (i === 0 ? pull : 0));
    for (let capture = 0; capture < captures; capture++) {
      const seen = centre.map((x) => x + 0.15 * gaussian(random));
      rows.push(seen.map((x) => x / Math.hypot(...seen)));
      labels.push(person);
    }
  }
  const pairs = allPairs(rows.length);
  const distances = new Float64Array(pairCount(pairs));
  forEachPair(pairs, (one, other, place) => {
    let sum = 0;
    for (let i = 0; i < 12; i++) sum += (rows[one][i] - rows[other][i]) ** 2;
    distances[place] = Math.sqrt(sum);
  });
  const people32 = Uint32Array.from(labels);
  return { pairs, labels: people32, people: people32, distances };
}

const nonMatedOf = ({ pairs, labels, distances }: LabelledDistances) =>
  splitPopulations(pairs, labels, distances).nonMated;

/** Slow, and as the definition says it. */
function countNaively(measured: LabelledDistances, threshold: number): PersonCounts {
  const { pairs, labels, people, distances } = measured;
  const all: { one: number; other: number; match: boolean }[] = [];
  forEachPair(pairs, (one, other, place) => {
    if (labels[one] === labels[other]) return;
    all.push({ one: people[one], other: people[other], match: distances[place] <= threshold });
  });
  const count = Math.max(-1, ...people) + 1;
  const ofPerson = (person: number, of: typeof all) =>
    of.filter(({ one, other }) => one === person || other === person).length;
  const matches = all.filter(({ match }) => match);
  const everybody = Array.from({ length: count }, (_, person) => person);
  return {
    trials: all.length,
    events: matches.length,
    comparisons: Float64Array.from(everybody, (person) => ofPerson(person, all)),
    falseMatches: Float64Array.from(everybody, (person) => ofPerson(person, matches)),
  };
}

/** The rate with one person's comparisons left out, person after person. */
function jackknifeNaively(measured: LabelledDistances, threshold: number): number {
  const { people } = measured;
  const rates = [...new Set(people)].map((left) => {
    let trials = 0;
    let events = 0;
    forEachPair(measured.pairs, (one, other, place) => {
      if (measured.labels[one] === measured.labels[other]) return;
      if (people[one] === left || people[other] === left) return;
      trials += 1;
      if (measured.distances[place] <= threshold) events += 1;
    });
    return events / trials;
  });
  const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
  const squares = rates.reduce((sum, rate) => sum + (rate - mean) ** 2, 0);
  return ((rates.length - 1) / rates.length) * squares;
}

describe('counts by person', () => {
  test('are those of a slow count, at every threshold, with several fingers of a person', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const random = seededRandom(seed);
        const measured = population(random, 6, 2);
        // Two labels, which are fingers, of each person.
        const fingers = measured.people.map((person, i) => 2 * person + (i % 2));
        const given = { ...measured, labels: fingers };
        const thresholds = [0.9, 0.2, 1.4, 0.9, 0];
        const counts = countByPerson(given, thresholds);
        thresholds.forEach((threshold, i) => {
          expect(counts[i], String(threshold)).toEqual(countNaively(given, threshold));
        });
      }),
      { numRuns: 20 },
    );
  });

  test('leave out what a list calls mated, whatever the labels say', () => {
    const pairs = {
      kind: 'listed',
      probes: Uint32Array.of(0, 0),
      references: Uint32Array.of(1, 2),
    } as const;
    const people = Uint32Array.of(0, 1, 2);
    const distances = Float64Array.of(0.1, 0.1);
    const mated = Uint8Array.of(1, 0);
    const [count] = countByPerson({ pairs, labels: people, people, mated, distances }, [1]);
    expect(count).toMatchObject({ trials: 1, events: 1 });
    expect([...count.falseMatches]).toEqual([1, 0, 1]);
  });
});

describe('the bound by person', () => {
  test('rests on the jackknife, twice, and on comparisons that would vary as much', () => {
    const measured = population(seededRandom(7), 30, 2);
    const threshold = thresholdForFmr(nonMatedOf(measured), 0.05) ?? 0;
    const [counts] = countByPerson(measured, [threshold]);
    const { effectiveComparisons } = boundByPerson(counts);
    const rate = counts.events / counts.trials;
    const variance = 2 * jackknifeNaively(measured, threshold);
    expect(effectiveComparisons).toBeCloseTo((rate * (1 - rate)) / variance, 6);
  });

  test('is never below that of independent comparisons, and they are never more than pairs', () => {
    fc.assert(
      fc.property(seeds, fc.double({ min: 0, max: 1.5, noNaN: true }), (seed, threshold) => {
        const [counts] = countByPerson(population(seededRandom(seed), 8, 3), [threshold]);
        const bound = boundByPerson(counts);
        expect(bound.upperBound).toBeGreaterThanOrEqual(
          upperBound(counts.events, counts.trials, 0.95),
        );
        expect(bound.effectiveComparisons).toBeLessThanOrEqual((8 * 7) / 2 / 2);
      }),
      { numRuns: 50 },
    );
  });

  test('of no false match among comparisons of a few people is that of those few', () => {
    const comparisons = new Float64Array(10).fill(900);
    const falseMatches = new Float64Array(10);
    const counts = { trials: 4500, events: 0, comparisons, falseMatches };
    // 45 pairs of people, halved; not 4,500 comparisons.
    expect(boundByPerson(counts).upperBound).toBeCloseTo(1 - 0.01 ** (1 / 22.5), 12);
  });

  /**
   * Thresholds from some people, rates on as many others. Plain Clopper-Pearson is shown beside it:
   * it is why this bound exists.
   */
  test.each([
    { people: 60, captures: 2, target: 1e-2, draws: 100 },
    { people: 60, captures: 2, target: 1e-3, draws: 100 },
    { people: 20, captures: 4, target: 1e-2, draws: 100 },
  ])(
    'holds on other people in at least 95 of 100 draws: $people people, target $target',
    ({ people, captures, target, draws }) => {
      const random = seededRandom(2026);
      let held = 0;
      let plainHeld = 0;
      for (let draw = 0; draw < draws; draw++) {
        const measured = population(random, people, captures);
        const others = nonMatedOf(population(random, people, captures));
        const own = nonMatedOf(measured);
        const threshold = thresholdForFmr(own, target) ?? 0;
        const [counts] = countByPerson(measured, [threshold]);
        const rate = countAtOrBelow(others, threshold) / others.length;
        if (rate <= boundByPerson(counts).upperBound) held += 1;
        if (rate <= upperBound(counts.events, counts.trials, 0.95)) plainHeld += 1;
      }
      expect(held / draws).toBeGreaterThanOrEqual(0.95);
      expect(plainHeld / draws).toBeLessThan(0.9);
    },
    60_000,
  );

  test('replaces the bound of points, and says so', () => {
    const measured = population(seededRandom(3), 20, 2);
    const populations = splitPopulations(measured.pairs, measured.labels, measured.distances);
    const threshold = thresholdForFmr(populations.nonMated, 0.1);
    if (threshold === undefined) throw new Error('Expected a threshold.');
    const plain = pointAt(populations, 0.1, threshold);
    const [bound] = boundPoints([plain], measured);
    expect(bound).toMatchObject({ threshold, boundBy: 'person' });
    expect(bound.upperBound).toBeGreaterThan(plain.upperBound);
  });
});

test('asking 0.01 of 100 non-mated distances gives at most one false match', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 2, noNaN: true }), { minLength: 100, maxLength: 100 }),
      (values) => {
        const nonMated = sortDistances(values);
        const threshold = thresholdForFmr(nonMated, 0.01);
        const matches = threshold === undefined ? 0 : countAtOrBelow(nonMated, threshold);
        expect(matches).toBeLessThanOrEqual(1);
      },
    ),
  );
});
