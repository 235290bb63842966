/** The grown ridges against the fields that they should follow, measured another way. */
import { describe, expect, test } from 'vitest';
import { PX_PER_MM, RIDGE_PERIOD_PX } from '../../../app/core/synthesis/finger-traits.ts';
import { MASTER } from '../../../app/core/synthesis/master-grid.ts';
import { createFields, createMaster, type Master } from '../../../app/core/synthesis/master.ts';
import { drawnMaster } from '../../fixtures/drawn-finger.ts';

const { width, height, originX, originY } = MASTER;
const masters = [1, 2, 3].map((person) => drawnMaster({ person, finger: 1 + person }));

/** Places all over the pad, in pixels from the origin, far from cores and deltas. */
function quietPlaces({ traits }: Master): { readonly x: number; readonly y: number }[] {
  const singular = [...traits.cores, ...traits.deltas];
  const places = [];
  for (let y = -200; y <= 260; y += 23) {
    for (let x = -170; x <= 170; x += 17) {
      const nearest = Math.min(...singular.map((point) => Math.hypot(x - point.x, y - point.y)));
      if (nearest > 2.5 * PX_PER_MM) places.push({ x, y });
    }
  }
  return places;
}

const at = (ridges: Float32Array, x: number, y: number) =>
  ridges[Math.round(y + originY) * width + Math.round(x + originX)];

/** From the gradients around a place: they stand upright on the ridges. */
function measuredDirection(ridges: Float32Array, x: number, y: number): number {
  let [xx, yy, xy] = [0, 0, 0];
  for (let v = y - 12; v <= y + 12; v++) {
    for (let u = x - 12; u <= x + 12; u++) {
      const gx = at(ridges, u + 1, v) - at(ridges, u - 1, v);
      const gy = at(ridges, u, v + 1) - at(ridges, u, v - 1);
      xx += gx * gx;
      yy += gy * gy;
      xy += gx * gy;
    }
  }
  return Math.atan2(2 * xy, xx - yy) / 2 + Math.PI / 2;
}

/** Twice the mean distance of crossings from ridge to valley and back, across the ridges. */
function measuredPeriod(ridges: Float32Array, x: number, y: number, direction: number): number {
  const [nx, ny] = [-Math.sin(direction), Math.cos(direction)];
  const value = (t: number) => {
    const [px, py] = [x + t * nx + originX, y + t * ny + originY];
    const [c, r] = [Math.floor(px), Math.floor(py)];
    const row = (k: number) =>
      ridges[k * width + c] * (1 - px + c) + ridges[k * width + c + 1] * (px - c);
    return row(r) * (1 - py + r) + row(r + 1) * (py - r);
  };
  const crossings: number[] = [];
  for (let t = -25; t < 25; t += 0.05) {
    if (value(t) < 0 !== value(t + 0.05) < 0) crossings.push(t);
  }
  return (2 * (crossings[crossings.length - 1] - crossings[0])) / (crossings.length - 1);
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1];
const folded = (angle: number) => Math.abs(angle - Math.PI * Math.round(angle / Math.PI));

describe('a master', () => {
  test('has ridges of the direction that its field says', () => {
    for (const master of masters) {
      const { direction } = createFields(master.key, master.traits);
      const errors = quietPlaces(master).map(({ x, y }) =>
        folded(measuredDirection(master.ridges, x, y) - direction(x, y)),
      );
      expect(errors.length).toBeGreaterThan(200);
      expect(median(errors)).toBeLessThan((2.5 * Math.PI) / 180);
      expect(errors.filter((error) => error > 0.3).length / errors.length).toBeLessThan(0.03);
    }
  });

  test('has ridges of the period that its field says, as people have them', () => {
    for (const master of masters) {
      const { direction, period } = createFields(master.key, master.traits);
      const ratios = quietPlaces(master).map(
        ({ x, y }) => measuredPeriod(master.ridges, x, y, direction(x, y)) / period(x, y),
      );
      expect(Math.abs(median(ratios) - 1)).toBeLessThan(0.03);
      for (const { x, y } of quietPlaces(master)) {
        expect(period(x, y)).toBeGreaterThanOrEqual(RIDGE_PERIOD_PX.least);
        expect(period(x, y)).toBeLessThanOrEqual(RIDGE_PERIOD_PX.most);
      }
    }
  });

  test('has as many minutiae as fingers have, ends and forks alike', () => {
    for (const { ridges } of masters) {
      const { ends, forks } = countMinutiae(ridges);
      const area = ((width - 20) * (height - 20)) / PX_PER_MM ** 2;
      expect((ends + forks) / area).toBeGreaterThan(0.08);
      expect((ends + forks) / area).toBeLessThan(0.32);
      expect(Math.min(ends, forks) / (ends + forks)).toBeGreaterThan(0.25);
    }
  });

  test('is the same again from the same numbers, and another one from others', () => {
    const key = masters[0].key;
    const again = createMaster(key);
    expect(again.traits).toEqual(masters[0].traits);
    expect(Buffer.from(again.ridges.buffer).equals(Buffer.from(masters[0].ridges.buffer))).toBe(
      true,
    );
    expect(again.skin).toEqual(masters[0].skin);
    for (const other of [
      { ...key, seed: key.seed + 1 },
      { ...key, person: key.person + 1 },
      { ...key, finger: key.finger + 1 },
    ]) {
      expect(Math.abs(correlation(createMaster(other).ridges, masters[0].ridges))).toBeLessThan(
        0.1,
      );
    }
  });

  test('has pores on its ridges, and creases that are few', () => {
    for (const { ridges, skin } of masters) {
      const pores = [...skin.pores.keys()].filter((i) => skin.pores[i] > 100);
      expect(pores.length).toBeGreaterThan(1000);
      expect(pores.filter((i) => ridges[i] > 0).length / pores.length).toBeGreaterThan(0.95);
      const creased = skin.creases.filter((depth) => depth > 60).length / skin.creases.length;
      expect(creased).toBeLessThan(0.06);
    }
  });
});

function correlation(one: Float32Array, other: Float32Array): number {
  let [product, a, b] = [0, 0, 0];
  for (let i = 0; i < one.length; i++) {
    product += one[i] * other[i];
    a += one[i] * one[i];
    b += other[i] * other[i];
  }
  return product / Math.sqrt(a * b);
}

/** Crossing numbers on ridges thinned to lines (Zhang and Suen 1984). */
function countMinutiae(ridges: Float32Array): { ends: number; forks: number } {
  const lines = thin(Uint8Array.from(ridges, (value) => (value > 0 ? 1 : 0)));
  const found: { x: number; y: number; branches: number }[] = [];
  for (let y = 10; y < height - 10; y++) {
    for (let x = 10; x < width - 10; x++) {
      const i = y * width + x;
      if (!lines[i]) continue;
      const branches = risesAround(around(lines, i));
      if (branches === 1 || branches === 3) found.push({ x, y, branches });
    }
  }
  // Two that close together are a spur or a bridge of the thinning.
  const alone = found.filter(
    (one) =>
      !found.some((other) => other !== one && Math.hypot(one.x - other.x, one.y - other.y) < 6),
  );
  const ends = alone.filter(({ branches }) => branches === 1).length;
  return { ends, forks: alone.length - ends };
}

function thin(pixels: Uint8Array): Uint8Array {
  for (let changed = true; changed;) {
    changed = false;
    for (const sides of [
      [
        [0, 2, 4],
        [2, 4, 6],
      ],
      [
        [0, 2, 6],
        [0, 4, 6],
      ],
    ]) {
      const gone: number[] = [];
      for (let i = width + 1; i < width * (height - 1) - 1; i++) {
        if (!pixels[i]) continue;
        const ring = around(pixels, i);
        const neighbours = ring.reduce((sum, each) => sum + each, 0);
        if (neighbours < 2 || neighbours > 6 || risesAround(ring) !== 1) continue;
        if (sides.every((side) => side.some((k) => !ring[k]))) gone.push(i);
      }
      for (const i of gone) pixels[i] = 0;
      changed ||= gone.length > 0;
    }
  }
  return pixels;
}

/** Clockwise from the one above. */
function around(pixels: Uint8Array, i: number): number[] {
  return [
    pixels[i - width],
    pixels[i - width + 1],
    pixels[i + 1],
    pixels[i + width + 1],
    pixels[i + width],
    pixels[i + width - 1],
    pixels[i - 1],
    pixels[i - width - 1],
  ];
}

function risesAround(ring: readonly number[]): number {
  return ring.filter((value, k) => !value && ring[(k + 1) % 8]).length;
}
