/** Whatever the bytes are: an image or a reason, soon, and never another throw. */
import { deflateRawSync } from 'node:zlib';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import type { RgbImage } from '../../../app/core/image.ts';
import type { ImageFormat } from '../../../app/core/sample.ts';
import { decodeImage } from '../../../app/engine/decode/decode.ts';
import { SNIFF_BYTES, sniffFormat } from '../../../app/engine/decode/formats.ts';
import { DecodeProblem } from '../../../app/engine/decode/problem.ts';
import { draw, pixelAt, seededRandom, testCard } from '../../fixtures/images.ts';
import { FORMATS, encode, raw } from './encode.ts';

/** No decoder may need longer for one small image, on a busy machine too. */
const PATIENCE_MS = 5_000;

const MAGIC: Readonly<Record<ImageFormat, readonly number[]>> = {
  jpeg: [0xff, 0xd8, 0xff],
  png: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
  webp: [...Buffer.from('RIFF\x20\0\0\0WEBPVP8 ', 'latin1')],
  tiff: [0x49, 0x49, 0x2a, 0x00],
  gif: [...Buffer.from('GIF89a', 'latin1')],
  bmp: [...Buffer.from('BM', 'latin1')],
  pnm: [...Buffer.from('P6\n', 'latin1')],
  jpeg2000: [0xff, 0x4f, 0xff, 0x51],
  wsq: [0xff, 0xa0, 0xff, 0xa4],
};

const whole = new Map<ImageFormat, Uint8Array>();

beforeAll(async () => {
  for (const format of FORMATS) whole.set(format, await encode(grainyCard(64, 48), format));
});

/** Grain, so that every part of the file holds pixels: a flat card packs into a few bytes. */
function grainyCard(width: number, height: number): RgbImage {
  const card = testCard(width, height);
  const random = seededRandom(3);
  return draw(width, height, (x, y) => {
    const [red, green, blue] = pixelAt(card, x, y).map((value) => value - 8 + 16 * random());
    return [red, green, blue];
  });
}

/** The problem, or `image`; fails on any other throw and on everything that takes too long. */
async function outcomeOf(bytes: Uint8Array, what: string): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`Expected an end of ${what}.`)), PATIENCE_MS);
  });
  try {
    const { image, width, height } = await Promise.race([decodeImage(bytes), patience]);
    expect(image.data.length, what).toBe(3 * image.width * image.height);
    expect(Math.min(width, height), what).toBeGreaterThan(0);
    return 'image';
  } catch (thrown) {
    if (!(thrown instanceof DecodeProblem)) {
      throw new Error(`Expected a reason for ${what} but received another throw.`, {
        cause: thrown,
      });
    }
    return thrown.reason.problem;
  } finally {
    clearTimeout(timer);
  }
}

describe('the format', () => {
  it.each(FORMATS)('of %s is told by its first bytes alone', (format) => {
    expect(sniffFormat(bytesOf(format).subarray(0, SNIFF_BYTES))).toBe(format);
    expect(sniffFormat(Uint8Array.from(MAGIC[format]))).toBe(format);
  });

  it('of TIFF is told in both byte orders, and as BigTIFF', () => {
    for (const magic of ['II*\0', 'MM\0*', 'II+\0', 'MM\0+']) {
      expect(sniffFormat(Buffer.from(magic, 'latin1'))).toBe('tiff');
    }
  });
});

describe('the format of other kinds', () => {
  it.each(['P2\n', 'P3 ', 'P5#', 'P6\t'])('of Netpbm is told by %j', (magic) => {
    expect(sniffFormat(Buffer.from(magic, 'latin1'))).toBe('pnm');
  });

  it.each(['P1\n', 'P4\n', 'P7\n', 'P55', 'P5'])('of Netpbm is not told by %j', (magic) => {
    expect(sniffFormat(Buffer.from(magic, 'latin1'))).toBeUndefined();
  });

  it('of JPEG 2000 is told in boxes too', () => {
    const signature = Buffer.from('0000000c6a5020200d0a870a', 'hex');
    expect(sniffFormat(signature)).toBe('jpeg2000');
    expect(sniffFormat(signature.subarray(0, 10))).toBeUndefined();
  });
});

describe('what is no image', () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"><rect/></svg>';
  const others: Readonly<Record<string, Uint8Array>> = {
    SVG: Buffer.from(svg),
    'SVG after an XML declaration': Buffer.from(`<?xml version="1.0"?>\n${svg}`),
    text: Buffer.from('A letter to the operator.\n'.repeat(20)),
    HTML: Buffer.from('<!doctype html><img src="photo.jpg">'),
    PDF: Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\n'),
    ZIP: Buffer.concat([Buffer.from('PK\x03\x04'), deflateRawSync(Buffer.alloc(100))]),
    'an audio file in RIFF': Buffer.from('RIFF\x24\0\0\0WAVEfmt '),
    zeros: new Uint8Array(4096),
    'an ISO media file': Buffer.from('\0\0\0\x18ftypavif\0\0\0\0mif1avif', 'latin1'),
  };

  it.each(Object.keys(others))('is refused as such: %s', async (what) => {
    expect(await outcomeOf(others[what], what)).toBe('unsupported-format');
  });

  it('is refused although sharp could read it', async () => {
    expect((await sharp(others.SVG).metadata()).format).toBe('svg');
  });

  it('is refused as empty where there are no bytes', async () => {
    expect(await outcomeOf(new Uint8Array(), 'nothing')).toBe('empty-file');
  });
});

describe.each(FORMATS)('%s', (format) => {
  it('cut off after 1 to 16 bytes is refused', async () => {
    for (let length = 1; length <= SNIFF_BYTES; length++) {
      const outcome = await outcomeOf(bytesOf(format).subarray(0, length), `${length} bytes`);
      expect(['unsupported-format', 'damaged-image'], `${length} bytes`).toContain(outcome);
    }
  });

  it('cut off at any tenth ends in an image or a reason', async () => {
    const bytes = bytesOf(format);
    const outcomes: string[] = [];
    for (let tenth = 1; tenth <= 9; tenth++) {
      const cut = bytes.subarray(0, Math.floor((bytes.length * tenth) / 10));
      outcomes.push(await outcomeOf(cut, `${tenth}0 % of ${format}`));
    }
    // Half a face must not pass for a whole one.
    expect(outcomes).toEqual(Array(9).fill('damaged-image'));
  });

  it('without its last pixels is damaged, however little is missing', async () => {
    const bytes = bytesOf(format);
    const outcome = await outcomeOf(bytes.subarray(0, bytes.length - 20), 'the last bytes');
    // GIF and TIFF may end in bytes that hold no pixels.
    const allowed = format === 'gif' || format === 'tiff' ? ['image'] : [];
    expect(['damaged-image', ...allowed]).toContain(outcome);
  });

  it('with noise after its magic number ends in an image or a reason', async () => {
    const random = seededRandom(1);
    for (let i = 0; i < 60; i++) {
      const noise = Array.from({ length: 16 + i * 16 }, () => Math.floor(random() * 256));
      const outcome = await outcomeOf(Uint8Array.from([...MAGIC[format], ...noise]), `noise ${i}`);
      expect(['damaged-image', 'too-many-pixels', 'too-few-pixels', 'image']).toContain(outcome);
    }
  });

  it('with any one byte changed ends in an image or a reason', async () => {
    const bytes = bytesOf(format);
    const random = seededRandom(2);
    const seen = new Set<string>();
    for (let i = 0; i < 300; i++) {
      // Half of the changes fall among the headers, where they do most.
      const reach = i % 2 ? bytes.length : Math.min(bytes.length, 120);
      const at = Math.floor(random() * reach);
      const changed = bytes.slice();
      changed[at] ^= 1 + Math.floor(random() * 255);
      seen.add(await outcomeOf(changed, `byte ${at} of ${format} as ${changed[at]}`));
    }
    expect(seen, 'both happen, or the changes were not felt').toContain('damaged-image');
    expect(seen).toContain('image');
  });
});

describe.each([false, true])('a large JPEG (progressive: %s)', (progressive) => {
  it('cut off at any tenth is damaged, although decoders that shrink read less of it', async () => {
    const image = raw(grainyCard(2400, 1800));
    const bytes = await image.jpeg({ quality: 60, progressive }).toBuffer();
    expect(await outcomeOf(bytes, 'the whole')).toBe('image');
    for (let tenth = 1; tenth <= 9; tenth++) {
      const cut = bytes.subarray(0, Math.floor((bytes.length * tenth) / 10));
      expect(await outcomeOf(cut, `${tenth}0 %`), `${tenth}0 %`).toBe('damaged-image');
    }
  });
});

function bytesOf(format: ImageFormat): Uint8Array {
  const bytes = whole.get(format);
  if (!bytes) throw new Error(`Expected an encoded ${format} but received none.`);
  return bytes;
}
