/** The one importer of sharp: JPEG, PNG, WebP, TIFF and GIF to upright 8-bit sRGB. */
import { registerHooks } from 'node:module';
import type { RgbImage } from '../../core/image.ts';
import { IMAGE } from '../../core/parameters.ts';
import { DecodeProblem } from './problem.ts';

/** In the environment of the engine's process: `wasm` keeps sharp's native build out of it. */
const sharp = await (process.env.TWINMARK_SHARP === 'wasm' ? importWasmSharp() : importSharp());

// Lanes are the parallelism; a cache would keep images longer than they are needed.
sharp.concurrency(1);
sharp.cache(false);

export const SHARP_VERSIONS: Readonly<Record<string, string>> = versionsOf(sharp.versions);

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

/** Of a JPEG that is looked at and never analysed; by judgement, 2026-11. */
const PREVIEW_QUALITY = 88;

/** A JPEG that any browser shows, at most `maxSide` pixels long; never larger than the image. */
export async function encodePreview(
  { data, width, height }: RgbImage,
  maxSide: number,
): Promise<{ readonly bytes: Uint8Array; readonly width: number; readonly height: number }> {
  const encoded = await sharp(data, { raw: { width, height, channels: 3 } })
    .resize({ width: maxSide, height: maxSide, fit: 'inside', withoutEnlargement: true })
    // Ridges are as fine as pixels: chroma in full, though they have none, costs nothing then.
    .jpeg({ quality: PREVIEW_QUALITY, chromaSubsampling: '4:4:4' })
    .toBuffer({ resolveWithObject: true });
  const { info } = encoded;
  // A copy: sharp's buffer may be of a pool, which a message would carry whole.
  return { bytes: new Uint8Array(encoded.data), width: info.width, height: info.height };
}

async function importSharp() {
  return (await import('sharp')).default;
}

/**
 * Native sharp brings a GLib of its own, and inside Electron on Linux some of its calls reach
 * Electron's: corruption, then a crash (sharp's issues 4522 and 4525). The WebAssembly build
 * decodes to the same bits in four to five times the time.
 */
async function importWasmSharp() {
  const hooks = registerHooks({
    resolve(specifier, context, next) {
      const native = /^@img\/sharp-(?!wasm32\/).*\.node$/.test(specifier);
      return next(native ? '@img/sharp-wasm32/sharp.node' : specifier, context);
    },
  });
  try {
    return await importSharp();
  } finally {
    hooks.deregister();
  }
}

/** Only the WebAssembly build was made with Emscripten. */
function versionsOf(versions: Readonly<Record<string, string>>): Record<string, string> {
  const build = versions.emscripten === undefined ? 'native' : 'wasm';
  return { ...versions, 'sharp build': build };
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
