import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareAnchors } from '../../../app/core/fingerprint/compare.ts';
import { createAnchorIndex } from '../../../app/core/fingerprint/search.ts';
import { packAnchors } from '../../../app/core/fingerprint/anchor-template.ts';
import { seededRandom, seeds } from '../support.ts';
import { COMPARISON, randomFeatures, recapture, templateOf } from './support.ts';

/** Fingers with few and with many anchors, some of them twice, and one without any. */
function gallery(random: () => number, count: number) {
  const fingers = Array.from({ length: count }, () =>
    randomFeatures(random, 5 + Math.floor(60 * random())),
  );
  const templates = fingers.map(templateOf);
  templates.push(templateOf([]), templates[0], templates[count >> 1]);
  return { fingers, templates };
}

describe('the search among prints', () => {
  test('gives the same rows and distances as comparing with every one', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 12 }), (seed, count) => {
        const random = seededRandom(seed);
        const { fingers, templates } = gallery(random, 25);
        const index = createAnchorIndex(templates, COMPARISON);
        const probes = [
          templateOf(recapture(fingers[7], random, { turn: 0.3, blur: 1, noise: 0.4, found: 0.8 })),
          templateOf(randomFeatures(random, 40)),
          templates[0],
          templateOf(randomFeatures(random, 2)),
        ];
        for (const probe of probes) {
          const all = templates.map((template, row) => {
            return { row, distance: compareAnchors(probe, template, COMPARISON) };
          });
          all.sort((one, other) => one.distance - other.distance || one.row - other.row);
          expect(index.findClosest(probe, count)).toEqual(all.slice(0, count));
        }
      }),
      { numRuns: 15 },
    );
  });

  test('gives everything where more is asked for than there is, and nothing where nothing is', () => {
    const random = seededRandom(2);
    const { templates } = gallery(random, 4);
    const index = createAnchorIndex(templates, COMPARISON);
    expect(
      index
        .findClosest(templates[1], 100)
        .map(({ row }) => row)
        .sort(),
    ).toEqual(templates.map((_, row) => row));
    expect(index.findClosest(templates[1], 0)).toEqual([]);
    expect(createAnchorIndex([], COMPARISON).findClosest(templates[1], 5)).toEqual([]);
  });

  test('does not mix templates of different embeddings', () => {
    const some = templateOf(randomFeatures(seededRandom(1), 9));
    const other = packAnchors([], new Float32Array(0), 32);
    expect(() => createAnchorIndex([some, other], COMPARISON)).toThrow('Expected 64 numbers');
    expect(() => createAnchorIndex([some], COMPARISON).findClosest(other, 1)).toThrow(
      'Expected 64 numbers',
    );
  });
});
