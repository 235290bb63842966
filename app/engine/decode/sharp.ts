/** The one importer of sharp: JPEG, PNG, WebP, TIFF and GIF to upright 8-bit sRGB. */
import sharp from 'sharp';
import type { RgbImage } from '../../core/image.ts';
import { IMAGE } from '../../core/parameters.ts';
import { DecodeProblem } from './problem.ts';

// Lanes are the parallelism; a cache would keep images longer than they are needed.
sharp.concurrency(1);
sharp.cache(false);

export const SHARP_VERSIONS: Readonly<Record<string, string>> = sharp.versions;

/** What a decoder gives: the working image, and the size that the whole image has upright. */
export interface DecodedImage {
  readonly image: RgbImage;
  readonly width: number;
  readonly height: number;
}

/**
 * @returns also whether the rows of the file are the columns of the upright image
 * @param checkSize throws where the header's size is not allowed; called before any pixel is read
 * @throws DecodeProblem
 */
export async function decodeWithSharp(
  bytes: Uint8Array,
  checkSize: (width: number, height: number) => void,
): Promise<DecodedImage & { readonly quarterTurned: boolean }> {
  try {
    const options = { failOn: 'error', animated: false } as const;
    // Without a limit, which would be told as damage; only the header is read here.
    const header = await sharp(bytes, { ...options, limitInputPixels: false }).metadata();
    const upright = header.autoOrient;
    checkSize(upright.width, upright.height);
    // The second fence: a decoder that finds more pixels than its header told.
    const { data, info } = await sharp(bytes, { ...options, limitInputPixels: IMAGE.maxPixels })
      .autoOrient()
      // What a viewer shows on white paper, not whatever colour hides under transparency.
      .flatten({ background: '#ffffff' })
      .resize({
        width: IMAGE.workingSide,
        height: IMAGE.workingSide,
        fit: 'inside',
        withoutEnlargement: true,
      })
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    return {
      image: { width: info.width, height: info.height, data: toRgb(data, info.channels) },
      width: upright.width,
      height: upright.height,
      quarterTurned: (header.orientation ?? 1) > 4,
    };
  } catch (cause) {
    if (cause instanceof DecodeProblem) throw cause;
    // Without sharp's words: libvips keeps one error text a process, and images that are decoded at
    // the same time find each other's in it. Reports must not depend on that.
    throw new DecodeProblem({ problem: 'damaged-image' }, { cause });
  }
}

function toRgb(data: Uint8Array, channels: number): Uint8Array {
  // sharp's buffer can't be transferred to another thread; a copy of our own can.
  if (channels === 3) return new Uint8Array(data);
  const pixels = data.length / channels;
  const rgb = new Uint8Array(3 * pixels);
  // One channel is grey, two are grey and alpha, four are colour and alpha.
  const second = channels < 3 ? 0 : 1;
  for (let i = 0; i < pixels; i++) {
    rgb[3 * i] = data[channels * i];
    rgb[3 * i + 1] = data[channels * i + second];
    rgb[3 * i + 2] = data[channels * i + 2 * second];
  }
  return rgb;
}
