import { halve, type RgbImage } from '../../core/image.ts';
import { IMAGE } from '../../core/parameters.ts';

/** Decoded grey pixels, one byte each, top row first. */
export interface GreyImage {
  readonly width: number;
  readonly height: number;
  readonly grey: Uint8Array;
}

/** Halved until it fits; as grey first, which takes a third of the memory. */
export function greyToWorkingSize(image: GreyImage): RgbImage {
  let working = image;
  while (Math.max(working.width, working.height) > IMAGE.workingSide) working = halveGrey(working);
  const { width, height, grey } = working;
  const data = new Uint8Array(3 * grey.length);
  for (let i = 0, to = 0; i < grey.length; i++) {
    data[to++] = grey[i];
    data[to++] = grey[i];
    data[to++] = grey[i];
  }
  return { width, height, data };
}

export function toWorkingSize(image: RgbImage): RgbImage {
  let working = image;
  while (Math.max(working.width, working.height) > IMAGE.workingSide) working = halve(working);
  return working;
}

/** As core/image.ts halves colours. */
function halveGrey({ width: stride, height: rows, grey: from }: GreyImage): GreyImage {
  const width = stride >> 1;
  const height = rows >> 1;
  const grey = new Uint8Array(width * height);
  let to = 0;
  for (let y = 0; y < height; y++) {
    let at = 2 * y * stride;
    for (let x = 0; x < width; x++, at += 2) {
      grey[to++] = (from[at] + from[at + 1] + from[at + stride] + from[at + stride + 1] + 2) >> 2;
    }
  }
  return { width, height, grey };
}
