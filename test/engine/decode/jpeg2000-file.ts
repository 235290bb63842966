/** JPEG 2000 files: codestreams by OpenJPEG's own encoder, boxes by hand. */
import load from '@cornerstonejs/codec-openjpeg/wasmjs';

export interface Samples {
  readonly width: number;
  readonly height: number;
  readonly components: number;
  readonly bits: number;
  /** Pixel by pixel; two bytes a sample above 8 bits, the lower one first. */
  readonly data: Uint8Array;
}

const encoders = load({ print: () => undefined, printErr: () => undefined });

/**
 * Without loss. The encoder writes beyond its memory where that is more than the samples take, as
 * with noise or a few pixels: none of both here.
 */
export async function writeCodestream(samples: Samples, levels?: number): Promise<Uint8Array> {
  const { width, height, components, bits, data } = samples;
  const encoder = new (await encoders).J2KEncoder();
  const frame = { width, height, bitsPerSample: bits, componentCount: components };
  encoder.getDecodedBuffer({ ...frame, isSigned: false }).set(data);
  encoder.setQuality(true, 0);
  const most = Math.min(5, Math.floor(Math.log2(Math.min(width, height))));
  encoder.setDecompositions(levels ?? most);
  encoder.encode();
  const codestream = new Uint8Array(encoder.getEncodedBuffer());
  encoder.delete();
  return codestream;
}

/**
 * In tiles of 64 x 64, which the encoder does not do: each is encoded as an image of its own. That
 * is the same where the side of a tile is a multiple of 2 to the number of levels.
 */
export async function writeTiled(samples: Samples): Promise<Uint8Array> {
  const { width, height, data } = samples;
  const [side, levels] = [64, 2];
  const parts: number[] = [];
  let header: Uint8Array | undefined;
  let tile = 0;
  for (let y = 0; y < height; y += side) {
    for (let x = 0; x < width; x += side, tile++) {
      const [w, h] = [Math.min(side, width - x), Math.min(side, height - y)];
      const inside = Uint8Array.from({ length: w * h }, (_, i) => {
        return data[(y + Math.floor(i / w)) * width + x + (i % w)];
      });
      const own = await writeCodestream({ ...samples, width: w, height: h, data: inside }, levels);
      const start = own.findIndex((byte, i) => byte === 0xff && own[i + 1] === 0x90);
      header ??= own.slice(0, start);
      own.set([tile >> 8, tile & 255], start + 4);
      parts.push(...own.subarray(start, own.length - 2));
    }
  }
  if (!header) throw new Error('Expected pixels but received none.');
  header.set([...be32(width), ...be32(height)], 8);
  header.set([...be32(side), ...be32(side)], 24);
  return Uint8Array.from([...header, ...parts, 0xff, 0xd9]);
}

export const ENUMERATED_COLOUR = { sRgb: 16, grey: 17, sYcc: 18 } as const;

export interface BoxParts {
  readonly colour?: number;
  /** Boxes in the header besides the size and the colour. */
  readonly more?: readonly (readonly number[])[];
}

/** A JP2 file around a codestream. */
export function writeJp2(codestream: Uint8Array, { colour = 17, more = [] }: BoxParts = {}) {
  const size = [...codestream.subarray(12, 16), ...codestream.subarray(8, 12)];
  const header = [
    ...box('ihdr', [...size, ...codestream.subarray(40, 42), codestream[42], 7, 0, 0]),
    ...box('colr', [1, 0, 0, ...be32(colour)]),
    ...more.flat(),
  ];
  return Uint8Array.from([
    ...box('jP  ', [0x0d, 0x0a, 0x87, 0x0a]),
    ...box('ftyp', [...letters('jp2 '), ...be32(0), ...letters('jp2 ')]),
    ...box('jp2h', header),
    ...box('jp2c', [...codestream]),
  ]);
}

export function box(type: string, body: readonly number[]): number[] {
  return [...be32(8 + body.length), ...letters(type), ...body];
}

export function be32(value: number): number[] {
  return [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
}

function letters(text: string): number[] {
  return Array.from(text, (letter) => letter.charCodeAt(0));
}
