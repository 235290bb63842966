import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { PrintQuality } from '../../../app/core/synthesis/capture-conditions.ts';
import { drawConditions, PRINT_QUALITIES } from '../../../app/core/synthesis/capture-conditions.ts';
import { Chance } from '../../../app/core/synthesis/chance.ts';
import { drawTraits } from '../../../app/core/synthesis/finger-traits.ts';
import type { Impression } from '../../../app/core/synthesis/impression.ts';
import { SENSORS } from '../../../app/core/synthesis/sensor.ts';
import { drawnPrint, type DrawnPrint } from '../../fixtures/drawn-finger.ts';

const hash = (print: DrawnPrint) =>
  createHash('sha256').update(drawnPrint(print).image.data).digest('hex').slice(0, 16);

describe('an impression', () => {
  test('is the same on every machine and in every run', () => {
    // Where the generator is meant to draw differently, these are meant to change.
    expect(hash({ person: 1 })).toBe('6bfddab4098a7081');
    expect(hash({ person: 1, quality: 'poor', sensor: 'capacitive' })).toBe('489cd751d0a48bd0');
  });

  test('differs from the finger’s other ones, from other fingers and from other people', () => {
    const hashes = [
      { person: 1 },
      { person: 1, impression: 2 },
      { person: 1, finger: 7 },
      { person: 2 },
      { person: 1, quality: 'good' as const },
    ].map(hash);
    expect(new Set(hashes).size).toBe(5);
  });

  test('shows dark ridges on a light ground, and leaves the ground free around the finger', () => {
    for (const sensor of ['optical', 'capacitive'] as const) {
      const { background, width, height } = SENSORS[sensor];
      for (const person of [1, 2, 3]) {
        const { image } = drawnPrint({ person, sensor });
        expect([image.width, image.height, image.data.length]).toEqual([
          width,
          height,
          width * height,
        ]);
        const light = image.data.filter((grey) => grey > background - 30).length;
        const dark = image.data.filter((grey) => grey < background / 2).length;
        expect(light / image.data.length).toBeGreaterThan(0.3);
        expect(dark / image.data.length).toBeGreaterThan(0.08);
      }
    }
  });
});

describe('the pose', () => {
  test('says where each pixel lies on the finger, up to the distortion', () => {
    for (const person of [1, 2, 3]) {
      const { warp, conditions, image } = drawnPrint({ person });
      const { rotationDeg, originX, originY } = conditions.pose;
      const angle = (-rotationDeg * Math.PI) / 180;
      const place = new Float64Array(2);
      const errors: number[] = [];
      for (let y = 40; y < image.height - 40; y += 20) {
        for (let x = 40; x < image.width - 40; x += 20) {
          const [dx, dy] = [x - originX, y - originY];
          warp(x, y, place);
          errors.push(place[0] - (dx * Math.cos(angle) - dy * Math.sin(angle)));
          errors.push(place[1] - (dx * Math.sin(angle) + dy * Math.cos(angle)));
        }
      }
      const rms = Math.sqrt(errors.reduce((sum, error) => sum + error * error, 0) / errors.length);
      expect(rms).toBeGreaterThan(conditions.distortionPx * 0.4);
      expect(rms).toBeLessThan(conditions.distortionPx * 2);
    }
  });

  test('stays within what its quality allows, and is spread as widely as that', () => {
    const limits: Record<PrintQuality, number> = { good: 15, ordinary: 30, poor: 30 };
    for (const quality of PRINT_QUALITIES) {
      const turns = Array.from({ length: 2000 }, (_, person) => {
        const traits = drawTraits({ seed: 8, person, finger: 2 });
        const chance = new Chance(8, person);
        return drawConditions(traits, SENSORS.optical, quality, chance).pose.rotationDeg;
      });
      expect(Math.max(...turns.map(Math.abs))).toBeLessThanOrEqual(limits[quality]);
      const deviation = Math.sqrt(turns.reduce((sum, turn) => sum + turn * turn, 0) / turns.length);
      expect(deviation).toBeGreaterThan(limits[quality] * 0.33);
      expect(deviation).toBeLessThan(limits[quality] * 0.55);
    }
  });
});

describe('brought back onto the finger by their poses', () => {
  const people = [1, 2, 3, 4];

  test.each(PRINT_QUALITIES)('mated %s impressions agree, non-mated ones do not', (quality) => {
    const pairs = people.flatMap((person) => {
      const first = drawnPrint({ person, quality });
      const stranger = 1 + (person % people.length);
      return [2, 3].map((impression) => ({
        mated: agreement(first, drawnPrint({ person, quality, impression })),
        nonMated: agreement(first, drawnPrint({ person: stranger, quality, impression })),
      }));
    });
    const mated = pairs.flatMap((pair) => pair.mated ?? []);
    const nonMated = pairs.flatMap((pair) => pair.nonMated ?? []);
    expect(Math.min(mated.length, nonMated.length)).toBeGreaterThan(4);
    const least = { good: 0.6, ordinary: 0.4, poor: 0.2 }[quality];
    expect(Math.min(...mated)).toBeGreaterThan(least);
    expect(Math.max(...nonMated.map(Math.abs))).toBeLessThan(0.12);
  });
});

/** Correlation of the greys where both show the finger; undefined where that is nearly nowhere. */
function agreement(one: Impression, other: Impression): number | undefined {
  const [a, b] = [flatten(one), flatten(other)];
  const shared = [...a.keys()].filter((place) => b.has(place));
  if (shared.length < 4000) return undefined;
  const values = shared.map((place) => [a.get(place) ?? 0, b.get(place) ?? 0] as const);
  const mean = (k: 0 | 1) => values.reduce((sum, pair) => sum + pair[k], 0) / values.length;
  const [meanA, meanB] = [mean(0), mean(1)];
  let [product, powerA, powerB] = [0, 0, 0];
  for (const [u, v] of values) {
    product += (u - meanA) * (v - meanB);
    powerA += (u - meanA) ** 2;
    powerB += (v - meanB) ** 2;
  }
  return product / Math.sqrt(powerA * powerB);
}

/** Greys by whole pixels of the finger, inside the contact. */
function flatten({ image, warp, conditions }: Impression): Map<string, number> {
  const { x: cx, y: cy, halfWidth, halfHeight } = conditions.contact;
  const flat = new Map<string, number>();
  const place = new Float64Array(2);
  for (let y = 0; y < image.height; y++) {
    for (let x = 0; x < image.width; x++) {
      warp(x, y, place);
      const radius = Math.hypot((place[0] - cx) / halfWidth, (place[1] - cy) / halfHeight);
      if (radius > 0.75) continue;
      flat.set(`${Math.round(place[0])} ${Math.round(place[1])}`, image.data[y * image.width + x]);
    }
  }
  return flat;
}
