import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { packAnchors } from '../../../app/core/fingerprint/anchor-template.ts';
import { compareAnchors } from '../../../app/core/fingerprint/compare.ts';
import { between, randomEmbedding, seededRandom, seeds } from '../support.ts';
import { naiveCompare } from './naive-compare.ts';
import { COMPARISON, randomFeatures, recapture, templateOf, type Capture } from './support.ts';

const IMPRESSION: Capture = { blur: 1, noise: 0.3, found: 0.8 };

/** Two captures of one finger, turned and shifted against each other. */
function mated(seed: number, changes: Capture = {}) {
  const random = seededRandom(seed);
  const finger = randomFeatures(random, 50);
  const moved = {
    turn: between(random, -0.6, 0.6),
    shiftX: between(random, -10, 10),
    shiftY: between(random, -10, 10),
  };
  return [
    templateOf(recapture(finger, random, IMPRESSION)),
    templateOf(recapture(finger, random, { ...IMPRESSION, ...moved, ...changes })),
  ] as const;
}

function nonMated(seed: number) {
  const random = seededRandom(seed);
  return [templateOf(randomFeatures(random, 45)), templateOf(randomFeatures(random, 55))] as const;
}

const distanceOf = ([one, other]: ReturnType<typeof mated>) =>
  compareAnchors(one, other, COMPARISON);

describe('the distance of two prints', () => {
  test('is what a naive program computes', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const [one, other] = seed % 3 === 0 ? nonMated(seed) : mated(seed);
      const received = compareAnchors(one, other, COMPARISON);
      // Which of the two is the first is the program's choice.
      const either = [naiveCompare(one, other, COMPARISON), naiveCompare(other, one, COMPARISON)];
      const off = Math.min(...either.map((expected) => Math.abs(received - expected)));
      expect(off, `seed ${seed}`).toBeLessThan(1e-6);
    }
  });

  test('tells captures of one finger from those of two, by a margin', () => {
    for (let seed = 1; seed <= 20; seed++) {
      expect(distanceOf(mated(seed))).toBeLessThan(0.6);
      expect(distanceOf(nonMated(seed))).toBeGreaterThan(0.9);
    }
  });

  test('is 0 to itself, within [0, margin] and the same in both directions, to the bit', () => {
    fc.assert(
      fc.property(seeds, fc.boolean(), (seed, same) => {
        const [one, other] = same ? mated(seed) : nonMated(seed);
        const distance = compareAnchors(one, other, COMPARISON);
        expect(distance).toBeGreaterThanOrEqual(0);
        expect(distance).toBeLessThanOrEqual(COMPARISON.margin);
        expect(compareAnchors(other, one, COMPARISON)).toBe(distance);
        expect(compareAnchors(one, one, COMPARISON)).toBe(0);
      }),
      { numRuns: 50 },
    );
  });

  test('does not depend on the order of the anchors', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const finger = randomFeatures(seededRandom(seed), 40);
      const capture = () =>
        recapture(finger, seededRandom(seed + 100), { ...IMPRESSION, turn: 0.2 });
      const other = capture();
      const distance = compareAnchors(templateOf(finger), templateOf(other), COMPARISON);
      const shuffled = capture().reverse();
      shuffled.push(...shuffled.splice(3, 7));
      expect(compareAnchors(templateOf(finger), templateOf(shuffled), COMPARISON)).toBe(distance);
    }
  });

  test('hardly minds where the finger lay and how it was turned', () => {
    const random = seededRandom(3);
    const finger = randomFeatures(random, 50);
    const still = templateOf(finger);
    for (const turn of [-0.9, -0.3, 0, 0.5, 1]) {
      const moved = recapture(finger, random, { turn, shiftX: 12, shiftY: -20 });
      expect(compareAnchors(still, templateOf(moved), COMPARISON)).toBeLessThan(0.03);
    }
  });

  test('is the margin beyond the largest turn', () => {
    const random = seededRandom(5);
    const finger = randomFeatures(random, 50);
    const turned = templateOf(recapture(finger, random, { turn: 1.5 }));
    expect(compareAnchors(templateOf(finger), turned, COMPARISON)).toBeGreaterThan(0.9);
    const free = { ...COMPARISON, maxTurnDeg: 180 };
    expect(compareAnchors(templateOf(finger), turned, free)).toBeLessThan(0.03);
  });

  test('follows skin that is stretched', () => {
    const random = seededRandom(6);
    const finger = randomFeatures(random, 60);
    const stretched = finger.map((feature) => ({
      ...feature,
      x: 95 + (feature.x - 95) * 1.12,
      y: 95 + (feature.y - 95) * 0.95,
    }));
    const [one, other] = [templateOf(finger), templateOf(stretched)];
    expect(compareAnchors(one, other, COMPARISON)).toBeLessThan(0.01);
    const stiff = { ...COMPARISON, refinements: 0, reachPx: 2, reachShare: 0.01 };
    expect(compareAnchors(one, other, stiff)).toBeGreaterThan(0.1);
  });

  test('grows as fewer anchors are found again, each missing one counting the margin', () => {
    const random = seededRandom(7);
    const finger = randomFeatures(random, 40);
    const whole = templateOf(finger);
    const part = (count: number) =>
      compareAnchors(whole, templateOf(finger.slice(0, count)), COMPARISON);
    expect(part(12)).toBe(0);
    expect(part(9)).toBeCloseTo((COMPARISON.margin * 3) / 12, 1);
    expect(part(6)).toBeCloseTo((COMPARISON.margin * 6) / 12, 1);
    expect(part(3), 'fewer than say anything').toBe(COMPARISON.margin);
  });

  test('is the margin without anchors, or with embeddings of nothing', () => {
    const some = templateOf(randomFeatures(seededRandom(1), 20));
    const none = templateOf([]);
    expect(compareAnchors(some, none, COMPARISON)).toBe(COMPARISON.margin);
    expect(compareAnchors(none, none, COMPARISON)).toBe(COMPARISON.margin);
    const anchors = randomFeatures(seededRandom(2), 20);
    const empty = packAnchors(anchors, new Float32Array(20 * 64), 64);
    expect(compareAnchors(some, empty, COMPARISON)).toBe(COMPARISON.margin);
    expect(compareAnchors(empty, empty, COMPARISON)).toBe(COMPARISON.margin);
  });

  test('uses each anchor once: one that is like all of them is one', () => {
    const look = randomEmbedding(seededRandom(1), 64);
    const place = { x: 50, y: 50, direction: 0, weight: 1 };
    const same = Array.from({ length: 30 }, () => place);
    const repeated = packAnchors(same, Float32Array.from(same.flatMap(() => [...look])), 64);
    const others = randomFeatures(seededRandom(9), 30).map((feature) => ({ ...feature, ...place }));
    const single = templateOf([{ ...place, look: [...look] }, ...others.slice(0, 10)]);
    expect(compareAnchors(repeated, single, COMPARISON)).toBeGreaterThan(0.8);
  });

  test('is told in time for the worst templates there can be', () => {
    const look = randomEmbedding(seededRandom(1), 64);
    const random = seededRandom(2);
    const anchors = Array.from({ length: 256 }, () => {
      return { x: between(random, 0, 50), y: between(random, 0, 50), direction: 0, weight: 1 };
    });
    const worst = packAnchors(anchors, Float32Array.from(anchors.flatMap(() => [...look])), 64);
    const started = performance.now();
    compareAnchors(worst, worst, COMPARISON);
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  test('is refused for templates of different embeddings, and for other bytes', () => {
    const some = templateOf(randomFeatures(seededRandom(1), 5));
    const other = packAnchors([], new Float32Array(0), 32);
    expect(() => compareAnchors(some, other, COMPARISON)).toThrow('Expected 32 numbers');
    const damaged = some.subarray(1) as typeof some;
    expect(() => compareAnchors(some, damaged, COMPARISON)).toThrow('packed anchors');
  });
});
