/** Encodes an image in every format that the engine reads. */
import sharp, { type Sharp } from 'sharp';
import type { RgbImage } from '../../../app/core/image.ts';
import type { ImageFormat } from '../../../app/core/sample.ts';
import { encodeWsq } from '../../../app/core/wsq/encode.ts';
import { writeBmp } from '../../fixtures/images.ts';
import { writeCodestream } from './jpeg2000-file.ts';

type OfSharp = 'jpeg' | 'png' | 'webp' | 'tiff' | 'gif';

export const COLOUR_FORMATS: readonly ImageFormat[] = [
  ...(['jpeg', 'png', 'webp', 'tiff', 'gif', 'bmp', 'pnm', 'jpeg2000'] as const),
];
export const FORMATS: readonly ImageFormat[] = [...COLOUR_FORMATS, 'wsq'];

/** Largest difference of a channel after encoding and decoding {@link testCard}, where colours meet too. */
export const FORMAT_TOLERANCE: Readonly<Record<ImageFormat, number>> = {
  jpeg: 12,
  png: 0,
  webp: 0,
  tiff: 0,
  gif: 4, // Its palette is made of 5 or 6 bits a channel.
  bmp: 0,
  pnm: 0,
  jpeg2000: 0,
  wsq: 12,
};

export async function encode(image: RgbImage, format: ImageFormat): Promise<Uint8Array> {
  const { width, height, data } = image;
  switch (format) {
    case 'bmp':
      return writeBmp(image);
    case 'pnm':
      return new Uint8Array(Buffer.concat([Buffer.from(`P6\n${width} ${height}\n255\n`), data]));
    case 'jpeg2000':
      return writeCodestream({ width, height, components: 3, bits: 8, data });
    case 'wsq': // Grey only: the green channel.
      return encodeWsq(
        data.filter((_, i) => i % 3 === 1),
        width,
        height,
        { bitrate: 2.25 },
      );
    case 'jpeg':
    case 'png':
    case 'webp':
    case 'tiff':
    case 'gif':
      return new Uint8Array(await withFormat(raw(image), format).toBuffer());
  }
}

export function raw({ width, height, data }: RgbImage): Sharp {
  return sharp(data, { raw: { width, height, channels: 3 } });
}

export function withFormat(image: Sharp, format: OfSharp): Sharp {
  switch (format) {
    case 'jpeg':
      return image.jpeg({ quality: 98, chromaSubsampling: '4:4:4' });
    case 'png':
      return image.png();
    case 'webp':
      return image.webp({ lossless: true });
    case 'tiff':
      return image.tiff({ compression: 'lzw' });
    case 'gif':
      return image.gif({ dither: 0 });
  }
}
