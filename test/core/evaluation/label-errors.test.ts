import { describe, expect, it } from 'vitest';
import { equalErrorRate, thresholdForFmr } from '../../../app/core/error-rates.ts';
import { labelErrors } from '../../../app/core/evaluation/label-errors.ts';
import { nearestCaptures } from '../../../app/core/evaluation/nearest.ts';
import { pairDistances } from '../../../app/core/evaluation/pair-distances.ts';
import { allPairs, pairAt, splitPopulations } from '../../../app/core/evaluation/pairs.ts';
import { toEmbedding } from '../../../app/core/embedding.ts';
import { asDistance, gaussian, seededRandom } from '../support.ts';
import { evenLabels, measuredSet } from './support.ts';

const CAPTURES = 5;

/** Captures of people who are points in space, labelled as they really are. */
function space(people: number, seed = 1) {
  const random = seededRandom(seed);
  const dimensions = 32;
  const labels = evenLabels(people, CAPTURES);
  const centres = Array.from({ length: people }, () =>
    Array.from({ length: dimensions }, () => gaussian(random)),
  );
  const rows = new Float32Array(labels.length * dimensions);
  labels.forEach((person, i) => {
    const capture = centres[person].map((value) => value + 0.5 * gaussian(random));
    rows.set(toEmbedding(Float32Array.from(capture)), i * dimensions);
  });
  return { labels, rows, dimensions };
}

function find({ rows, dimensions }: ReturnType<typeof space>, given: readonly number[]) {
  const labels = Uint32Array.from(given);
  const pairs = allPairs(labels.length);
  const distances = pairDistances({ rows, dimensions }, pairs);
  const populations = splitPopulations(pairs, labels, distances);
  const threshold = thresholdForFmr(populations.nonMated, 5e-3) ?? asDistance(0);
  return labelErrors({ pairs, distances, labels, populations }, threshold);
}

const swapped = (labels: readonly number[], one: number, two: number) =>
  labels.with(one, labels[two]).with(two, labels[one]);

describe('probable label errors', () => {
  const set = space(30);

  it('are none where the labels are right', () => {
    expect(find(set, set.labels)).toEqual([]);
  });

  it('name two captures whose labels were swapped, whichever they are', () => {
    for (const [one, two] of [
      [3, 77],
      [0, 149],
      [50, 60],
    ]) {
      const [finding, ...more] = find(set, swapped(set.labels, one, two));
      expect(more).toEqual([]);
      expect(finding.kind).toBe('cross-labelled');
      expect(new Set(finding.captures)).toEqual(new Set([one, two]));
      expect(finding.strength).toBeGreaterThan(0.2);
    }
  });

  it('name a capture with a wrong label, and the label that it belongs to', () => {
    const [finding, ...more] = find(set, set.labels.with(42, 3));
    expect(more).toEqual([]);
    expect(finding).toMatchObject({ kind: 'wrong-label', captures: [42], suggestedLabel: 8 });
    if (finding.kind !== 'wrong-label') throw new Error('Expected a wrong label.');
    const { own, other } = finding.evidence;
    expect(set.labels[other?.capture ?? 0]).toBe(8);
    expect(finding.strength).toBeCloseTo((own?.distance ?? 0) - (other?.distance ?? 0), 12);
  });

  it('are no swap where three labels were passed around', () => {
    const labels = set.labels.with(3, 9).with(47, 20).with(103, 0);
    const found = find(set, labels);
    expect(found.map(({ kind }) => kind)).toEqual(['wrong-label', 'wrong-label', 'wrong-label']);
    expect(found.flatMap(({ captures }) => captures).sort((one, two) => one - two)).toEqual([
      3, 47, 103,
    ]);
  });

  it('say nothing of two captures that are like no one, each other included', () => {
    const random = seededRandom(98);
    const more = 2;
    const rows = new Float32Array(set.rows.length + more * 32);
    rows.set(set.rows);
    for (let i = 0; i < more; i++) {
      const stranger = toEmbedding(Float32Array.from({ length: 32 }, () => gaussian(random)));
      rows.set(stranger, set.rows.length + i * 32);
    }
    expect(find({ ...set, rows }, [...set.labels, 30, 30])).toEqual([]);
  });

  it('name two labels of one person, with how many of their comparisons are close', () => {
    const labels = set.labels.map((label, i) => (label === 7 && i % CAPTURES >= 3 ? 30 : label));
    const [finding, ...more] = find(set, labels);
    expect(more).toEqual([]);
    expect(finding).toMatchObject({ kind: 'one-person-two-labels', labels: [7, 30] });
    if (finding.kind !== 'one-person-two-labels') throw new Error('Expected two labels.');
    expect(finding.closePairs).toBeGreaterThanOrEqual(1);
    expect(finding.closePairs).toBeLessThanOrEqual(6);
  });

  it('name a capture that is like no one, where the others of its label agree', () => {
    const random = seededRandom(99);
    const rows = set.rows.slice();
    const stranger = toEmbedding(Float32Array.from({ length: 32 }, () => gaussian(random)));
    rows.set(stranger, 61 * 32);
    const [finding, ...more] = find({ ...set, rows }, set.labels);
    expect(more).toEqual([]);
    expect(finding).toMatchObject({ kind: 'unlike-its-label', captures: [61] });
  });

  it('come strongest first', () => {
    const labels = swapped(set.labels.with(42, 3).with(99, 20), 3, 77);
    const found = find(set, labels);
    expect(found.length).toBe(3);
    const strengths = found.map(({ strength }) => strength);
    expect(strengths).toEqual(strengths.toSorted((one, two) => two - one));
  });

  it('are not guessed at where an encoder can hardly tell people apart', () => {
    const random = seededRandom(5);
    const labels = evenLabels(20, 4);
    const measured = measuredSet(random, { labels });
    const distances = measured.distances.map(() => 1 + 0.1 * gaussian(random));
    const populations = splitPopulations(measured.pairs, measured.labels, distances);
    const { threshold } = equalErrorRate(populations.mated, populations.nonMated);
    const found = labelErrors({ ...measured, distances, populations }, threshold);
    expect(found.filter(({ kind }) => kind === 'cross-labelled')).toEqual([]);
  });
});

describe('the nearest captures', () => {
  it('are those of a search of all', () => {
    const { pairs, labels, distances } = measuredSet(seededRandom(2), { labels: evenLabels(6, 3) });
    nearestCaptures({ pairs, labels, distances }).forEach(({ capture, own, other }) => {
      for (const [found, mated] of [
        [own, true],
        [other, false],
      ] as const) {
        const candidates = [...distances].flatMap((distance, place) => {
          const { probe, reference } = pairAt(pairs, place);
          if (probe !== capture && reference !== capture) return [];
          const partner = probe === capture ? reference : probe;
          return (labels[partner] === labels[capture]) === mated ? [{ distance, partner }] : [];
        });
        const closest = candidates.toSorted((one, two) => one.distance - two.distance)[0];
        expect(found).toEqual({ capture: closest.partner, distance: closest.distance });
      }
    });
  });

  it('are missing where there is none', () => {
    const alone = measuredSet(seededRandom(2), { labels: [0, 1] });
    expect(nearestCaptures(alone)[0].own).toBeUndefined();
    const twins = measuredSet(seededRandom(2), { labels: [0, 0] });
    expect(nearestCaptures(twins)[0].other).toBeUndefined();
  });
});
