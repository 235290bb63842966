import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  applyAffine,
  boxCentre,
  fitSimilarity,
  meanPoint,
  overlap,
  squareCrop,
  type Affine,
} from '../../app/core/geometry.ts';
import type { Box, Point } from '../../app/core/vocabulary.ts';
import { between, gaussian, seededRandom, seeds } from './support.ts';

/** A similarity by its four parameters: turn and scale about the origin, then shift. */
interface Similarity {
  readonly scale: number;
  readonly angleRad: number;
  readonly shift: Point;
}

function move({ scale, angleRad, shift }: Similarity, { x, y }: Point): Point {
  return {
    x: scale * (x * Math.cos(angleRad) - y * Math.sin(angleRad)) + shift.x,
    y: scale * (x * Math.sin(angleRad) + y * Math.cos(angleRad)) + shift.y,
  };
}

function randomSimilarity(random: () => number): Similarity {
  return {
    scale: 10 ** between(random, -1, 1),
    angleRad: between(random, -Math.PI, Math.PI),
    shift: { x: between(random, -500, 500), y: between(random, -500, 500) },
  };
}

/** Five points like those of a face, never all in one place. */
function fiveRandomPoints(random: () => number): Point[] {
  const corners = [-1, 1, 0, -0.8, 0.8].map((x, i) => ({ x, y: [-1, -1, 0, 1, 1][i] }));
  return corners.map(({ x, y }) => ({
    x: 100 + 40 * x + 5 * gaussian(random),
    y: 120 + 40 * y + 5 * gaussian(random),
  }));
}

function gap(one: Point, other: Point): number {
  return Math.hypot(one.x - other.x, one.y - other.y);
}

/** The similarity whose inverse a map is: what the fit minimised over. */
function forward({ a, b, tx, c, d, ty }: Affine): Similarity {
  const scale = 1 / Math.sqrt(a * d - b * c);
  const angleRad = Math.atan2(b, a);
  const back = move({ scale, angleRad, shift: { x: 0, y: 0 } }, { x: tx, y: ty });
  return { scale, angleRad, shift: { x: -back.x, y: -back.y } };
}

describe('fitting a similarity', () => {
  it('recovers any turn, scale and shift from five points', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const random = seededRandom(seed);
        const similarity = randomSimilarity(random);
        const from = fiveRandomPoints(random);
        const to = from.map((point) => move(similarity, point));
        const map = fitSimilarity(from, to);
        // For the five points and for any other place in the frame of the target.
        to.forEach((point, i) => expect(gap(applyAffine(map, point), from[i])).toBeLessThan(1e-8));
        const other = { x: between(random, -300, 300), y: between(random, -300, 300) };
        expect(gap(applyAffine(map, move(similarity, other)), other)).toBeLessThan(1e-8);
      }),
    );
  });

  it('has the least squares of all similarities under noise', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const random = seededRandom(seed);
        const truth = randomSimilarity(random);
        const from = fiveRandomPoints(random);
        const to = from.map((point) => {
          const { x, y } = move(truth, point);
          const noise = 3 * truth.scale;
          return { x: x + noise * gaussian(random), y: y + noise * gaussian(random) };
        });
        const squares = (similarity: Similarity) =>
          from.reduce((sum, point, i) => sum + gap(move(similarity, point), to[i]) ** 2, 0);
        const fitted = forward(fitSimilarity(from, to));
        const least = squares(fitted);
        expect(least).toBeLessThanOrEqual(squares(truth));
        for (const step of [-1e-3, 1e-3]) {
          const { scale, angleRad, shift } = fitted;
          for (const perturbed of [
            { ...fitted, scale: scale * (1 + step) },
            { ...fitted, angleRad: angleRad + step },
            { ...fitted, shift: { ...shift, x: shift.x + step * 100 } },
            { ...fitted, shift: { ...shift, y: shift.y + step * 100 } },
          ]) {
            expect(squares(perturbed)).toBeGreaterThan(least);
          }
        }
      }),
    );
  });

  it('never mirrors a face, even onto mirrored points', () => {
    const random = seededRandom(3);
    const from = fiveRandomPoints(random);
    const { a, b, c, d } = fitSimilarity(
      from,
      from.map(({ x, y }) => ({ x: -x, y })),
    );
    expect(a * d - b * c).toBeGreaterThan(0);
    expect(a).toBeCloseTo(d, 12);
    expect(b).toBeCloseTo(-c, 12);
  });
});

describe('a square crop', () => {
  it('has the centre in its middle and its corners half a side from there, turned', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 300 }), (seed, size) => {
        const random = seededRandom(seed);
        const centre = { x: between(random, -50, 900), y: between(random, -50, 900) };
        const side = between(random, 1, 2000);
        const angleRad = between(random, -Math.PI, Math.PI);
        const map = squareCrop(centre, side, angleRad, size);
        const middle = (size - 1) / 2;
        expect(gap(applyAffine(map, { x: middle, y: middle }), centre)).toBeLessThan(1e-8);
        for (const [right, down] of [
          [-1, -1],
          [1, -1],
          [1, 1],
          [-1, 1],
        ]) {
          // The outer corners of the corner pixels.
          const corner = { x: middle + (right * size) / 2, y: middle + (down * size) / 2 };
          const expected = move(
            { scale: side / 2, angleRad, shift: centre },
            { x: right, y: down },
          );
          expect(gap(applyAffine(map, corner), expected)).toBeLessThan(1e-8);
        }
      }),
    );
  });

  it('of the whole of a square image at its own size is that image', () => {
    const map = squareCrop({ x: 127.5, y: 127.5 }, 256, 0, 256);
    for (const point of [
      { x: 0, y: 0 },
      { x: 255, y: 17 },
    ]) {
      expect(gap(applyAffine(map, point), point)).toBeLessThan(1e-12);
    }
  });
});

describe('boxes', () => {
  const boxes = fc.record({
    left: fc.integer({ min: -3, max: 12 }),
    top: fc.integer({ min: -3, max: 12 }),
    width: fc.integer({ min: 1, max: 12 }),
    height: fc.integer({ min: 1, max: 12 }),
  });

  const holds = (box: Box, x: number, y: number) =>
    x >= box.left && x < box.left + box.width && y >= box.top && y < box.top + box.height;

  it('overlap by the share of pixels that both hold among those that either holds', () => {
    fc.assert(
      fc.property(boxes, boxes, (one, other) => {
        let both = 0;
        let either = 0;
        for (let y = -5; y < 30; y++) {
          for (let x = -5; x < 30; x++) {
            if (holds(one, x, y) && holds(other, x, y)) both += 1;
            if (holds(one, x, y) || holds(other, x, y)) either += 1;
          }
        }
        expect(overlap(one, other)).toBeCloseTo(both / either, 12);
        expect(overlap(one, other)).toBe(overlap(other, one));
        expect(overlap(one, one)).toBe(1);
      }),
    );
  });

  it('that only touch do not overlap', () => {
    const box = { left: 0, top: 0, width: 4, height: 4 };
    expect(overlap(box, { ...box, left: 4 })).toBe(0);
    expect(overlap(box, { ...box, top: -4 })).toBe(0);
    expect(overlap(box, { ...box, left: 40, top: 40 })).toBe(0);
  });

  it('have their centre in the mean of their corners', () => {
    fc.assert(
      fc.property(boxes, (box) => {
        const { left, top, width, height } = box;
        const corners = [left, left + width].flatMap((x) =>
          [top, top + height].map((y) => ({ x, y })),
        );
        expect(gap(boxCentre(box), meanPoint(corners))).toBeLessThan(1e-12);
      }),
    );
  });
});
