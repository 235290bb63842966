import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { RgbImage } from '../../../app/core/image.ts';
import { IMAGE } from '../../../app/core/parameters.ts';
import { decodeImage } from '../../../app/engine/decode/decode.ts';
import { readSource } from '../../../app/engine/source.ts';
import {
  CARD_COLOURS,
  PNG_COLOUR,
  draw,
  pixelAt,
  testCard,
  writeBmp,
  writePng,
  type Rgb,
} from '../../fixtures/images.ts';
import { COLOUR_FORMATS, FORMATS, FORMAT_TOLERANCE, encode, raw, withFormat } from './encode.ts';

/** Both sides of the smallest image that is decoded. */
const SIDE = IMAGE.minSide;

describe('a colour card', () => {
  it.each(COLOUR_FORMATS)('comes out of %s as it went in', async (format) => {
    const card = testCard();
    const decoded = await decodeImage(await encode(card, format));
    expect(decoded.format).toBe(format);
    expect([decoded.width, decoded.height]).toEqual([card.width, card.height]);
    expect([decoded.image.width, decoded.image.height]).toEqual([card.width, card.height]);
    expect(largestDifference(decoded.image, card)).toBeLessThanOrEqual(FORMAT_TOLERANCE[format]);
  });

  it('has pixels in memory of their own, to be handed to another thread', async () => {
    const { image } = await decodeImage(await encode(testCard(), 'jpeg'));
    expect(image.data.buffer.byteLength).toBe(image.data.byteLength);
  });

  it('is read from a view into a larger buffer', async () => {
    for (const format of COLOUR_FORMATS) {
      const bytes = await encode(testCard(), format);
      const larger = new Uint8Array(bytes.length + 200).fill(0xff);
      larger.set(bytes, 100);
      const { image } = await decodeImage(larger.subarray(100, 100 + bytes.length));
      expect(largestDifference(image, testCard())).toBeLessThanOrEqual(FORMAT_TOLERANCE[format]);
    }
  });
});

describe('orientation by EXIF', () => {
  /** Where a stored pixel belongs upright (EXIF 2.3, tag 274: what row 0 and column 0 are). */
  const upright: Readonly<
    Record<number, (x: number, y: number, w: number, h: number) => readonly [number, number]>
  > = {
    1: (x, y) => [x, y], // top, left
    2: (x, y, w) => [w - 1 - x, y], // top, right
    3: (x, y, w, h) => [w - 1 - x, h - 1 - y], // bottom, right
    4: (x, y, _w, h) => [x, h - 1 - y], // bottom, left
    5: (x, y) => [y, x], // left, top
    6: (x, y, _w, h) => [h - 1 - y, x], // right, top
    7: (x, y, w, h) => [h - 1 - y, w - 1 - x], // right, bottom
    8: (x, y, w) => [y, w - 1 - x], // left, bottom
  };
  const cases = (['jpeg', 'png', 'webp', 'tiff'] as const).flatMap((format) =>
    [1, 2, 3, 4, 5, 6, 7, 8].map((orientation) => ({ format, orientation })),
  );

  it.each(cases)('$orientation in $format comes out upright', async ({ format, orientation }) => {
    const card = testCard();
    const turned = orientation > 4;
    const [w, h] = turned ? [card.height, card.width] : [card.width, card.height];
    const stored = draw(w, h, (x, y) => {
      const [red, green, blue] = pixelAt(card, ...upright[orientation](x, y, w, h));
      return [red, green, blue];
    });
    const bytes = await withFormat(raw(stored).withMetadata({ orientation }), format).toBuffer();
    const decoded = await decodeImage(bytes);
    expect([decoded.width, decoded.height]).toEqual([card.width, card.height]);
    expect(largestDifference(decoded.image, card)).toBeLessThanOrEqual(FORMAT_TOLERANCE[format]);
    expectCorners(decoded.image, FORMAT_TOLERANCE[format]);
  });
});

describe('colour', () => {
  const ramp = (steps: number) =>
    Array.from({ length: SIDE * SIDE }, (_, i) => Math.round(((i % SIDE) * steps) / (SIDE - 1)));

  it('of grey images is the same in all channels', async () => {
    const grey = Uint8Array.from(ramp(255));
    const png = writePng({ ...square, colour: PNG_COLOUR.grey, bits: 8, rows: grey });
    const source = sharp(grey, { raw: { ...square, channels: 1 } }).toColourspace('b-w');
    for (const bytes of [png, await source.clone().tiff({ compression: 'lzw' }).toBuffer()]) {
      expectGrey((await decodeImage(bytes)).image, [...grey], 0);
    }
    expectGrey(
      (await decodeImage(await source.jpeg({ quality: 98 }).toBuffer())).image,
      [...grey],
      4,
    );
  });

  it('of grey with alpha is seen on white', async () => {
    const grey = ramp(255);
    const rows = Uint8Array.from(grey.flatMap((value, i) => [value, alphaOf(i)]));
    const png = writePng({ ...square, colour: PNG_COLOUR.greyAlpha, bits: 8, rows });
    const expected = grey.map((value, i) => onWhite(value, alphaOf(i)));
    expectGrey((await decodeImage(png)).image, expected, 1);
  });

  it('of 16-bit grey keeps the upper 8 bits', async () => {
    const wide = ramp(65535);
    const rows = new Uint8Array(Buffer.from(Uint16Array.from(wide).buffer).swap16()); // Big-endian.
    const png = writePng({ ...square, colour: PNG_COLOUR.grey, bits: 16, rows });
    const tiff = await sharp(png).toColourspace('grey16').tiff({ compression: 'lzw' }).toBuffer();
    expect((await sharp(tiff).metadata()).depth, 'the file does have 16 bits').toBe('ushort');
    for (const bytes of [png, tiff]) {
      expectGrey(
        (await decodeImage(bytes)).image,
        wide.map((value) => value / 257),
        1,
      );
    }
  });

  it('of 16-bit RGB keeps the upper 8 bits', async () => {
    const colour = (i: number) => [(i % SIDE) * 2000, Math.floor(i / SIDE) * 2000, 40000];
    const wide = Uint16Array.from(ramp(0).flatMap((_, i) => colour(i)));
    const rows = new Uint8Array(Buffer.from(wide.slice().buffer).swap16());
    const png = writePng({ ...square, colour: PNG_COLOUR.rgb, bits: 16, rows });
    const tiff = await sharp(png).toColourspace('rgb16').tiff({ compression: 'lzw' }).toBuffer();
    expect((await sharp(tiff).metadata()).depth, 'the file does have 16 bits').toBe('ushort');
    for (const bytes of [png, tiff]) {
      const { image } = await decodeImage(bytes);
      const expected = draw(SIDE, SIDE, (x, y) => rgb(colour(y * SIDE + x).map((v) => v / 257)));
      expect(largestDifference(image, expected)).toBeLessThanOrEqual(1);
    }
  });

  it.each([1, 2, 4, 8] as const)(
    'of a palette with %i bits is that of its entries',
    async (bits) => {
      const count = 2 ** bits;
      const entry = (i: number): Rgb => [
        (i * 77 + 30) % 256,
        (i * 151 + 90) % 256,
        (i * 211) % 256,
      ];
      const palette = Uint8Array.from(Array.from({ length: count }, (_, i) => entry(i)).flat());
      const index = (x: number, y: number) => (x + 3 * y) % count;
      const perByte = 8 / bits;
      const rows = new Uint8Array((SIDE / perByte) * SIDE);
      for (let y = 0; y < SIDE; y++) {
        for (let x = 0; x < SIDE; x++) {
          const at = y * (SIDE / perByte) + Math.floor(x / perByte);
          rows[at] |= index(x, y) << (8 - bits * ((x % perByte) + 1));
        }
      }
      const parts = { ...square, colour: PNG_COLOUR.palette, bits, rows, palette };
      const { image } = await decodeImage(writePng(parts));
      const expected = draw(SIDE, SIDE, (x, y) => entry(index(x, y)));
      expect(largestDifference(image, expected)).toBe(0);
      const transparency = Uint8Array.from([0]); // Entry 0 is not seen.
      const { image: holed } = await decodeImage(writePng({ ...parts, transparency }));
      const white = draw(SIDE, SIDE, (x, y) =>
        index(x, y) === 0 ? [255, 255, 255] : entry(index(x, y)),
      );
      expect(largestDifference(holed, white)).toBe(0);
    },
  );

  it('under transparency is not seen: it is white', async () => {
    const rows = Uint8Array.from(ramp(0).flatMap((_, i) => [250, 10, 20, alphaOf(i)]));
    const png = writePng({ ...square, colour: PNG_COLOUR.rgbAlpha, bits: 8, rows });
    const webp = await sharp(png).webp({ lossless: true, exact: true }).toBuffer();
    const expected = draw(SIDE, SIDE, (x, y) =>
      rgb([250, 10, 20].map((value) => onWhite(value, alphaOf(y * SIDE + x)))),
    );
    for (const bytes of [png, webp]) {
      expect(largestDifference((await decodeImage(bytes)).image, expected)).toBeLessThanOrEqual(1);
    }
    const { image } = await decodeImage(png);
    expect(pixelAt(image, 0, 0), 'fully transparent').toEqual([255, 255, 255]);
  });

  it('of a CMYK JPEG comes back as it went into the printing colours', async () => {
    // Muted colours: what no ink can show would be moved by the profile.
    const colours: readonly Rgb[] = [
      [180, 90, 90],
      [90, 140, 90],
      [100, 100, 150],
      [128, 128, 128],
    ];
    for (const colour of colours) {
      const source = raw(draw(SIDE, SIDE, () => colour)).toColourspace('cmyk');
      const jpeg = await source.jpeg({ quality: 98 }).toBuffer();
      expect((await sharp(jpeg).metadata()).space, 'the file is CMYK').toBe('cmyk');
      const { image } = await decodeImage(jpeg);
      expect(image.data.length).toBe(3 * SIDE * SIDE);
      expect(
        largestDifference(
          image,
          draw(SIDE, SIDE, () => colour),
        ),
      ).toBeLessThanOrEqual(14);
    }
  });

  it('of a Display P3 image becomes the sRGB one that looks the same', async () => {
    const marked = await sharp({ create: { ...square, channels: 3, background: '#808080' } })
      .withIccProfile('p3')
      .png()
      .toBuffer();
    const { icc: profile } = await sharp(marked).metadata();
    if (!profile) throw new Error('Expected a Display P3 profile from sharp but received none.');
    const colours: readonly Rgb[] = [
      [255, 0, 0],
      [0, 255, 0],
      [200, 100, 50],
      [60, 120, 180],
      [255, 255, 255],
      [128, 128, 128],
    ];
    for (const colour of colours) {
      const rows = draw(SIDE, SIDE, () => colour).data;
      const png = writePng({ ...square, colour: PNG_COLOUR.rgb, bits: 8, rows, profile });
      const { image } = await decodeImage(png);
      const expected = draw(SIDE, SIDE, () => displayP3ToSrgb(colour));
      expect(largestDifference(image, expected), `P3 ${colour.join(', ')}`).toBeLessThanOrEqual(3);
    }
    expect(displayP3ToSrgb([255, 0, 0]), 'out of reach, so the nearest').toEqual([255, 0, 0]);
    expect(displayP3ToSrgb([200, 100, 50])[0], 'the profile matters').toBeGreaterThan(205);
  });
});

describe('of an animation', () => {
  it.each(['gif', 'webp'] as const)('the first frame of a %s is taken', async (format) => {
    const frames = [testCard(), draw(64, 48, () => [10, 10, 10]), draw(64, 48, () => [240, 0, 0])];
    const pngs = await Promise.all(frames.map((frame) => raw(frame).png().toBuffer()));
    const animation = sharp(pngs, { join: { animated: true } });
    const bytes = await withFormat(animation, format).toBuffer();
    expect((await sharp(bytes, { animated: true }).metadata()).pages).toBe(3);
    const decoded = await decodeImage(bytes);
    expect([decoded.width, decoded.height]).toEqual([64, 48]);
    expect(largestDifference(decoded.image, frames[0])).toBeLessThanOrEqual(4);
  });

  it('or of a TIFF with pages the first one is taken', async () => {
    const frames = [testCard(), draw(64, 48, () => [10, 10, 10])];
    const pngs = await Promise.all(frames.map((frame) => raw(frame).png().toBuffer()));
    const bytes = await sharp(pngs, { join: { animated: true } })
      .tiff()
      .toBuffer();
    expect((await sharp(bytes).metadata()).pages).toBe(2);
    const decoded = await decodeImage(bytes);
    expect([decoded.width, decoded.height]).toEqual([64, 48]);
    expectCorners(decoded.image, 6);
  });
});

describe('size', () => {
  it.each(COLOUR_FORMATS)(
    'of a large %s shrinks to the working size and keeps its shape',
    async (format) => {
      const card = testCard(2400, 1650);
      const decoded = await decodeImage(await encode(card, format));
      expect([decoded.width, decoded.height], 'facts are of the whole image').toEqual([2400, 1650]);
      const { width, height } = decoded.image;
      expect(width).toBeLessThanOrEqual(IMAGE.workingSide);
      expect(width).toBeGreaterThan(IMAGE.workingSide / 2);
      expect(width / height).toBeCloseTo(2400 / 1650, 2);
      expect(decoded.image.data.length).toBe(3 * width * height);
      expectCorners(decoded.image, 12);
    },
  );

  it('is left alone where it is no larger than the working size', async () => {
    const { image } = await decodeImage(await encode(testCard(IMAGE.workingSide, 40), 'png'));
    expect([image.width, image.height]).toEqual([IMAGE.workingSide, 40]);
  });

  it.each([
    [1, 1],
    [1, 5000],
    [5000, SIDE - 1],
  ])('of %i x %i is too little', async (width, height) => {
    // OpenJPEG writes no single pixel.
    const able = FORMATS.filter((format) => format !== 'jpeg2000' || height > 1);
    for (const format of able) {
      const bytes = await encode(testCard(width, height), format);
      await expect(decodeImage(bytes)).rejects.toMatchObject({
        reason: { problem: 'too-few-pixels', measured: Math.min(width, height), limit: SIDE },
      });
    }
  });

  it('of 32 x 32 is enough', async () => {
    for (const format of FORMATS) {
      const { image } = await decodeImage(await encode(testCard(SIDE, SIDE), format));
      expect([image.width, image.height]).toEqual([SIDE, SIDE]);
    }
  });

  it('of 16000 x 16000 is refused from the header, at once and without the memory', async () => {
    const rows = new Uint8Array(2000 * 16000); // One bit a pixel.
    const png = writePng({ width: 16000, height: 16000, colour: PNG_COLOUR.grey, bits: 1, rows });
    expect(png.length, 'a small file').toBeLessThan(2 ** 18);
    const before = process.memoryUsage().rss;
    const started = performance.now();
    await expect(decodeImage(png)).rejects.toMatchObject({
      reason: { problem: 'too-many-pixels', measured: 256e6, limit: IMAGE.maxPixels },
    });
    expect(performance.now() - started).toBeLessThan(500);
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * 2 ** 20);
  });
});

describe('the name of a file', () => {
  it('plays no part: a bitmap called .jpg is a bitmap', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'twinmark-names-'));
    try {
      const file = path.join(folder, 'photo.jpg');
      await writeFile(file, writeBmp(testCard()));
      const decoded = await decodeImage(await readSource({ kind: 'file', path: file }));
      expect(decoded.format).toBe('bmp');
      expect(largestDifference(decoded.image, testCard())).toBe(0);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

const square = { width: SIDE, height: SIDE };

const alphaOf = (i: number) => (i * 37) % 256;
const onWhite = (value: number, alpha: number) => (value * alpha + 255 * (255 - alpha)) / 255;

function rgb(values: readonly number[]): Rgb {
  const [red, green, blue] = values.map(Math.round);
  return [red, green, blue];
}

/** IEC 61966-2-1 curve, and both spaces' matrices for D65 (SMPTE EG 432-1, BT.709). */
function displayP3ToSrgb(colour: Rgb): Rgb {
  const linear = colour.map((value) => {
    const v = value / 255;
    return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  });
  const matrix = [
    [1.2249402, -0.2249402, 0],
    [-0.042057, 1.042057, 0],
    [-0.0196376, -0.078636, 1.0982736],
  ];
  return rgb(
    matrix.map((row) => {
      const v = row.reduce((sum, factor, i) => sum + factor * linear[i], 0);
      const clipped = Math.min(1, Math.max(0, v));
      return 255 * (clipped <= 0.0031308 ? 12.92 * clipped : 1.055 * clipped ** (1 / 2.4) - 0.055);
    }),
  );
}

function largestDifference(received: RgbImage, expected: RgbImage): number {
  expect(received.data.length).toBe(expected.data.length);
  return expected.data.reduce((most, v, i) => Math.max(most, Math.abs(v - received.data[i])), 0);
}

function expectGrey(image: RgbImage, values: readonly number[], tolerance: number): void {
  const expected = {
    ...image,
    data: Uint8Array.from(values.flatMap((v) => [v, v, v].map(Math.round))),
  };
  expect(largestDifference(image, expected)).toBeLessThanOrEqual(tolerance);
}

function expectCorners(image: RgbImage, tolerance: number): void {
  const [right, bottom] = [image.width - 3, image.height - 3];
  const corners = [
    [2, 2, CARD_COLOURS.topLeft],
    [right, 2, CARD_COLOURS.topRight],
    [2, bottom, CARD_COLOURS.bottomLeft],
    [right, bottom, CARD_COLOURS.bottomRight],
  ] as const;
  for (const [x, y, colour] of corners) {
    pixelAt(image, x, y).forEach((value, c) => {
      expect(Math.abs(value - colour[c]), `at ${x}, ${y}`).toBeLessThanOrEqual(tolerance);
    });
  }
}
