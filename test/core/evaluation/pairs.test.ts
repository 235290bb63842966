import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  allPairs,
  forEachPair,
  fvcPairs,
  listedPairs,
  pairAt,
  pairCount,
  rowStart,
  splitPopulations,
  type Pairs,
} from '../../../app/core/evaluation/pairs.ts';

const walk = (pairs: Pairs) => {
  const found: [number, number][] = [];
  forEachPair(pairs, (probe, reference, place) => {
    expect(place).toBe(found.length);
    found.push([probe, reference]);
  });
  return found;
};

const somePairs: fc.Arbitrary<Pairs> = fc.oneof(
  fc.integer({ min: 0, max: 30 }).map(allPairs),
  fc
    .array(fc.record({ probe: fc.nat(9), reference: fc.nat(9) }), { maxLength: 30 })
    .map(listedPairs),
);

describe('pairs of captures', () => {
  it('of all are every unordered pair, once', () => {
    for (const captures of [0, 1, 2, 3, 17]) {
      const found = walk(allPairs(captures));
      expect(found).toHaveLength((captures * (captures - 1)) / 2);
      expect(found.every(([probe, reference]) => probe < reference)).toBe(true);
      expect(new Set(found.map(String)).size).toBe(found.length);
    }
  });

  it('are found by their place', () => {
    fc.assert(
      fc.property(somePairs, (pairs) => {
        const found = walk(pairs);
        expect(pairCount(pairs)).toBe(found.length);
        found.forEach(([probe, reference], place) => {
          expect(pairAt(pairs, place)).toEqual({ probe, reference });
          if (pairs.kind === 'all' && reference === probe + 1) {
            expect(rowStart(pairs, probe)).toBe(place);
          }
        });
      }),
    );
  });

  it('by the protocol of FVC are 280 mated and 45 non-mated of ten fingers of eight impressions', () => {
    const labels = Uint32Array.from({ length: 80 }, (_, i) => i % 10);
    const found = walk(fvcPairs(labels));
    const mated = found.filter(([one, other]) => labels[one] === labels[other]);
    const nonMated = found.filter(([one, other]) => labels[one] !== labels[other]);
    expect([mated.length, nonMated.length]).toEqual([280, 45]);
    // The first impression of each finger, and no other.
    expect(nonMated.flat().every((capture) => capture < 10)).toBe(true);
    expect(new Set(found.map(String)).size).toBe(325);
  });

  it('are parted into populations by their labels', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(4), { maxLength: 12 }),
        fc.infiniteStream(fc.nat(5)),
        (names, stream) => {
          const labels = Uint32Array.from(names);
          const pairs = allPairs(labels.length);
          const distances = Float64Array.from(
            { length: pairCount(pairs) },
            () => stream.next().value / 4,
          );
          const where = (mated: boolean) =>
            [...distances]
              .filter((_, place) => {
                const { probe, reference } = pairAt(pairs, place);
                return (names[probe] === names[reference]) === mated;
              })
              .sort((one, other) => one - other);
          const found = splitPopulations(pairs, labels, distances);
          expect([...found.mated]).toEqual(where(true));
          expect([...found.nonMated]).toEqual(where(false));
        },
      ),
    );
  });

  it('have a distance each, and it is a number', () => {
    const labels = Uint32Array.of(0, 0, 1);
    expect(() => splitPopulations(allPairs(3), labels, new Float64Array(2))).toThrow(
      'one distance',
    );
    const broken = Float64Array.of(0.1, Number.NaN, 0.2);
    expect(() => splitPopulations(allPairs(3), labels, broken)).toThrow('numbers');
  });
});
