/** Encoded bytes to the working image: upright, sRGB, 8 bit, no larger than parameters.ts says. */
import { halve, type RgbImage } from '../../core/image.ts';
import { IMAGE } from '../../core/parameters.ts';
import type { ImageFormat } from '../../core/sample.ts';
import { decodeBmp } from './bmp.ts';
import { sniffFormat } from './formats.ts';
import { DecodeProblem } from './problem.ts';
import { decodeWithSharp, type DecodedImage } from './sharp.ts';

export interface Decoded extends DecodedImage {
  readonly format: ImageFormat;
}

/** @throws DecodeProblem with the reason; nothing else, whatever the bytes are */
export async function decodeImage(bytes: Uint8Array): Promise<Decoded> {
  if (bytes.length === 0) throw new DecodeProblem({ problem: 'empty-file' });
  const format = sniffFormat(bytes);
  if (!format) throw new DecodeProblem({ problem: 'unsupported-format' });
  if (format !== 'bmp') return { format, ...(await decodeWithSharp(bytes, checkSize)) };
  const whole = decodeBmp(bytes, checkSize);
  return { format, image: toWorkingSize(whole), width: whole.width, height: whole.height };
}

function checkSize(width: number, height: number): void {
  const pixels = width * height;
  if (!(pixels <= IMAGE.maxPixels)) {
    throw new DecodeProblem({
      problem: 'too-many-pixels',
      measured: pixels,
      limit: IMAGE.maxPixels,
      unit: 'pixels',
    });
  }
  const side = Math.min(width, height);
  if (!(side >= IMAGE.minSide)) {
    throw new DecodeProblem({
      problem: 'too-few-pixels',
      measured: side,
      limit: IMAGE.minSide,
      unit: 'pixels of the shorter side',
    });
  }
}

function toWorkingSize(image: RgbImage): RgbImage {
  let working = image;
  while (Math.max(working.width, working.height) > IMAGE.workingSide) working = halve(working);
  return working;
}
