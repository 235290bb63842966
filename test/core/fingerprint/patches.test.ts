import { describe, expect, test } from 'vitest';
import { samplePatches } from '../../../app/core/fingerprint/patches.ts';
import { seededRandom } from '../support.ts';
import { planeOf } from './support.ts';

const at = (x: number, y: number, direction = 0) => ({ x, y, direction, weight: 1 });

describe('patches', () => {
  test('without a turn at whole steps are the print itself', () => {
    const print = planeOf(20, 18, seededRandom(1));
    // An even number of samples: their middle lies between two pixels.
    const patch = samplePatches(print, [at(9.5, 8.5)], { size: 4, stepPx: 1 });
    for (let row = 0; row < 4; row++) {
      for (let column = 0; column < 4; column++) {
        const expected = print.data[(7 + row) * 20 + 8 + column];
        expect(patch[row * 4 + column]).toBeCloseTo(expected, 6);
      }
    }
  });

  test('have the direction of the anchor to the right, and y down', () => {
    // A ramp that rises along a direction rises along the rows of a patch of that direction.
    for (const direction of [0, 0.6, Math.PI / 2, 2.8, -1.9]) {
      const ramp = planeOf(
        80,
        80,
        (x, y) => (x - 40) * Math.cos(direction) + (y - 40) * Math.sin(direction),
      );
      const patch = samplePatches(ramp, [at(40, 40, direction)], { size: 8, stepPx: 1.25 });
      for (let row = 0; row < 8; row++) {
        for (let column = 0; column < 8; column++) {
          expect(patch[row * 8 + column]).toBeCloseTo((column - 3.5) * 1.25, 4);
        }
      }
      const side = planeOf(
        80,
        80,
        (x, y) => (y - 40) * Math.cos(direction) - (x - 40) * Math.sin(direction),
      );
      const turned = samplePatches(side, [at(40, 40, direction)], { size: 8, stepPx: 1.25 });
      expect(turned[0]).toBeCloseTo(-3.5 * 1.25, 4);
      expect(turned[63]).toBeCloseTo(3.5 * 1.25, 4);
    }
  });

  test('are bilinear, and 0 outside the print, fading over its border', () => {
    const print = planeOf(6, 5, () => 1);
    const sample = (x: number, y: number) => {
      return samplePatches(print, [at(x, y)], { size: 1, stepPx: 1 })[0];
    };
    expect(sample(2.3, 3.9)).toBeCloseTo(1);
    expect(sample(-0.25, 2)).toBeCloseTo(0.75);
    expect(sample(5.25, 4.5)).toBeCloseTo(0.75 * 0.5);
    expect(sample(-1, 2)).toBe(0);
    expect(sample(6, 2)).toBe(0);
    expect(sample(2, 900)).toBe(0);
    expect(sample(NaN, 2)).toBe(0);
  });

  test('come one after another', () => {
    const print = planeOf(30, 30, seededRandom(2));
    const anchors = [at(10, 12, 0.3), at(20, 5, -2)];
    const shape = { size: 6, stepPx: 1.25 };
    const [one, other] = anchors.map((anchor) => samplePatches(print, [anchor], shape));
    expect([...samplePatches(print, anchors, shape)]).toEqual([...one, ...other]);
    expect(samplePatches(print, [], shape)).toHaveLength(0);
  });
});
