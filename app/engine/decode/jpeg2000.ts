/** JPEG 2000: codestreams as such (J2K) and in boxes (JP2, ISO/IEC 15444-1 annex I). */
import type { RgbImage } from '../../core/image.ts';
import { checkWhole, readCodestream, type Codestream } from './codestream.ts';
import { METRES_PER_INCH, dpiOf, type Dpi } from './dpi.ts';
import type { GreyImage } from './grey.ts';
import { refuserOf } from './refuse.ts';

const need: ReturnType<typeof refuserOf> = refuserOf('JPEG 2000');

export interface Jpeg2000Image {
  readonly image: GreyImage | RgbImage;
  readonly dpi?: Dpi;
}

interface Boxes {
  readonly codestream: Uint8Array;
  /** Luminance and two colour differences instead of red, green and blue. */
  readonly differences: boolean;
  readonly dpi?: Dpi;
}

/** @throws DecodeProblem */
export async function decodeJpeg2000(
  bytes: Uint8Array,
  checkSize: (width: number, height: number) => void,
): Promise<Jpeg2000Image> {
  const { codestream, differences, dpi } = readBoxes(bytes);
  const header = readCodestream(codestream);
  checkSize(header.width, header.height);
  checkWhole(codestream);
  // Loaded when first needed: most images are of other formats.
  const { decodeWithOpenJpeg } = await import('./openjpeg.ts');
  const samples = toBytes(await decodeWithOpenJpeg(codestream, header), header);
  const { width, height, components } = header;
  if (differences && components === 3) turnIntoRgb(samples);
  const image =
    components === 1 ? { width, height, grey: samples } : { width, height, data: samples };
  return { image, ...(dpi ? { dpi } : {}) };
}

function readBoxes(bytes: Uint8Array): Boxes {
  if (bytes[0] === 0xff) return { codestream: bytes, differences: false };
  let codestream: Uint8Array | undefined;
  let differences = false;
  let dpi: Dpi | undefined;
  for (const box of boxesOf(bytes)) {
    if (box.type === 'jp2c') codestream ??= box.body;
    if (box.type !== 'jp2h') continue;
    for (const { type, body } of boxesOf(box.body)) {
      need(type !== 'pclr', 'a palette');
      if (type === 'colr') differences = isLuminance(body);
      if (type === 'res ') dpi = readDpi(body);
    }
  }
  need(codestream !== undefined, 'there is no codestream');
  return { codestream, differences, ...(dpi ? { dpi } : {}) };
}

interface Box {
  readonly type: string;
  readonly body: Uint8Array;
}

function* boxesOf(bytes: Uint8Array): Generator<Box> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  while (at + 8 <= bytes.length) {
    const short = view.getUint32(at);
    const wide = short === 1;
    need(!wide || at + 16 <= bytes.length, 'a box is cut off');
    const head = wide ? 16 : 8;
    // 0 means up to the end, 1 that the length follows in 64 bits.
    const length =
      short === 0 ? bytes.length - at : wide ? Number(view.getBigUint64(at + 8)) : short;
    need(length >= head && at + length <= bytes.length, 'a box is cut off');
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    yield { type, body: bytes.subarray(at + head, at + length) };
    at += length;
  }
}

function isLuminance(colour: Uint8Array): boolean {
  const [method, sycc] = [1, 18];
  if (colour.length < 7 || colour[0] !== method) return false;
  return new DataView(colour.buffer, colour.byteOffset).getUint32(3) === sycc;
}

/** That of the capture where it is told, else that of the display; vertical comes first. */
function readDpi(body: Uint8Array): Dpi | undefined {
  const told = new Map<string, Dpi | undefined>();
  for (const { type, body: numbers } of boxesOf(body)) {
    if (numbers.length < 10) continue;
    const view = new DataView(numbers.buffer, numbers.byteOffset, numbers.byteLength);
    const [y, x] = [0, 1].map(
      (axis) =>
        (view.getUint16(4 * axis) / view.getUint16(4 * axis + 2)) * 10 ** view.getInt8(8 + axis),
    );
    told.set(type, dpiOf(x, y, METRES_PER_INCH));
  }
  return told.get('resc') ?? told.get('resd');
}

/** Samples of 1 to 16 bits, stretched to 0..255. */
function toBytes(samples: Uint8Array, { bits }: Codestream): Uint8Array {
  if (bits === 8) return samples;
  const largest = 2 ** bits - 1;
  const count = bits > 8 ? samples.length / 2 : samples.length;
  const bytes = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    const value = bits > 8 ? samples[2 * i] + 256 * samples[2 * i + 1] : samples[i];
    bytes[i] = Math.round((Math.min(value, largest) * 255) / largest);
  }
  return bytes;
}

/** ITU-R BT.601 over the full range, in place. */
function turnIntoRgb(samples: Uint8Array): void {
  const byte = (value: number) => Math.min(255, Math.max(0, Math.round(value)));
  for (let i = 0; i < samples.length; i += 3) {
    const [luminance, blue, red] = [samples[i], samples[i + 1] - 128, samples[i + 2] - 128];
    samples[i] = byte(luminance + 1.402 * red);
    samples[i + 1] = byte(luminance - 0.344136 * blue - 0.714136 * red);
    samples[i + 2] = byte(luminance + 1.772 * blue);
  }
}
