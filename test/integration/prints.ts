/** Files of prints that nobody's finger made, and who is on them. */
import sharp, { type Sharp } from 'sharp';
import { encodeBmp, encodePgm } from '../../app/core/synthesis/encode-grey.ts';
import type { GreyImage } from '../../app/core/synthesis/grey-image.ts';
import { encodeWsq } from '../../app/core/wsq/encode.ts';
import { box, writeCodestream, writeJp2 } from '../engine/decode/jpeg2000-file.ts';

export const PRINTS = ['--modality', 'fingerprint'] as const;

/** The formats that prints come in; of these `pgm` has no place for a resolution. */
export const PRINT_FILES = ['bmp', 'pgm', 'wsq', 'png', 'tiff', 'jp2'] as const;

export type PrintFile = (typeof PRINT_FILES)[number];

export async function encodePrint(
  image: GreyImage,
  format: PrintFile,
  dpi: number,
): Promise<Uint8Array> {
  const { width, height, data } = image;
  switch (format) {
    case 'bmp':
      return encodeBmp(image, dpi);
    case 'pgm':
      return encodePgm(image);
    case 'wsq':
      return encodeWsq(data, width, height, { dpi });
    case 'png':
      return grey(image).withMetadata({ density: dpi }).png().toBuffer();
    case 'tiff':
      return grey(image).withMetadata({ density: dpi }).tiff({ compression: 'lzw' }).toBuffer();
    case 'jp2': {
      const codestream = await writeCodestream({ width, height, components: 1, bits: 8, data });
      return writeJp2(codestream, { more: [box('res ', box('resc', resolution(dpi)))] });
    }
  }
}

/** Pixels a metre down and across, each a fraction and a power of ten. */
function resolution(dpi: number): number[] {
  const perMetre = Math.round(dpi / 0.0254);
  const fraction = [perMetre >> 8, perMetre & 255, 0, 1];
  return [...fraction, ...fraction, 0, 0];
}

/** The same finger on a sensor of another resolution. */
export async function resized(image: GreyImage, factor: number): Promise<GreyImage> {
  const [width, height] = [image.width, image.height].map((side) => Math.round(side * factor));
  const data = await grey(image)
    .resize(width, height, { fit: 'fill', kernel: 'cubic' })
    .extractChannel(0)
    .raw()
    .toBuffer();
  return { width, height, data: new Uint8Array(data) };
}

export function inverted({ width, height, data }: GreyImage): GreyImage {
  return { width, height, data: data.map((value) => 255 - value) };
}

function grey({ width, height, data }: GreyImage): Sharp {
  return sharp(data, { raw: { width, height, channels: 1 } }).toColourspace('b-w');
}
