/** What the file says of its resolution: told exactly, or absent where the file is silent. */
import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodeImage } from '../../../app/engine/decode/decode.ts';
import { readResolution } from '../../../app/engine/decode/resolution.ts';
import { PNG_COLOUR, seededRandom, testCard, writeBmp, writePng } from '../../fixtures/images.ts';
import { raw, withFormat } from './encode.ts';

const card = testCard();
const dpiOf = async (bytes: Uint8Array) => (await decodeImage(bytes)).dpi;

describe('what sharp writes', () => {
  it.each(['jpeg', 'png', 'tiff', 'webp'] as const)('in %s is read', async (format) => {
    for (const density of [72, 500, 1000]) {
      const bytes = await withFormat(raw(card).withMetadata({ density }), format).toBuffer();
      const dpi = await dpiOf(bytes);
      expect(dpi?.x, `${density}`).toBeCloseTo(density, 1);
      expect(dpi?.y, `${density}`).toBe(dpi?.x);
    }
  });

  it.each(['webp', 'gif'] as const)('in %s may be nothing', async (format) => {
    expect(await dpiOf(await withFormat(raw(card), format).toBuffer())).toBeUndefined();
  });
});

describe('JPEG', () => {
  /** A segment of JFIF or EXIF in front of those that are there, whose own is taken out. */
  const jpeg = async (...segments: (readonly number[])[]) => {
    const bytes = await raw(card).jpeg().toBuffer();
    const after = bytes[3] === 0xe0 ? 4 + bytes.readUInt16BE(4) : 2;
    return Uint8Array.from([0xff, 0xd8, ...segments.flat(), ...bytes.subarray(after)]);
  };
  const jfif = (unit: number, x: number, y: number) => [
    ...[0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1, 2, unit],
    ...[x >> 8, x & 255, y >> 8, y & 255, 0, 0],
  ];
  const exif = (tiff: readonly number[]) => {
    const length = 8 + tiff.length;
    return [0xff, 0xe1, length >> 8, length & 255, 0x45, 0x78, 0x69, 0x66, 0, 0, ...tiff];
  };

  it('is read from JFIF: inches, centimetres, or a ratio that says nothing', async () => {
    expect(await dpiOf(await jpeg(jfif(1, 500, 508)))).toEqual({ x: 500, y: 508 });
    expect(await dpiOf(await jpeg(jfif(2, 197, 200)))).toEqual({ x: 500.38, y: 508 });
    expect(await dpiOf(await jpeg(jfif(0, 1, 1)))).toBeUndefined();
    expect(await dpiOf(await jpeg(jfif(1, 0, 0)))).toBeUndefined();
    expect(await dpiOf(await jpeg(jfif(9, 500, 500)))).toBeUndefined();
    expect(await dpiOf(await jpeg())).toBeUndefined();
  });

  it('is read from EXIF where JFIF does not say it', async () => {
    const told = exif(tiff({ x: [1000, 2], y: [500, 1] }));
    expect(await dpiOf(await jpeg(told))).toEqual({ x: 500, y: 500 });
    expect(await dpiOf(await jpeg(jfif(0, 1, 1), told))).toEqual({ x: 500, y: 500 });
    expect(await dpiOf(await jpeg(jfif(1, 300, 300), told))).toEqual({ x: 300, y: 300 });
  });

  it('is turned with the image', async () => {
    const turned = exif(tiff({ x: [500, 1], y: [1000, 1], orientation: 6 }));
    const decoded = await decodeImage(await jpeg(turned));
    expect([decoded.width, decoded.height]).toEqual([card.height, card.width]);
    expect(decoded.dpi).toEqual({ x: 1000, y: 500 });
    const upsideDown = exif(tiff({ x: [500, 1], y: [1000, 1], orientation: 3 }));
    expect(await dpiOf(await jpeg(upsideDown))).toEqual({ x: 500, y: 1000 });
  });
});

describe('PNG', () => {
  const png = (physical?: { readonly x: number; readonly y: number; readonly unit: number }) => {
    const [width, height] = [32, 32];
    const rows = new Uint8Array(width * height).fill(90);
    const bytes = writePng({ width, height, colour: PNG_COLOUR.grey, bits: 8, rows });
    if (!physical) return bytes;
    const chunk = Buffer.alloc(21);
    chunk.writeUInt32BE(9, 0);
    chunk.write('pHYs', 4, 'latin1');
    chunk.writeUInt32BE(physical.x, 8);
    chunk.writeUInt32BE(physical.y, 12);
    chunk[16] = physical.unit;
    chunk.writeUInt32BE(crc32(chunk.subarray(4, 17)), 17);
    return Uint8Array.from([...bytes.subarray(0, 33), ...chunk, ...bytes.subarray(33)]);
  };

  it('has whole pixels per metre, or only a ratio', async () => {
    expect(await dpiOf(png({ x: 19685, y: 39370, unit: 1 }))).toEqual({ x: 500, y: 1000 });
    expect(await dpiOf(png({ x: 2835, y: 2835, unit: 1 }))).toEqual({ x: 72.01, y: 72.01 });
    expect(await dpiOf(png({ x: 19685, y: 19685, unit: 0 }))).toBeUndefined();
    expect(await dpiOf(png())).toBeUndefined();
  });
});

describe('TIFF', () => {
  const read = (parts: TiffParts) => readResolution('tiff', Uint8Array.from(tiff(parts)));

  it('is read in both byte orders, in inches and centimetres', () => {
    for (const little of [true, false]) {
      expect(read({ x: [500, 1], y: [1000, 2], little })).toEqual({ x: 500, y: 500 });
      expect(read({ x: [19685, 100], y: [400, 1], unit: 3, little })).toEqual({ x: 500, y: 1016 });
    }
  });

  it('means inches where no unit is told, and nothing where there is none', () => {
    expect(read({ x: [500, 1], y: [500, 1] })).toEqual({ x: 500, y: 500 });
    expect(read({ x: [500, 1], y: [500, 1], unit: 1 })).toBeUndefined();
  });

  it('is told however implausible it is', () => {
    expect(read({ x: [1, 1], y: [1, 1], unit: 2 })).toEqual({ x: 1, y: 1 });
  });

  it('is the same along both axes where one is told', () => {
    expect(read({ x: [500, 1] })).toEqual({ x: 500, y: 500 });
    expect(read({ y: [400, 1] })).toEqual({ x: 400, y: 400 });
    expect(read({})).toBeUndefined();
  });

  it('is not what can be no number', () => {
    expect(read({ x: [500, 0], y: [500, 1] })).toBeUndefined();
    expect(read({ x: [0, 1], y: [0, 1] })).toBeUndefined();
  });

  it('is read from BigTIFF', async () => {
    const bytes = await raw(card)
      .tiff({ bigtiff: true, xres: 500 / 25.4, yres: 1000 / 25.4 })
      .toBuffer();
    expect(bytes.readUInt16LE(2), 'it is one').toBe(43);
    expect(await dpiOf(bytes)).toEqual({ x: 500, y: 1000 });
  });
});

describe('bitmaps', () => {
  it('have pixels per metre', async () => {
    const bytes = writeBmp(card);
    expect(await dpiOf(bytes)).toBeUndefined();
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    view.setInt32(38, 19685, true);
    view.setInt32(42, 39370, true);
    expect(await dpiOf(bytes)).toEqual({ x: 500, y: 1000 });
    view.setInt32(42, -39370, true);
    expect(await dpiOf(bytes)).toBeUndefined();
  });
});

it('damaged files say nothing, and nothing is thrown', async () => {
  const random = seededRandom(8);
  for (const format of ['jpeg', 'png', 'tiff', 'webp'] as const) {
    const bytes = await withFormat(raw(card).withMetadata({ density: 500 }), format).toBuffer();
    for (let length = 0; length < Math.min(bytes.length, 600); length++) {
      readResolution(format, new Uint8Array(bytes.subarray(0, length)));
    }
    for (let i = 0; i < 500; i++) {
      const changed = Uint8Array.from(bytes);
      for (let c = 0; c < 4; c++) changed[Math.floor(random() * 400)] = random() * 256;
      readResolution(format, changed);
    }
  }
  const { density } = await sharp(writePng(flat)).metadata();
  expect(density, 'sharp makes up what a file is silent of: not to be used').toBe(72);
});

const flat = {
  width: 32,
  height: 32,
  colour: PNG_COLOUR.grey,
  bits: 8,
  rows: new Uint8Array(1024),
} as const;

interface TiffParts {
  readonly x?: readonly [number, number];
  readonly y?: readonly [number, number];
  readonly unit?: number;
  readonly orientation?: number;
  readonly little?: boolean;
}

/** A directory without pixels: tags 274, 282, 283, 296. */
function tiff({ x, y, unit, orientation, little = true }: TiffParts): number[] {
  const bytes = Buffer.alloc(200);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  bytes.write(little ? 'II' : 'MM', 'latin1');
  view.setUint16(2, 42, little);
  view.setUint32(4, 8, little);
  let entries = 0;
  let data = 120;
  const entry = (tag: number, type: number) => {
    const at = 10 + 12 * entries++;
    view.setUint16(at, tag, little);
    view.setUint16(at + 2, type, little);
    view.setUint32(at + 4, 1, little);
    return at + 8;
  };
  const short = (tag: number, value?: number) => {
    if (value !== undefined) view.setUint16(entry(tag, 3), value, little);
  };
  const rational = (tag: number, value?: readonly [number, number]) => {
    if (!value) return;
    view.setUint32(entry(tag, 5), data, little);
    view.setUint32(data, value[0], little);
    view.setUint32(data + 4, value[1], little);
    data += 8;
  };
  short(274, orientation);
  rational(282, x);
  rational(283, y);
  short(296, unit);
  view.setUint16(8, entries, little);
  return [...bytes];
}
