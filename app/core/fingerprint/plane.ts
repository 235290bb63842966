import type { RgbImage } from '../image.ts';

/** One number a pixel, row-major: `data.length = width x height`. */
export interface Plane {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

/** Grey of every pixel, 0..1, 0 black. A grey image keeps its values exactly. */
export function greyOf({ width, height, data }: RgbImage): Plane {
  const grey = new Float32Array(width * height);
  for (let i = 0, at = 0; i < grey.length; i++, at += 3) {
    // ITU-R BT.601 luma in 256ths: the weights add up to 256, so that grey stays what it was.
    grey[i] = (77 * data[at] + 150 * data[at + 1] + 29 * data[at + 2]) / (256 * 255);
  }
  return { width, height, data: grey };
}

/** Dark becomes bright and bright dark. */
export function inverse({ width, height, data }: Plane): Plane {
  return { width, height, data: data.map((value) => 1 - value) };
}
