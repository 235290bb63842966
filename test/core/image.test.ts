import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPyramid, halve } from '../../app/core/image.ts';
import { greyImage, randomImage, seededRandom, seeds } from './support.ts';

const sides = fc.integer({ min: 1, max: 17 });

describe('halving an image', () => {
  it('takes the rounded mean of two by two pixels of each channel, without an odd last one', () => {
    fc.assert(
      fc.property(seeds, sides, sides, (seed, width, height) => {
        const image = randomImage(seededRandom(seed), width, height);
        const half = halve(image);
        expect(half.width).toBe(Math.floor(width / 2));
        expect(half.height).toBe(Math.floor(height / 2));
        expect(half.data).toHaveLength(3 * half.width * half.height);
        const value = (x: number, y: number, channel: number) =>
          image.data[3 * (y * width + x) + channel];
        for (let y = 0; y < half.height; y++) {
          for (let x = 0; x < half.width; x++) {
            for (let channel = 0; channel < 3; channel++) {
              let sum = 0;
              for (const dy of [0, 1]) {
                for (const dx of [0, 1]) sum += value(2 * x + dx, 2 * y + dy, channel);
              }
              expect(half.data[3 * (y * half.width + x) + channel]).toBe(Math.round(sum / 4));
            }
          }
        }
      }),
    );
  });

  it('keeps flat colour, and the brightness of anything within rounding', () => {
    const white = greyImage(8, 8, () => 255);
    expect(halve(white)).toEqual(greyImage(4, 4, () => 255));
    const image = randomImage(seededRandom(5), 64, 64);
    const mean = (data: Uint8Array) => data.reduce((sum, value) => sum + value, 0) / data.length;
    // Rounding half up adds an eighth on average.
    expect(Math.abs(mean(halve(image).data) - mean(image.data))).toBeLessThan(0.3);
  });
});

describe('an image pyramid', () => {
  it('chooses the level whose pixels are closest in size to the samples', () => {
    const steps = fc.double({ min: 0.01, max: 100, noNaN: true });
    fc.assert(
      fc.property(steps, (step) => {
        const { factor, image } = createPyramid(greyImage(256, 300, () => 7)).level(step);
        const distanceTo = (other: number) => Math.abs(step - other);
        for (const other of [1, 2, 4, 8, 16, 32, 64, 128]) {
          expect(distanceTo(factor)).toBeLessThanOrEqual(distanceTo(other));
        }
        expect(image.width).toBe(256 / factor);
        expect(image.height).toBe(Math.floor(300 / factor));
      }),
    );
  });

  it('is the image itself up to one and a half pixels per sample', () => {
    const base = greyImage(64, 64, () => 7);
    for (const step of [0, 0.1, 1, 1.5]) {
      expect(createPyramid(base).level(step)).toEqual({ image: base, factor: 1 });
    }
    expect(createPyramid(base).level(1.51).factor).toBe(2);
    expect(createPyramid(base).base).toBe(base);
  });

  it('never shrinks a side below one pixel, and has a level for any size', () => {
    fc.assert(
      fc.property(sides, sides, (width, height) => {
        const { image, factor } = createPyramid(greyImage(width, height, () => 7)).level(1e6);
        expect(Math.min(image.width, image.height)).toBe(1);
        expect(factor).toBe(2 ** Math.floor(Math.log2(Math.min(width, height))));
      }),
    );
  });

  it('makes each level once and gives the same, whatever was asked for before', () => {
    const base = randomImage(seededRandom(2), 64, 64);
    const pyramid = createPyramid(base);
    const coarse = pyramid.level(8).image;
    const fine = pyramid.level(2).image;
    expect(coarse).toEqual(halve(halve(halve(base))));
    expect(fine).toEqual(halve(base));
    expect(pyramid.level(8).image).toBe(coarse);
    expect(pyramid.level(1).image).toBe(base);
  });
});
