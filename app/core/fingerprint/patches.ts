import type { Anchor } from './anchor-template.ts';
import type { Plane } from './plane.ts';

/** How an anchor's surroundings are cut out; the numbers are the manifest's. */
export interface PatchShape {
  /** Samples on a side. */
  readonly size: number;
  /** From sample to sample, in pixels of the preprocessed print. */
  readonly stepPx: number;
}

/**
 * The surroundings of every anchor, turned so that its direction is the x axis: bilinear, 0
 * outside the print. [anchors, 1, size, size] float32.
 */
export function samplePatches(
  print: Plane,
  anchors: readonly Anchor[],
  { size, stepPx }: PatchShape,
): Float32Array {
  const patches = new Float32Array(anchors.length * size * size);
  const middle = (size - 1) / 2;
  anchors.forEach(({ x, y, direction }, index) => {
    const stepX = Math.cos(direction) * stepPx;
    const stepY = Math.sin(direction) * stepPx;
    for (let row = 0; row < size; row++) {
      const startX = x - middle * stepX - (row - middle) * stepY;
      const startY = y - middle * stepY + (row - middle) * stepX;
      sampleRow(print, startX, startY, stepX, stepY, patches, (index * size + row) * size, size);
    }
  });
  return patches;
}

function sampleRow(
  { width, height, data }: Plane,
  startX: number,
  startY: number,
  stepX: number,
  stepY: number,
  into: Float32Array,
  at: number,
  size: number,
): void {
  for (let column = 0; column < size; column++) {
    const x = startX + column * stepX;
    const y = startY + column * stepY;
    if (!(x > -1 && y > -1 && x < width && y < height)) continue; // What is outside stays 0.
    const left = Math.floor(x);
    const top = Math.floor(y);
    const right = x - left;
    const lower = y - top;
    const from = top * width + left;
    let sum = 0;
    if (top >= 0) {
      if (left >= 0) sum += data[from] * (1 - right) * (1 - lower);
      if (left + 1 < width) sum += data[from + 1] * right * (1 - lower);
    }
    if (top + 1 < height) {
      if (left >= 0) sum += data[from + width] * (1 - right) * lower;
      if (left + 1 < width) sum += data[from + width + 1] * right * lower;
    }
    into[at + column] = sum;
  }
}
