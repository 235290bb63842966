/** Encodes an image in every format that the engine reads. */
import sharp, { type Sharp } from 'sharp';
import type { RgbImage } from '../../../app/core/image.ts';
import type { ImageFormat } from '../../../app/core/sample.ts';
import { writeBmp } from '../../fixtures/images.ts';

export const FORMATS: readonly ImageFormat[] = ['jpeg', 'png', 'webp', 'tiff', 'gif', 'bmp'];

/** Largest difference of a channel after encoding and decoding {@link testCard}, where colours meet too. */
export const FORMAT_TOLERANCE: Readonly<Record<ImageFormat, number>> = {
  jpeg: 12,
  png: 0,
  webp: 0,
  tiff: 0,
  gif: 4, // Its palette is made of 5 or 6 bits a channel.
  bmp: 0,
};

export async function encode(image: RgbImage, format: ImageFormat): Promise<Uint8Array> {
  if (format === 'bmp') return writeBmp(image);
  return new Uint8Array(await withFormat(raw(image), format).toBuffer());
}

export function raw({ width, height, data }: RgbImage): Sharp {
  return sharp(data, { raw: { width, height, channels: 3 } });
}

export function withFormat(image: Sharp, format: Exclude<ImageFormat, 'bmp'>): Sharp {
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
