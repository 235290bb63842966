/** Decoded pixels: 8-bit sRGB, interleaved RGB, row-major, `data.length = 3 x width x height`. */
export interface RgbImage {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** An image shrunk by whole factors, so that any later bilinear sampling does not alias. */
export interface ImagePyramid {
  readonly base: RgbImage;
  /** The level whose pixels are closest in size to `sourcePixelsPerSample`, and its factor. */
  level(sourcePixelsPerSample: number): { readonly image: RgbImage; readonly factor: number };
}

/** Largest ratio of pixels to samples that is left to bilinear interpolation. */
const BILINEAR_REACH = 1.5;

/** Levels are made when first asked for: most photographs need one or two. */
export function createPyramid(base: RgbImage): ImagePyramid {
  const levels: RgbImage[] = [base];
  return {
    base,
    level(sourcePixelsPerSample) {
      let index = 0;
      while (sourcePixelsPerSample > BILINEAR_REACH * 2 ** index) {
        if (levels.length === index + 1) {
          const last = levels[index];
          if (last.width < 2 || last.height < 2) break;
          levels.push(halve(last));
        }
        index += 1;
      }
      return { image: levels[index], factor: 2 ** index };
    },
  };
}

/** Means of 2x2 pixels, rounded; an odd last row or column is left out. */
export function halve(image: RgbImage): RgbImage {
  const width = image.width >> 1;
  const height = image.height >> 1;
  const data = new Uint8Array(3 * width * height);
  const source = image.data;
  const stride = 3 * image.width;
  let to = 0;
  for (let y = 0; y < height; y++) {
    let upper = 2 * y * stride;
    for (let x = 0; x < width; x++, upper += 6, to += 3) {
      const lower = upper + stride;
      data[to] = (source[upper] + source[upper + 3] + source[lower] + source[lower + 3] + 2) >> 2;
      data[to + 1] =
        (source[upper + 1] + source[upper + 4] + source[lower + 1] + source[lower + 4] + 2) >> 2;
      data[to + 2] =
        (source[upper + 2] + source[upper + 5] + source[lower + 2] + source[lower + 5] + 2) >> 2;
    }
  }
  return { width, height, data };
}
