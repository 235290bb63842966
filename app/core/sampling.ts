import type { Affine } from './geometry.ts';
import type { ImagePyramid } from './image.ts';

/** How a model wants its pixels: `(value - mean) x scale`, per channel of RGB, value 0..255. */
export interface Normalisation {
  readonly mean: readonly number[];
  readonly scale: readonly number[];
}

/**
 * Samples a `size` x `size` tensor from an image: bilinear, black outside the image, normalised.
 * Returns [3, size, size] float32, RGB planes, row-major.
 *
 * @param map from output pixels to pixels of the pyramid's base
 */
export function sampleTensor(
  pyramid: ImagePyramid,
  map: Affine,
  size: number,
  { mean, scale }: Normalisation,
  into: Float32Array = new Float32Array(3 * size * size),
): Float32Array {
  const step = Math.sqrt(Math.abs(map.a * map.d - map.b * map.c));
  const { image, factor } = pyramid.level(step);
  const { width, height, data } = image;
  // A pixel of a level covers factor x factor base pixels: its centre lies between theirs.
  const shift = (1 - factor) / (2 * factor);
  const a = map.a / factor;
  const b = map.b / factor;
  const tx = map.tx / factor + shift;
  const c = map.c / factor;
  const d = map.d / factor;
  const ty = map.ty / factor + shift;
  const stride = 3 * width;
  const plane = size * size;
  const [meanR, meanG, meanB] = mean;
  const [scaleR, scaleG, scaleB] = scale;
  let to = 0;
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++, to++) {
      const x = a * column + b * row + tx;
      const y = c * column + d * row + ty;
      const left = Math.floor(x);
      const top = Math.floor(y);
      const right = x - left;
      const lower = y - top;
      let red = 0;
      let green = 0;
      let blue = 0;
      if (left >= 0 && top >= 0 && left < width - 1 && top < height - 1) {
        const at = top * stride + 3 * left;
        const under = at + stride;
        const w00 = (1 - right) * (1 - lower);
        const w01 = right * (1 - lower);
        const w10 = (1 - right) * lower;
        const w11 = right * lower;
        red = data[at] * w00 + data[at + 3] * w01 + data[under] * w10 + data[under + 3] * w11;
        green =
          data[at + 1] * w00 + data[at + 4] * w01 + data[under + 1] * w10 + data[under + 4] * w11;
        blue =
          data[at + 2] * w00 + data[at + 5] * w01 + data[under + 2] * w10 + data[under + 5] * w11;
      } else if (left >= -1 && top >= -1 && left < width && top < height) {
        for (let dy = 0; dy < 2; dy++) {
          for (let dx = 0; dx < 2; dx++) {
            const px = left + dx;
            const py = top + dy;
            if (px < 0 || py < 0 || px >= width || py >= height) continue;
            const weight = (dx === 0 ? 1 - right : right) * (dy === 0 ? 1 - lower : lower);
            const at = py * stride + 3 * px;
            red += data[at] * weight;
            green += data[at + 1] * weight;
            blue += data[at + 2] * weight;
          }
        }
      }
      into[to] = (red - meanR) * scaleR;
      into[to + plane] = (green - meanG) * scaleG;
      into[to + 2 * plane] = (blue - meanB) * scaleB;
    }
  }
  return into;
}
