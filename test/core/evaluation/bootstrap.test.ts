import { describe, expect, it } from 'vitest';
import { equalErrorRate } from '../../../app/core/error-rates.ts';
import { bootstrapIntervals } from '../../../app/core/evaluation/bootstrap.ts';
import { lowestFnmr } from '../../../app/core/evaluation/curves.ts';
import { forEachPair, splitPopulations } from '../../../app/core/evaluation/pairs.ts';
import { asDistance, seededRandom } from '../support.ts';
import { evenLabels, falseMatches, falseNonMatches, measuredSet } from './support.ts';

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
