/** Netpbm's grey and colour maps (P5, P2, P6, P3), with up to 16 bits a sample. */
import type { RgbImage } from '../../core/image.ts';
import type { GreyImage } from './grey.ts';
import { refuserOf } from './refuse.ts';

const need: ReturnType<typeof refuserOf> = refuserOf('PNM');

const [TAB, LINE_FEED, RETURN, SPACE, HASH, DIGIT_0, DIGIT_9] = [9, 10, 13, 32, 35, 48, 57];

interface Header {
  readonly colour: boolean;
  /** Numbers in letters instead of bytes. */
  readonly plain: boolean;
  readonly width: number;
  readonly height: number;
  readonly largest: number;
  readonly pixelsAt: number;
}

/** @throws DecodeProblem */
export function decodePnm(
  bytes: Uint8Array,
  checkSize: (width: number, height: number) => void,
): GreyImage | RgbImage {
  const { width, height, ...header } = readHeader(bytes);
  checkSize(width, height);
  const count = width * height * (header.colour ? 3 : 1);
  const samples = header.plain ? readPlain(bytes, header, count) : readBinary(bytes, header, count);
  return header.colour ? { width, height, data: samples } : { width, height, grey: samples };
}

function readHeader(bytes: Uint8Array): Header {
  const kind = bytes[1] - DIGIT_0;
  const next = numberReader(bytes, 2);
  const [width, height, largest] = [next(), next(), next()];
  need(width > 0 && height > 0, `${width} x ${height} pixels`);
  need(largest > 0 && largest < 65536, `a largest value of ${largest}`);
  // Exactly one blank: the first pixel may look like another.
  const end = next.at();
  need(isBlank(bytes[end]), 'the header is cut off');
  return {
    colour: kind === 3 || kind === 6,
    plain: kind === 2 || kind === 3,
    width,
    height,
    largest,
    pixelsAt: end + 1,
  };
}

function readBinary(
  bytes: Uint8Array,
  { largest, pixelsAt }: Pick<Header, 'largest' | 'pixelsAt'>,
  count: number,
): Uint8Array {
  const wide = largest > 255;
  need(bytes.length - pixelsAt >= count * (wide ? 2 : 1), 'the pixels are cut off');
  if (largest === 255) return bytes.slice(pixelsAt, pixelsAt + count);
  const samples = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    const at = wide ? pixelsAt + 2 * i : pixelsAt + i;
    samples[i] = toByte(wide ? bytes[at] * 256 + bytes[at + 1] : bytes[at], largest);
  }
  return samples;
}

function readPlain(
  bytes: Uint8Array,
  { largest, pixelsAt }: Pick<Header, 'largest' | 'pixelsAt'>,
  count: number,
): Uint8Array {
  // A digit and a blank each: memory is taken for what can be there.
  need(bytes.length - pixelsAt >= 2 * count - 1, 'the pixels are cut off');
  const samples = new Uint8Array(count);
  const next = numberReader(bytes, pixelsAt);
  for (let i = 0; i < count; i++) samples[i] = toByte(next(), largest);
  return samples;
}

function toByte(value: number, largest: number): number {
  return Math.round((Math.min(value, largest) * 255) / largest);
}

interface NumberReader {
  /** The next number; blanks and comments before it are passed over. */
  (): number;
  /** Behind the last number. */
  at(): number;
}

function numberReader(bytes: Uint8Array, start: number): NumberReader {
  let at = start;
  const read = () => {
    while (isBlank(bytes[at]) || bytes[at] === HASH) {
      if (bytes[at] === HASH) while (at < bytes.length && !endsLine(bytes[at])) at += 1;
      else at += 1;
    }
    const first = at;
    let value = 0;
    while (bytes[at] >= DIGIT_0 && bytes[at] <= DIGIT_9) {
      value = value * 10 + bytes[at] - DIGIT_0;
      at += 1;
      need(at - first <= 9, 'a number of more than 9 digits');
    }
    need(at > first, at < bytes.length ? 'something that is no number' : 'it is cut off');
    return value;
  };
  return Object.assign(read, { at: () => at });
}

function isBlank(byte: number): boolean {
  // Also vertical tabulator and form feed, which lie between line feed and return.
  return byte === SPACE || (byte >= TAB && byte <= RETURN);
}

function endsLine(byte: number): boolean {
  return byte === LINE_FEED || byte === RETURN;
}
