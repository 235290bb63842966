import type { Affine } from './geometry.ts';
import type { ImagePyramid, RgbImage } from './image.ts';

/** How a model wants its pixels: `(value - mean) x scale`, per channel of RGB, value 0..255. */
export interface Normalisation {
  readonly mean: readonly number[];
  readonly scale: readonly number[];
}

/** One row of the output, as a walk through the image. */
interface Walk {
  readonly image: RgbImage;
  /** Where the first sample lies, and the step from sample to sample, in pixels of the image. */
  readonly x: number;
  readonly y: number;
  readonly stepX: number;
  readonly stepY: number;
}

/** `value x scale + shift`, per channel. */
interface Levels {
  readonly scale: readonly number[];
  readonly shift: readonly number[];
}

/**
 * Samples a `size` x `size` tensor from an image: bilinear, black outside the image, normalised.
 * Returns [3, size, size] float32, RGB planes, row-major.
 *
 * @param map from output pixels to pixels of the pyramid's base
 * @param into filled from its beginning, and returned
 */
export function sampleTensor(
  pyramid: ImagePyramid,
  map: Affine,
  size: number,
  { mean, scale }: Normalisation,
  into: Float32Array = new Float32Array(3 * size * size),
): Float32Array {
  const pixelsPerSample = Math.sqrt(Math.abs(map.a * map.d - map.b * map.c));
  const { image, factor } = pyramid.level(pixelsPerSample);
  // A pixel of a level covers factor x factor base pixels: its centre lies between theirs.
  const shift = (1 - factor) / (2 * factor);
  const levels = { scale, shift: mean.map((value, c) => -value * scale[c]) };
  for (let row = 0; row < size; row++) {
    const walk: Walk = {
      image,
      x: (map.b * row + map.tx) / factor + shift,
      y: (map.d * row + map.ty) / factor + shift,
      stepX: map.a / factor,
      stepY: map.c / factor,
    };
    // Inside the image nothing has to be checked; that is nearly everything.
    const { from, to } = insideSpan(walk, size);
    sampleEdge(walk, 0, from, levels, into, row * size, size);
    sampleInside(walk, from, to, levels, into, row * size, size);
    sampleEdge(walk, to, size, levels, into, row * size, size);
  }
  return into;
}

/** The run of samples whose four neighbours all lie in the image. */
function insideSpan({ image, x, y, stepX, stepY }: Walk, size: number) {
  const inside = (i: number) => {
    const px = x + stepX * i;
    const py = y + stepY * i;
    return px >= 0 && py >= 0 && px < image.width - 1 && py < image.height - 1;
  };
  const across = crossing(x, stepX, image.width - 1, size);
  const down = crossing(y, stepY, image.height - 1, size);
  let from = Math.max(0, across.from, down.from);
  let to = Math.min(size, across.to, down.to);
  // The division above may be off by one in its last bit; the samples themselves decide.
  while (from < to && !inside(from)) from += 1;
  while (from < to && !inside(to - 1)) to -= 1;
  return from < to ? { from, to } : { from: size, to: size };
}

/** Whole numbers i with `0 <= start + step x i < limit`, generously. */
function crossing(start: number, step: number, limit: number, size: number) {
  if (step === 0) return start >= 0 && start < limit ? { from: 0, to: size } : { from: 0, to: 0 };
  const low = step > 0 ? -start / step : (limit - start) / step;
  const high = step > 0 ? (limit - start) / step : -start / step;
  return { from: Math.floor(low), to: Math.ceil(high) + 1 };
}

/** The hot path of the whole program: a function of its own, so that it is compiled early. */
function sampleInside(
  { image, x, y, stepX, stepY }: Walk,
  from: number,
  to: number,
  { scale, shift }: Levels,
  into: Float32Array,
  rowStart: number,
  size: number,
): void {
  const { data } = image;
  const stride = 3 * image.width;
  const plane = size * size;
  const [scaleR, scaleG, scaleB] = scale;
  const [shiftR, shiftG, shiftB] = shift;
  for (let i = from; i < to; i++) {
    const px = x + stepX * i;
    const py = y + stepY * i;
    // Not negative, so that truncation is the floor.
    const left = px | 0;
    const top = py | 0;
    const right = px - left;
    const lower = py - top;
    const w11 = right * lower;
    const w01 = right - w11;
    const w10 = lower - w11;
    const w00 = 1 - right - w10;
    const at = top * stride + 3 * left;
    const under = at + stride;
    const out = rowStart + i;
    const red = data[at] * w00 + data[at + 3] * w01 + data[under] * w10 + data[under + 3] * w11;
    const green =
      data[at + 1] * w00 + data[at + 4] * w01 + data[under + 1] * w10 + data[under + 4] * w11;
    const blue =
      data[at + 2] * w00 + data[at + 5] * w01 + data[under + 2] * w10 + data[under + 5] * w11;
    into[out] = red * scaleR + shiftR;
    into[out + plane] = green * scaleG + shiftG;
    into[out + 2 * plane] = blue * scaleB + shiftB;
  }
}

/** Samples at the border of the image or outside: what is outside counts as black. */
function sampleEdge(
  { image, x, y, stepX, stepY }: Walk,
  from: number,
  to: number,
  { scale, shift }: Levels,
  into: Float32Array,
  rowStart: number,
  size: number,
): void {
  const { width, height, data } = image;
  const sums = [0, 0, 0];
  for (let i = from; i < to; i++) {
    const px = x + stepX * i;
    const py = y + stepY * i;
    sums.fill(0);
    if (px > -1 && py > -1 && px < width && py < height) {
      for (const nx of [Math.floor(px), Math.floor(px) + 1]) {
        for (const ny of [Math.floor(py), Math.floor(py) + 1]) {
          if (nx < 0 || ny < 0 || nx >= width || ny >= height) continue;
          const weight = (1 - Math.abs(px - nx)) * (1 - Math.abs(py - ny));
          for (let c = 0; c < 3; c++) sums[c] += data[3 * (ny * width + nx) + c] * weight;
        }
      }
    }
    for (let c = 0; c < 3; c++) {
      into[c * size * size + rowStart + i] = sums[c] * scale[c] + shift[c];
    }
  }
}
