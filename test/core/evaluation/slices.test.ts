import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { equalErrorRate, sortDistances } from '../../../app/core/error-rates.ts';
import { pairAt } from '../../../app/core/evaluation/pairs.ts';
import { sliceBy, summarise } from '../../../app/core/evaluation/slices.ts';
import { asDistance, seededRandom, seeds } from '../support.ts';
import { evenLabels, measuredSet, populationsOf } from './support.ts';

const sensors = (valueOf: readonly number[]) => ({
  name: 'sensor',
  values: ['optical', 'capacitive', 'unused'],
  valueOf: Uint32Array.from(valueOf),
});

describe('slices', () => {
  it('part a set by what two captures have in common, and are each measured by themselves', () => {
    const values = fc.array(fc.nat(1), { minLength: 12, maxLength: 12 });
    fc.assert(
      fc.property(seeds, values, (seed, valueOf) => {
        const measured = measuredSet(seededRandom(seed), { labels: evenLabels(4, 3) });
        const found = sliceBy(sensors(valueOf), measured, [asDistance(1)]);
        for (const [low, high] of [
          [0, 0],
          [0, 1],
          [1, 1],
        ]) {
          const inside = [...measured.distances].flatMap((distance, place) => {
            const { probe, reference } = pairAt(measured.pairs, place);
            const here = [valueOf[probe], valueOf[reference]].sort((a, b) => a - b);
            if (here[0] !== low || here[1] !== high) return [];
            return [{ distance, mated: measured.labels[probe] === measured.labels[reference] }];
          });
          const names = ['optical', 'capacitive'];
          const slice = found.find(
            (s) => s.values[0] === names[low] && s.values[1] === names[high],
          );
          if (inside.length === 0) {
            expect(slice).toBeUndefined();
            continue;
          }
          const of = (mated: boolean) =>
            sortDistances(
              inside.filter((one) => one.mated === mated).map(({ distance }) => distance),
            );
          expect(slice?.populations).toEqual({ mated: of(true), nonMated: of(false) });
          expect(slice?.summary).toEqual(
            summarise({ mated: of(true), nonMated: of(false) }, [asDistance(1)]),
          );
        }
      }),
    );
  });

  it('lose no comparison, and name only what occurs', () => {
    const measured = measuredSet(seededRandom(1), { labels: evenLabels(5, 4) });
    const found = sliceBy(sensors(evenLabels(20, 1).map((i) => i % 2)), measured, []);
    const total = found.reduce((sum, { summary }) => sum + summary.mated + summary.nonMated, 0);
    expect(total).toBe(measured.distances.length);
    expect(found.map(({ values }) => values)).toEqual([
      ['optical', 'optical'],
      ['optical', 'capacitive'],
      ['capacitive', 'capacitive'],
    ]);
  });

  it('need a value of every capture', () => {
    const measured = measuredSet(seededRandom(1), { labels: [0, 0, 1] });
    expect(() => sliceBy(sensors([0, 1]), measured, [])).toThrow('a value of sensor');
  });
});

describe('a summary', () => {
  it('has shares with their counts at each threshold', () => {
    const populations = populationsOf([0.2, 0.4, 0.9], [0.3, 0.8, 1.2, 1.4]);
    const { at, equalErrorRate: eer } = summarise(populations, [asDistance(0.8)]);
    expect(at[0].falseMatches).toMatchObject({ events: 2, trials: 4, rate: 0.5 });
    expect(at[0].falseNonMatches).toMatchObject({ events: 1, trials: 3 });
    expect(eer).toEqual(equalErrorRate(populations.mated, populations.nonMated));
  });

  it('says nothing of what is not there', () => {
    const { equalErrorRate: eer, at } = summarise(populationsOf([], [1]), [asDistance(0.5)]);
    expect([eer, at[0].falseNonMatches]).toEqual([undefined, undefined]);
    expect(at[0].falseMatches?.events).toBe(0);
  });
});
