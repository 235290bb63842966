/** The one importer of OpenJPEG, which runs as WebAssembly: a damaged file can't reach our memory. */
import load, { type OpenJpeg } from '@cornerstonejs/codec-openjpeg/decodewasmjs';
import { makeUnsigned, type Codestream } from './codestream.ts';
import { DecodeProblem } from './problem.ts';

/** A module that has grown beyond it is let go, because its memory never shrinks. */
const KEPT_BYTES = 256 * 2 ** 20;

let loaded: Promise<OpenJpeg> | undefined;

/**
 * @returns samples pixel by pixel, in one byte or, above 8 bits, two, the lower one first
 * @throws DecodeProblem
 */
export async function decodeWithOpenJpeg(
  codestream: Uint8Array,
  expected: Codestream,
): Promise<Uint8Array> {
  loaded ??= load({ print: () => undefined, printErr: () => undefined });
  const openJpeg = await loaded;
  let samples: Uint8Array;
  try {
    samples = decodeOnce(openJpeg, codestream, expected);
  } catch (cause) {
    // What it left behind may be in any state.
    loaded = undefined;
    if (cause instanceof DecodeProblem) throw cause;
    throw new DecodeProblem({ problem: 'damaged-image' }, { cause });
  }
  if (openJpeg.HEAPU8.length > KEPT_BYTES) loaded = undefined;
  return samples;
}

function decodeOnce(
  { J2KDecoder }: OpenJpeg,
  codestream: Uint8Array,
  header: Codestream,
): Uint8Array {
  const decoder = new J2KDecoder();
  const encoded = decoder.getEncodedBuffer(codestream.length);
  encoded.set(codestream);
  makeUnsigned(encoded, header); // Of samples with a sign it gives the positive ones only.
  decoder.decode();
  // It tells of failures on its console only; the buffer stays empty then.
  const found = decoder.getFrameInfo();
  const samples = decoder.getDecodedBuffer();
  const { width, height, components, bits } = header;
  const agrees =
    found.width === width &&
    found.height === height &&
    found.componentCount === components &&
    found.bitsPerSample === bits &&
    samples.length === width * height * components * (bits > 8 ? 2 : 1);
  if (!agrees) throw new DecodeProblem({ problem: 'damaged-image' });
  const copy = new Uint8Array(samples);
  decoder.delete();
  return copy;
}
