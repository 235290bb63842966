import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  FIELD_PLANES,
  FINGER_PLANE,
  readAnchors,
  sigmoid,
  type AnchorSelection,
  type DetectorField,
} from '../../../app/core/fingerprint/anchors.ts';
import { between, seededRandom, seeds } from '../support.ts';

const SELECTION: AnchorSelection = { threshold: 0.25, radiusPx: 5, max: 80 };

/** Nothing anywhere but finger; `changes` set single numbers. */
function fieldOf(
  width: number,
  height: number,
  changes: readonly (readonly [plane: number, x: number, y: number, value: number])[],
): DetectorField {
  const data = new Float32Array(FIELD_PLANES * width * height).fill(-9, 0, width * height);
  data.fill(9, FINGER_PLANE * width * height);
  for (const [plane, x, y, value] of changes) data[(plane * height + y) * width + x] = value;
  return { width, height, data };
}

function randomField(seed: number, width: number, height: number): DetectorField {
  const random = seededRandom(seed);
  const data = Float32Array.from({ length: FIELD_PLANES * width * height }, () =>
    between(random, -3, 3),
  );
  return { width, height, data };
}

describe('anchors', () => {
  test('lie in the middle of their cell, moved by what the detector says', () => {
    const field = fieldOf(12, 10, [
      [0, 3, 4, 2],
      [1, 3, 4, 0.75],
      [2, 3, 4, -0.5],
      [3, 3, 4, -0.2],
      [4, 3, 4, 0.2],
    ]);
    const [anchor, ...others] = readAnchors(field, 24, 20, SELECTION);
    expect(others).toEqual([]);
    expect(anchor.x).toBeCloseTo(2 * 3 + 0.5 + 0.75);
    expect(anchor.y).toBeCloseTo(2 * 4 + 0.5 - 0.5);
    expect(anchor.direction).toBeCloseTo((3 * Math.PI) / 4);
    expect(anchor.weight).toBeCloseTo(sigmoid(2));
  });

  test('are left out off the finger, below the threshold and beyond the print', () => {
    const sure = [0, 3, 4, 3] as const;
    expect(readAnchors(fieldOf(12, 10, [sure]), 24, 20, SELECTION)).toHaveLength(1);
    const off = fieldOf(12, 10, [sure, [FINGER_PLANE, 3, 4, -0.1]]);
    expect(readAnchors(off, 24, 20, SELECTION)).toEqual([]);
    const unsure = fieldOf(12, 10, [[0, 3, 4, Math.log(0.249 / 0.751)]]);
    expect(readAnchors(unsure, 24, 20, SELECTION)).toEqual([]);
    // Added for the network's sake: the print itself is six pixels wide.
    expect(readAnchors(fieldOf(12, 10, [sure]), 6, 20, SELECTION)).toEqual([]);
  });

  test('of equal cells side by side are one', () => {
    const field = fieldOf(12, 10, [
      [0, 3, 4, 1],
      [0, 4, 4, 1],
    ]);
    expect(readAnchors(field, 24, 20, SELECTION)).toMatchObject([{ x: 6.5, y: 8.5 }]);
  });

  test('keep their distance, the surest first, and no more than are asked for', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 40 }), (seed, max) => {
        const field = randomField(seed, 24, 20);
        const chosen = readAnchors(field, 47, 39, { ...SELECTION, max });
        expect(chosen.length).toBeLessThanOrEqual(max);
        chosen.forEach((one, i) => {
          expect(one.weight).toBeGreaterThan(SELECTION.threshold);
          if (i > 0) expect(one.weight).toBeLessThanOrEqual(chosen[i - 1].weight);
          for (const other of chosen.slice(0, i)) {
            const apart = Math.hypot(one.x - other.x, one.y - other.y);
            expect(apart).toBeGreaterThanOrEqual(SELECTION.radiusPx);
          }
        });
        // Asked for fewer, it gives the first of them.
        const fewer = readAnchors(field, 47, 39, { ...SELECTION, max: Math.max(1, max >> 1) });
        expect(fewer).toEqual(chosen.slice(0, fewer.length));
      }),
      { numRuns: 50 },
    );
  });

  test('are what a naive search finds', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const [columns, rows] = [14, 11];
        const field = randomField(seed, 16, 12);
        const at = (plane: number, x: number, y: number) =>
          field.data[(plane * field.height + y) * field.width + x];
        const peaks: { x: number; y: number; logit: number }[] = [];
        for (let y = 0; y < rows; y++) {
          for (let x = 0; x < columns; x++) {
            const logit = at(0, x, y);
            const around = [-1, 0, 1].flatMap((dy) =>
              [-1, 0, 1].flatMap((dx) => {
                const [nx, ny] = [x + dx, y + dy];
                return nx < 0 || ny < 0 || nx >= columns || ny >= rows ? [] : [at(0, nx, ny)];
              }),
            );
            if (logit < Math.max(...around) || sigmoid(logit) <= 0.25) continue;
            if (at(FINGER_PLANE, x, y) <= 0) continue;
            peaks.push({ x: 2 * x + 0.5 + at(1, x, y), y: 2 * y + 0.5 + at(2, x, y), logit });
          }
        }
        peaks.sort((one, other) => other.logit - one.logit);
        const kept: typeof peaks = [];
        for (const peak of peaks) {
          if (kept.every((k) => Math.hypot(k.x - peak.x, k.y - peak.y) >= 5)) kept.push(peak);
        }
        const found = readAnchors(field, 28, 21, SELECTION);
        expect(found.map(({ x, y }) => [x, y])).toEqual(kept.map(({ x, y }) => [x, y]));
      }),
      { numRuns: 50 },
    );
  });
});
