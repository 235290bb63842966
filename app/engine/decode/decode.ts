/** Encoded bytes to the working image: upright, sRGB, 8 bit, no larger than parameters.ts says. */
import type { RgbImage } from '../../core/image.ts';
import { IMAGE } from '../../core/parameters.ts';
import type { ImageFormat } from '../../core/sample.ts';
import { decodeBmp } from './bmp.ts';
import type { Dpi } from './dpi.ts';
import { sniffFormat } from './formats.ts';
import { greyToWorkingSize, toWorkingSize, type GreyImage } from './grey.ts';
import { decodeJpeg2000 } from './jpeg2000.ts';
import { decodePnm } from './pnm.ts';
import { DecodeProblem } from './problem.ts';
import { readResolution } from './resolution.ts';
import { decodeWithSharp, type DecodedImage } from './sharp.ts';
import { decodeWsq } from './wsq.ts';

export interface Decoded extends DecodedImage {
  readonly format: ImageFormat;
  /** What the file says of the whole image (not of a reduced working image); absent where silent. */
  readonly dpi?: Dpi;
}

/** @throws DecodeProblem with the reason; nothing else, whatever the bytes are */
export async function decodeImage(bytes: Uint8Array): Promise<Decoded> {
  if (bytes.length === 0) throw new DecodeProblem({ problem: 'empty-file' });
  const format = sniffFormat(bytes);
  if (!format) throw new DecodeProblem({ problem: 'unsupported-format' });
  const { dpi, ...decoded } = await decodeAs(format, bytes);
  return { format, ...decoded, ...(dpi ? { dpi } : {}) };
}

async function decodeAs(format: ImageFormat, bytes: Uint8Array): Promise<Omit<Decoded, 'format'>> {
  switch (format) {
    case 'bmp':
      return { ...whole(decodeBmp(bytes, checkSize)), dpi: readResolution(format, bytes) };
    case 'pnm':
      return whole(decodePnm(bytes, checkSize));
    case 'wsq': {
      const { dpi, ...image } = decodeWsq(bytes, checkSize);
      return { ...whole(image), dpi: dpi === undefined ? dpi : { x: dpi, y: dpi } };
    }
    case 'jpeg2000': {
      const { image, dpi } = await decodeJpeg2000(bytes, checkSize);
      return { ...whole(image), dpi };
    }
    case 'jpeg':
    case 'png':
    case 'webp':
    case 'tiff':
    case 'gif': {
      const { quarterTurned, ...decoded } = await decodeWithSharp(bytes, checkSize);
      const dpi = readResolution(format, bytes);
      return { ...decoded, dpi: dpi && quarterTurned ? { x: dpi.y, y: dpi.x } : dpi };
    }
  }
}

function whole(image: GreyImage | RgbImage): DecodedImage {
  const { width, height } = image;
  const working = 'grey' in image ? greyToWorkingSize(image) : toWorkingSize(image);
  return { image: working, width, height };
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
