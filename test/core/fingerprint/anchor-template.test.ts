import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  HEADER_BYTES,
  MOST_ANCHORS,
  POSE_BYTES,
  anchorCount,
  anchorDimensions,
  isAnchorTemplate,
  packAnchors,
  unpackAnchors,
} from '../../../app/core/fingerprint/anchor-template.ts';
import { AppError } from '../../../app/core/failure.ts';
import { randomEmbedding, seededRandom, seeds } from '../support.ts';
import { DIMENSIONS, randomFeatures, templateOf } from './support.ts';

describe('a template', () => {
  test('has the layout that is stored, byte for byte', () => {
    const anchor = { x: 10.5, y: 300, direction: -Math.PI / 2, weight: 0.5 };
    const packed = packAnchors([anchor], Float32Array.of(0.25, -0.5, 0.9, -1), 4);
    expect([...packed]).toEqual([
      ...[1, 4, 1, 0],
      ...[168, 0, 0xc0, 0x12], // 10.5 x 16 and 300 x 16, the low byte first.
      ...[192, 128],
      ...[64, 256 - 127, 127, 256 - 127], // 0.25 x 254; the others cut.
    ]);
  });

  test('gives back what was packed, within its steps', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 0, max: 100 }), (seed, count) => {
        const features = randomFeatures(seededRandom(seed), count);
        const template = templateOf(features);
        expect(anchorCount(template)).toBe(count);
        expect(anchorDimensions(template)).toBe(DIMENSIONS);
        const { x, y, direction, embeddings, squares } = unpackAnchors(template);
        features.forEach((feature, i) => {
          expect(Math.abs(x[i] / 16 - feature.x)).toBeLessThanOrEqual(1 / 32);
          expect(Math.abs(y[i] / 16 - feature.y)).toBeLessThanOrEqual(1 / 32);
          const off = (direction[i] * 2 * Math.PI) / 256 - feature.direction;
          expect(Math.cos(off)).toBeGreaterThan(Math.cos(Math.PI / 256) - 1e-9);
          const own = embeddings.subarray(i * DIMENSIONS, (i + 1) * DIMENSIONS);
          expect(squares[i]).toBe(own.reduce((sum, value) => sum + value * value, 0));
          const length = Math.hypot(...feature.look);
          own.forEach((value, k) => {
            const exact = Math.min(0.5, Math.max(-0.5, feature.look[k] / length));
            expect(Math.abs(value / 254 - exact)).toBeLessThan(0.0021);
          });
        });
      }),
      { numRuns: 20 },
    );
  });

  test('keeps what lies outside at the edge, and whole turns apart', () => {
    const embedding = randomEmbedding(seededRandom(1), 8);
    const pack = (x: number, y: number, direction: number, weight: number) =>
      unpackAnchors(packAnchors([{ x, y, direction, weight }], embedding, 8));
    expect(pack(-3, 9_999, 0, 2)).toMatchObject({ x: Uint16Array.of(0), y: Uint16Array.of(65535) });
    const turned = pack(1, 1, 4 * Math.PI + 0.1, -1).direction;
    expect(turned).toEqual(pack(1, 1, 0.1, 0).direction);
    expect(pack(1, 1, -1e-9, 0).direction).toEqual(Uint8Array.of(0));
  });

  test('may be a view into something larger', () => {
    const template = templateOf(randomFeatures(seededRandom(4), 5));
    const larger = new Uint8Array(template.length + 7);
    larger.set(template, 3);
    const view = larger.subarray(3, 3 + template.length);
    expect(unpackAnchors(view)).toEqual(unpackAnchors(template));
  });

  test('is refused where its bytes are anything else', () => {
    const template = templateOf(randomFeatures(seededRandom(4), 5));
    const changed = (change: (bytes: Uint8Array) => unknown) => {
      const copy = Uint8Array.from(template);
      change(copy);
      return copy;
    };
    const many = new Uint8Array(HEADER_BYTES + (MOST_ANCHORS + 1) * (POSE_BYTES + 1));
    many.set([1, 1, (MOST_ANCHORS + 1) & 0xff, (MOST_ANCHORS + 1) >> 8]);
    const hostile = [
      new Uint8Array(),
      Uint8Array.of(1, 64, 0),
      template.subarray(0, template.length - 1),
      Uint8Array.from([...template, 0]),
      changed((bytes) => bytes.set([2], 0)),
      changed((bytes) => bytes.set([0], 1)),
      changed((bytes) => bytes.set([63], 1)),
      changed((bytes) => bytes.set([6], 2)),
      changed((bytes) => bytes.set([255, 255], 2)),
      many,
    ];
    for (const bytes of hostile) {
      expect(isAnchorTemplate(bytes)).toBe(false);
      expect(() => unpackAnchors(bytes)).toThrow(AppError);
    }
    expect(isAnchorTemplate(Uint8Array.of(1, 64, 0, 0)), 'no anchors at all').toBe(true);
  });

  test('is read, or refused, whatever the bytes are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        if (isAnchorTemplate(bytes)) expect(unpackAnchors(bytes).count).toBe(anchorCount(bytes));
        else expect(() => unpackAnchors(bytes)).toThrow('Expected the packed anchors');
      }),
    );
  });

  test('is not packed where an anchor has no embedding', () => {
    const anchor = { x: 1, y: 1, direction: 0, weight: 1 };
    expect(() => packAnchors([anchor], new Float32Array(7), 8)).toThrow('Broken promise');
  });
});
