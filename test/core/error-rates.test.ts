import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  countAtOrBelow,
  equalErrorRate,
  falseMatchRate,
  falseNonMatchRate,
  lowerBound,
  sortDistances,
  thresholdForFmr,
  upperBound,
} from '../../app/core/error-rates.ts';
import { asDistance, distances, gaussian, seededRandom } from './support.ts';

function countWhere(values: readonly number[], holds: (value: number) => boolean): number {
  let count = 0;
  for (const value of values) if (holds(value)) count += 1;
  return count;
}

const naiveFmr = (nonMated: readonly number[], threshold: number) =>
  countWhere(nonMated, (distance) => distance <= threshold) / nonMated.length;

const naiveFnmr = (mated: readonly number[], threshold: number) =>
  countWhere(mated, (distance) => distance > threshold) / mated.length;

/** Targets that fall on a measured rate, beside one, or anywhere. */
const targets = fc.oneof(
  fc.tuple(fc.nat(60), fc.integer({ min: 1, max: 60 })).map(([k, n]) => Math.min(1, k / n)),
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.constantFrom(0, 1e-9, 1e-3, 1e-2, 0.1, 1),
);

describe('false match and false non-match rate', () => {
  it('are shares of the distances, in whatever order those came', () => {
    fc.assert(
      fc.property(distances(60), fc.double({ min: -1, max: 3, noNaN: true }), (values, any) => {
        const sorted = sortDistances(values);
        for (const threshold of [any, 0, ...values]) {
          expect(countAtOrBelow(sorted, threshold)).toBe(
            countWhere(values, (distance) => distance <= threshold),
          );
          expect(falseMatchRate(sorted, threshold)).toBe(naiveFmr(values, threshold));
          expect(falseNonMatchRate(sorted, threshold)).toBeCloseTo(
            naiveFnmr(values, threshold),
            12,
          );
        }
      }),
    );
  });

  it('are one division of counts: 3 of 10 are 0.3 to the last bit', () => {
    const mated = sortDistances(Array.from({ length: 10 }, (_, i) => i / 10));
    expect(falseNonMatchRate(mated, 0.6)).toBe(0.3);
    expect(falseMatchRate(mated, 0.2)).toBe(0.3);
  });

  it('sort as numbers, and leave the distances that they were given alone', () => {
    const given = [10, 9, 0.5, 1e-7, 100];
    expect([...sortDistances(given)]).toEqual([1e-7, 0.5, 9, 10, 100]);
    expect(given).toEqual([10, 9, 0.5, 1e-7, 100]);
  });

  it('of no comparison at all do not exist', () => {
    const none = sortDistances([]);
    expect(() => falseMatchRate(none, 1)).toThrow('non-mated');
    expect(() => falseNonMatchRate(none, 1)).toThrow('mated');
    expect(() => equalErrorRate(none, sortDistances([1]))).toThrow('mated');
    expect(() => equalErrorRate(sortDistances([1]), none)).toThrow('non-mated');
    expect(() => equalErrorRate(none, none)).toThrow('mated');
  });

  it('count a missing distance as no match, and match nothing at a missing threshold', () => {
    const distances = sortDistances([Number.NaN, 0.2, 0.1]);
    expect(countAtOrBelow(distances, 2)).toBe(2);
    expect(countAtOrBelow(distances, Number.NaN)).toBe(0);
  });
});

describe('the threshold for a false match rate', () => {
  it('never exceeds the rate, and the next larger measured distance would', () => {
    fc.assert(
      fc.property(distances(60), targets, (values, target) => {
        const sorted = sortDistances(values);
        const threshold = thresholdForFmr(sorted, target);
        if (threshold === undefined) return;
        expect(falseMatchRate(sorted, threshold)).toBeLessThanOrEqual(target);
        const next = Math.min(...values.filter((distance) => distance > threshold));
        if (next < Infinity) expect(naiveFmr(values, next)).toBeGreaterThan(target);
        expect([0, ...values]).toContain(threshold);
      }),
      { numRuns: 1000 },
    );
  });

  it('is missing exactly where distances of zero alone exceed the rate', () => {
    fc.assert(
      fc.property(distances(20), targets, (values, target) => {
        const reachable = naiveFmr(values, 0) <= target;
        expect(thresholdForFmr(sortDistances(values), target) !== undefined).toBe(reachable);
      }),
      { numRuns: 1000 },
    );
  });

  it('lets one in a hundred match at 0.01: not none, and not two', () => {
    const hundred = sortDistances(Array.from({ length: 100 }, (_, i) => 0.5 + i / 100));
    const threshold = thresholdForFmr(hundred, 0.01);
    expect(threshold).toBe(0.5);
    expect(countAtOrBelow(hundred, threshold ?? Number.NaN)).toBe(1);
  });

  it('counts equal distances together: all of them match or none does', () => {
    const tied = sortDistances([0.2, 0.4, 0.4, 0.4, 0.9]);
    expect(thresholdForFmr(tied, 0.4)).toBe(0.2);
    expect(thresholdForFmr(tied, 0.79)).toBe(0.2);
    expect(thresholdForFmr(tied, 0.8)).toBe(0.4);
    expect(thresholdForFmr(tied, 1)).toBe(0.9);
  });

  it('reaches a rate of zero below the closest non-mated pair, but not below distance zero', () => {
    expect(thresholdForFmr(sortDistances([0.3, 0.6]), 0)).toBe(0);
    expect(thresholdForFmr(sortDistances([0, 0.6]), 0)).toBeUndefined();
  });

  it('grows with the rate', () => {
    fc.assert(
      fc.property(distances(40), targets, targets, (values, one, other) => {
        const sorted = sortDistances(values);
        const stricter = thresholdForFmr(sorted, Math.min(one, other)) ?? -1;
        const looser = thresholdForFmr(sorted, Math.max(one, other)) ?? -1;
        expect(stricter).toBeLessThanOrEqual(looser);
      }),
    );
  });
});

describe('the equal error rate', () => {
  /** The smallest difference of the two rates over every threshold that was measured. */
  function naiveGap(mated: readonly number[], nonMated: readonly number[]): number {
    const thresholds = [...mated, ...nonMated];
    return Math.min(
      ...thresholds.map((threshold) =>
        Math.abs(naiveFmr(nonMated, threshold) - naiveFnmr(mated, threshold)),
      ),
    );
  }

  it('is the mean of both rates at the measured threshold where they are closest', () => {
    fc.assert(
      fc.property(distances(12), distances(100), (mated, nonMated) => {
        const found = equalErrorRate(sortDistances(mated), sortDistances(nonMated));
        const fmr = naiveFmr(nonMated, found.threshold);
        const fnmr = naiveFnmr(mated, found.threshold);
        expect([...mated, ...nonMated]).toContain(found.threshold);
        expect(found.rate).toBeCloseTo((fmr + fnmr) / 2, 12);
        expect(Math.abs(fmr - fnmr)).toBeCloseTo(naiveGap(mated, nonMated), 12);
      }),
      { numRuns: 1000 },
    );
  });

  it('is found where a few mated distances lie among many non-mated ones', () => {
    const nonMated = sortDistances(Array.from({ length: 100 }, (_, i) => i / 100));
    const { rate, threshold } = equalErrorRate(sortDistances([2]), nonMated);
    // Everything non-mated is closer than the only mated pair: the worst that there is.
    expect(rate).toBe(1);
    expect(threshold).toBe(0.99);
  });

  it('is zero for distances that do not overlap, at the largest mated one', () => {
    const found = equalErrorRate(sortDistances([0.1, 0.3, 0.2]), sortDistances([0.9, 0.8, 1.1]));
    expect(found).toEqual({ rate: 0, threshold: 0.3 });
  });

  it('of two equal bell curves two deviations apart is 15.9 %', () => {
    const random = seededRandom(7);
    const draw = (mean: number) =>
      sortDistances(Array.from({ length: 20_000 }, () => mean + 0.1 * gaussian(random)));
    const { rate, threshold } = equalErrorRate(draw(0.8), draw(1));
    // The curves cross one deviation from either mean: 1 - Phi(1) = 0.1587.
    expect(rate).toBeGreaterThan(0.15);
    expect(rate).toBeLessThan(0.167);
    expect(Math.abs(threshold - asDistance(0.9))).toBeLessThan(0.01);
  });
});

/** Probability of exactly 0..trials events, by Pascal's rule: no logarithms, no gamma function. */
function binomial(trials: number, rate: number): number[] {
  let row = [1];
  for (let n = 1; n <= trials; n++) {
    row = Array.from(
      { length: n + 1 },
      (_, k) => (row[k] ?? 0) * (1 - rate) + (row[k - 1] ?? 0) * rate,
    );
  }
  return row;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** The rate at which this many events or fewer are as rare as `1 - confidence`. */
function naiveUpperBound(events: number, trials: number, confidence: number): number {
  let low = 0;
  let high = 1;
  for (let i = 0; i < 50; i++) {
    const middle = (low + high) / 2;
    if (sum(binomial(trials, middle).slice(0, events + 1)) > 1 - confidence) low = middle;
    else high = middle;
  }
  return low;
}

describe('Clopper-Pearson bounds', () => {
  const trialsAndEvents = (max: number) =>
    fc
      .integer({ min: 1, max })
      .chain((trials) => fc.tuple(fc.constant(trials), fc.integer({ min: 0, max: trials })));
  const confidences = fc.double({ min: 0.5, max: 0.999, noNaN: true });

  it('without an event have a closed form, which is the rule of three at 95 %', () => {
    for (const trials of [1, 2, 10, 100, 1e4, 1e6, 1e9]) {
      for (const confidence of [0.5, 0.9, 0.95, 0.99]) {
        const exact = -Math.expm1(Math.log(1 - confidence) / trials);
        expect(upperBound(0, trials, confidence) / exact).toBeCloseTo(1, 4);
        expect(lowerBound(0, trials, confidence)).toBe(0);
      }
      if (trials < 100) continue;
      expect(upperBound(0, trials, 0.95) * trials).toBeGreaterThan(2.9);
      expect(upperBound(0, trials, 0.95) * trials).toBeLessThan(3);
    }
  });

  it('without a success have one too', () => {
    for (const trials of [1, 2, 10, 100, 1e4]) {
      expect(upperBound(trials, trials, 0.95)).toBe(1);
      expect(lowerBound(trials, trials, 0.95)).toBeCloseTo(0.05 ** (1 / trials), 9);
    }
  });

  it('are where the exact tail of the binomial distribution says', () => {
    fc.assert(
      fc.property(trialsAndEvents(40), confidences, ([trials, events], confidence) => {
        if (events < trials) {
          expect(upperBound(events, trials, confidence)).toBeCloseTo(
            naiveUpperBound(events, trials, confidence),
            9,
          );
        }
        // At most this many events are at least the others not happening.
        if (events > 0) {
          expect(lowerBound(events, trials, confidence)).toBeCloseTo(
            1 - naiveUpperBound(trials - events, trials, confidence),
            9,
          );
        }
      }),
    );
  });

  it.each([
    // binom.test of R: two-sided 95 %, so 97.5 % on either side.
    { events: 1, trials: 10, lower: 0.0025, upper: 0.445 },
    { events: 5, trials: 10, lower: 0.1871, upper: 0.8129 },
    { events: 0, trials: 10, lower: 0, upper: 0.3085 },
    { events: 10, trials: 100, lower: 0.049, upper: 0.1762 },
  ])('agree with R for $events of $trials', ({ events, trials, lower, upper }) => {
    expect(lowerBound(events, trials, 0.975)).toBeCloseTo(lower, 4);
    expect(upperBound(events, trials, 0.975)).toBeCloseTo(upper, 4);
  });

  it('of ten rare events become those of Poisson counts: 4.795 and 18.39', () => {
    expect(lowerBound(10, 1e8, 0.975) * 1e8).toBeCloseTo(4.795, 2);
    expect(upperBound(10, 1e8, 0.975) * 1e8).toBeCloseTo(18.39, 2);
  });

  it('of many events become those of the bell curve', () => {
    const deviation = Math.sqrt((0.1 * 0.9) / 1e6);
    expect((upperBound(1e5, 1e6, 0.95) - 0.1) / deviation).toBeCloseTo(1.645, 1);
    expect((0.1 - lowerBound(1e5, 1e6, 0.95)) / deviation).toBeCloseTo(1.645, 1);
  });

  it('enclose what was seen, and mirror each other', () => {
    fc.assert(
      fc.property(trialsAndEvents(3000), confidences, ([trials, events], confidence) => {
        const seen = events / trials;
        const [lower, upper] = [
          lowerBound(events, trials, confidence),
          upperBound(events, trials, confidence),
        ];
        expect(lower).toBeLessThanOrEqual(seen);
        expect(upper).toBeGreaterThanOrEqual(seen);
        expect(upper).toBeLessThanOrEqual(1);
        expect(1 - upperBound(trials - events, trials, confidence)).toBeCloseTo(lower, 9);
      }),
    );
  });

  it('grow with events, shrink with trials and widen with confidence', () => {
    fc.assert(
      fc.property(trialsAndEvents(500), ([trials, events]) => {
        const upper = upperBound(events, trials, 0.95);
        const lower = lowerBound(events, trials, 0.95);
        if (events < trials) {
          expect(upperBound(events + 1, trials, 0.95)).toBeGreaterThan(upper);
          expect(lowerBound(events + 1, trials, 0.95)).toBeGreaterThan(lower);
          expect(upperBound(events, trials + 1, 0.95)).toBeLessThan(upper);
          expect(upperBound(events, trials, 0.99)).toBeGreaterThan(upper);
        }
        if (events > 0) {
          expect(lowerBound(events, trials + 1, 0.95)).toBeLessThan(lower);
          expect(lowerBound(events, trials, 0.99)).toBeLessThan(lower);
        }
      }),
    );
  });

  const settings = [
    { trials: 20, rate: 0.05 },
    { trials: 100, rate: 0.01 },
    { trials: 200, rate: 0.3 },
  ];

  it.each(settings)(
    'hold the true rate $rate of $trials trials as often as promised',
    (setting) => {
      const chances = binomial(setting.trials, setting.rate);
      const covered = (holds: (events: number) => boolean) =>
        sum(chances.filter((_, events) => holds(events)));
      const { trials, rate } = setting;
      expect(covered((events) => upperBound(events, trials, 0.95) >= rate)).toBeGreaterThan(0.95);
      expect(covered((events) => lowerBound(events, trials, 0.95) <= rate)).toBeGreaterThan(0.95);
    },
  );

  it.each(settings)('do so for simulated comparisons too: $rate of $trials', (setting) => {
    const random = seededRandom(11);
    const rounds = 2000;
    let held = 0;
    for (let round = 0; round < rounds; round++) {
      let events = 0;
      for (let i = 0; i < setting.trials; i++) if (random() < setting.rate) events += 1;
      if (upperBound(events, setting.trials, 0.95) >= setting.rate) held += 1;
    }
    // Three standard errors of a share of 95 % below it.
    expect(held / rounds).toBeGreaterThan(0.95 - 3 * Math.sqrt((0.95 * 0.05) / rounds));
  });
});
