/** Bitmaps put together byte by byte, from the description of the format in the Windows SDK. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeImage } from '../../../app/engine/decode/decode.ts';
import { decodeBmp } from '../../../app/engine/decode/bmp.ts';
import { DecodeProblem } from '../../../app/engine/decode/problem.ts';

const RED = [255, 0, 0];
const GREEN = [0, 255, 0];
const BLUE = [0, 0, 255];
const WHITE = [255, 255, 255];
const BLACK = [0, 0, 0];
/** blue, green, red, reserved, as files have them; no index is its own grey level. */
const PALETTE = [
  [0, 0, 255, 0],
  [0, 255, 0, 0],
  [255, 0, 0, 0],
  [255, 255, 255, 0],
].flat();
const PALETTE_COLOURS = [RED, GREEN, BLUE, WHITE];

interface Parts {
  readonly width: number;
  readonly height: number;
  readonly bits: number;
  readonly compression?: number;
  /** 12, 40, 52, 108 or 124. */
  readonly headerBytes?: number;
  readonly colours?: number;
  /** What lies between the header and the pixels: masks or a palette. */
  readonly between?: readonly number[];
  /** What lies in the header after its first 40 bytes. */
  readonly tail?: readonly number[];
  readonly pixels: readonly number[];
  readonly pixelsAt?: number;
}

function bmp(parts: Parts): Uint8Array {
  const { headerBytes = 40, between = [], tail = [] } = parts;
  const pixelsAt = 14 + headerBytes + between.length;
  const file = Buffer.alloc(pixelsAt + parts.pixels.length);
  file.write('BM', 'latin1');
  file.writeUInt32LE(file.length, 2);
  file.writeUInt32LE(parts.pixelsAt ?? pixelsAt, 10);
  file.writeUInt32LE(headerBytes, 14);
  if (headerBytes === 12) {
    file.writeUInt16LE(parts.width, 18);
    file.writeUInt16LE(parts.height, 20);
    file.writeUInt16LE(1, 22);
    file.writeUInt16LE(parts.bits, 24);
  } else {
    file.writeInt32LE(parts.width, 18);
    file.writeInt32LE(parts.height, 22);
    file.writeUInt16LE(1, 26);
    file.writeUInt16LE(parts.bits, 28);
    file.writeUInt32LE(parts.compression ?? 0, 30);
    file.writeUInt32LE(parts.colours ?? 0, 46);
    file.set(tail, 54);
  }
  file.set(between, 14 + headerBytes);
  file.set(parts.pixels, pixelsAt);
  return new Uint8Array(file);
}

/** Pixels as colours, row by row from the top; vectors are smaller than any capture. */
function pixelsOf(file: Uint8Array): number[][][] {
  const { width, height, data } = decodeBmp(file, () => undefined);
  return Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) => [...data.subarray(3 * (y * width + x)).subarray(0, 3)]),
  );
}

const le32 = (...values: number[]) =>
  values.flatMap((v) => [v & 255, (v >>> 8) & 255, (v >>> 16) & 255, v >>> 24]);
const le16 = (...values: number[]) => values.flatMap((v) => [v & 255, v >>> 8]);

describe('palettes', () => {
  it('of 1 bit: the leftmost pixel is the highest bit, rows fill 32 bits', () => {
    const pixels = [0b01000000, 0b10000000, 0, 0, 0b10101010, 0, 0, 0]; // Bottom row first.
    const file = bmp({
      width: 9,
      height: 2,
      bits: 1,
      colours: 2,
      between: PALETTE.slice(0, 8),
      pixels,
    });
    const [r, g] = [RED, GREEN];
    expect(pixelsOf(file)).toEqual([
      [g, r, g, r, g, r, g, r, r],
      [r, g, r, r, r, r, r, r, g],
    ]);
  });

  it('of 4 bits: the left pixel is the upper half', () => {
    const file = bmp({
      width: 3,
      height: 1,
      bits: 4,
      colours: 4,
      between: PALETTE,
      pixels: [0x31, 0x20, 0, 0],
    });
    expect(pixelsOf(file)).toEqual([[WHITE, GREEN, BLUE]]);
  });

  it('of 8 bits: an index is no grey level', () => {
    const file = bmp({
      width: 5,
      height: 2,
      bits: 8,
      colours: 4,
      between: PALETTE,
      pixels: [0, 1, 2, 3, 0, 9, 9, 9, 3, 2, 1, 0, 3, 9, 9, 9],
    });
    const [r, g, b, w] = PALETTE_COLOURS;
    expect(pixelsOf(file)).toEqual([
      [w, b, g, r, w],
      [r, g, b, w, r],
    ]);
  });

  it('shorter than an index that is used give black, not what lies behind them', () => {
    const file = bmp({
      width: 1,
      height: 1,
      bits: 8,
      colours: 4,
      between: PALETTE,
      pixels: [200, 0, 0, 0],
    });
    expect(pixelsOf(file)).toEqual([[BLACK]]);
  });

  it('of the old core header have three bytes an entry', () => {
    const between = [0, 0, 255, 0, 255, 0]; // Red, green.
    const file = bmp({
      width: 2,
      height: 1,
      bits: 1,
      headerBytes: 12,
      between,
      pixels: [0x40, 0, 0, 0],
    });
    expect(pixelsOf(file)).toEqual([[RED, GREEN]]);
  });
});

describe('16 bits', () => {
  const masks565 = le32(0xf800, 0x07e0, 0x001f);

  it('are 5, 5, 5 where nothing is said', () => {
    const pixels = [...le16(0x7c00, 0x03e0, 0x001f), 0, 0];
    expect(pixelsOf(bmp({ width: 3, height: 1, bits: 16, pixels }))).toEqual([[RED, GREEN, BLUE]]);
  });

  it('are 5, 6, 5 with such masks, each stretched to the full range', () => {
    const pixels = le16(0xf800, 0x07e0, 0x001f, 0x8410);
    const file = bmp({ width: 4, height: 1, bits: 16, compression: 3, between: masks565, pixels });
    expect(pixelsOf(file)).toEqual([[RED, GREEN, BLUE, [132, 130, 132]]]);
  });

  it('find their masks inside a later header', () => {
    const pixels = le16(0xf800, 0x001f);
    for (const headerBytes of [52, 108, 124]) {
      const parts = { width: 2, height: 1, bits: 16, compression: 3, tail: masks565, pixels };
      expect(pixelsOf(bmp({ ...parts, headerBytes })), `${headerBytes}`).toEqual([[RED, BLUE]]);
    }
  });
});

describe('24 bits', () => {
  it('are blue, green, red, with rows padded to 32 bits', () => {
    const pixels = [0, 0, 255, 0, 255, 0, 255, 0, 0, 9, 9, 9];
    const file = bmp({ width: 3, height: 1, bits: 24, pixels });
    expect(pixelsOf(file)).toEqual([[RED, GREEN, BLUE]]);
  });

  it.each([1, 2, 3, 4, 5])('are read at a width of %i', (width) => {
    const rowBytes = Math.ceil((3 * width) / 4) * 4;
    const pixels = Array<number>(2 * rowBytes).fill(77);
    for (let x = 0; x < width; x++) {
      pixels.splice(3 * x, 3, x, 1, 0);
      pixels.splice(rowBytes + 3 * x, 3, x, 2, 0);
    }
    const row = (y: number) => Array.from({ length: width }, (_, x) => [0, y, x]);
    expect(pixelsOf(bmp({ width, height: 2, bits: 24, pixels }))).toEqual([row(2), row(1)]);
  });

  it('may leave out the padding of the very last row', () => {
    const pixels = [0, 0, 255, 9, 0, 255, 0];
    expect(pixelsOf(bmp({ width: 1, height: 2, bits: 24, pixels }))).toEqual([[GREEN], [RED]]);
  });

  it('of the core header are bottom-up too', () => {
    const pixels = [0, 0, 255, 0, 0, 255, 0, 0];
    const file = bmp({ width: 1, height: 2, bits: 24, headerBytes: 12, pixels });
    expect(pixelsOf(file)).toEqual([[GREEN], [RED]]);
  });

  it('with a negative height are top-down', () => {
    const pixels = [0, 0, 255, 0, 0, 255, 0, 0];
    expect(pixelsOf(bmp({ width: 1, height: -2, bits: 24, pixels }))).toEqual([[RED], [GREEN]]);
  });

  it('start where the header says', () => {
    const pixels = [7, 7, 7, 7, 7, 7, 7, 7, 255, 0, 0, 0];
    const file = bmp({ width: 1, height: 1, bits: 24, pixels, pixelsAt: 62 });
    expect(pixelsOf(file)).toEqual([[BLUE]]);
  });
});

describe('32 bits', () => {
  it('are blue, green, red and something ignored', () => {
    const pixels = [0, 0, 255, 0, 255, 0, 0, 128];
    expect(pixelsOf(bmp({ width: 2, height: 1, bits: 32, pixels }))).toEqual([[RED, BLUE]]);
  });

  it('follow their masks, the highest bit included', () => {
    const rgba = le32(0xff000000, 0x00ff0000, 0x0000ff00);
    const pixels = le32(0xff000012, 0x00ff0034, 0x0000ff56);
    const parts = { width: 3, height: 1, bits: 32, pixels };
    const expected = [[RED, GREEN, BLUE]];
    expect(pixelsOf(bmp({ ...parts, compression: 3, between: rgba }))).toEqual(expected);
    const withAlpha = [...rgba, ...le32(0x000000ff)];
    expect(pixelsOf(bmp({ ...parts, compression: 6, between: withAlpha }))).toEqual(expected);
    const later = { ...parts, compression: 3, headerBytes: 124, tail: withAlpha };
    expect(pixelsOf(bmp(later))).toEqual(expected);
  });

  it('stretch 10-bit channels', () => {
    const between = le32(0x3ff00000, 0x000ffc00, 0x000003ff);
    const pixels = le32(0x3ff00000, 512 << 10);
    const file = bmp({ width: 2, height: 1, bits: 32, compression: 3, between, pixels });
    expect(pixelsOf(file)).toEqual([[RED, [0, 128, 0]]]);
  });
});

describe('run lengths', () => {
  const [r, g, b, w] = PALETTE_COLOURS;
  const rle8 = { bits: 8, compression: 1, colours: 4, between: PALETTE };
  const rle4 = { bits: 4, compression: 2, colours: 4, between: PALETTE };

  it('of 8 bits: runs, literal runs, ends of line, jumps and the end', () => {
    const pixels = [
      ...[3, 1, 2, 2, 0, 0], // 3 x green, 2 x blue, end of line.
      ...[0, 3, 3, 2, 1, 0, 1, 3, 0, 0], // White, blue, green, padding; white; end of line.
      ...[1, 3, 0, 2, 2, 1], // White; on by 2 columns and 1 row.
      ...[1, 1, 0, 1], // Green; end.
    ];
    expect(pixelsOf(bmp({ width: 5, height: 4, ...rle8, pixels }))).toEqual([
      [r, r, r, g, r],
      [w, r, r, r, r],
      [w, b, g, w, r],
      [g, g, g, b, b],
    ]);
  });

  it('of 4 bits: a run alternates between two indices, literal runs are padded to 16 bits', () => {
    const pixels = [
      ...[5, 0x12, 0, 0], // Green, blue, green, blue, green.
      ...[0, 5, 0x31, 0x23, 0x10, 0x00, 0, 1], // White, green, blue, white, green, padding; end.
    ];
    expect(pixelsOf(bmp({ width: 5, height: 2, ...rle4, pixels }))).toEqual([
      [w, g, b, w, g],
      [g, b, g, b, g],
    ]);
  });

  it('longer than the row do not run over into the next', () => {
    const pixels = [200, 1, 0, 0, 1, 2, 0, 1];
    expect(pixelsOf(bmp({ width: 2, height: 2, ...rle8, pixels }))).toEqual([
      [b, r],
      [g, g],
    ]);
  });

  it('that are cut off are damaged', () => {
    const parts = { width: 4, height: 4, ...rle8 };
    for (const pixels of [[], [4], [4, 1, 0, 0], [0, 200, 1, 2], [0, 2, 1]]) {
      expect(refusal(bmp({ ...parts, pixels }))).toContain('cut off');
    }
  });
});

describe('headers that lie', () => {
  const pixels = [0, 0, 255, 0];
  const honest = { width: 1, height: 1, bits: 24, pixels };

  it.each([
    ['a width of zero', { width: 0 }, '0 x 1'],
    ['a negative width', { width: -5 }, '-5 x 1'],
    ['a height of zero', { height: 0 }, '1 x 0'],
    ['a height that more rows than the file need', { height: 2 }, 'cut off'],
    ['pixels behind the end', { pixelsAt: 58 }, 'cut off'],
    ['pixels far behind the end', { pixelsAt: 0xffffffff }, 'cut off'],
    ['3 bits a pixel', { bits: 3 }, '3 bits'],
    ['0 bits a pixel', { bits: 0 }, '0 bits'],
    ['an unknown compression', { compression: 9 }, 'compression 9'],
    ['JPEG inside', { compression: 4 }, 'compression 4'],
    ['run lengths of 24 bits', { compression: 1 }, 'compression 1'],
    ['a palette that is cut off', { bits: 8 }, 'palette'],
  ] as const)('%s', (_what, lie, reason) => {
    expect(refusal(bmp({ ...honest, ...lie }))).toContain(reason);
  });

  it.each([0, 13, 39, 4096, 0xffffffff])('a header of %i bytes', (headerBytes) => {
    const file = bmp(honest);
    new DataView(file.buffer).setUint32(14, headerBytes, true);
    expect(refusal(file)).toContain('header');
  });

  it('masks that are cut off', () => {
    const file = bmp({ width: 1, height: 1, bits: 32, compression: 3, pixels: [] });
    expect(refusal(file)).toContain('masks');
  });

  it.each([
    ['a huge size', 2 ** 31 - 1, 2 ** 31 - 1],
    ['the least height that 32 bits hold', 64, -(2 ** 31)],
  ])('%s takes no memory and says how large', async (_what, width, height) => {
    const file = bmp({ ...honest, width, height });
    const started = performance.now();
    await expect(decodeImage(file)).rejects.toMatchObject({
      reason: { problem: 'too-many-pixels', measured: width * Math.abs(height) },
    });
    expect(performance.now() - started).toBeLessThan(200);
  });
});

const collection = path.join(
  import.meta.dirname,
  '../../../../shared/data/fingerprint/fcj2020_101_125',
);

it.skipIf(!existsSync(collection))(
  'fingerprints of a public collection (8 bits, grey palette) are 280 x 360 [skipped where it is absent]',
  async () => {
    const names = readdirSync(collection).filter((name) => name.endsWith('.bmp'));
    expect(names.length).toBeGreaterThan(0);
    for (const name of names.slice(0, 5)) {
      const decoded = await decodeImage(readFileSync(path.join(collection, name)));
      expect([decoded.format, decoded.width, decoded.height], name).toEqual(['bmp', 280, 360]);
      const { data } = decoded.image;
      const values = new Set(data);
      expect(values.size, `${name} has ridges`).toBeGreaterThan(20);
      expect(
        data.every((value, i) => value === data[i - (i % 3)]),
        `${name} is grey`,
      ).toBe(true);
    }
  },
);

/** Why a bitmap is refused; fails where it is not, or by another throw. */
function refusal(file: Uint8Array): string {
  try {
    decodeBmp(file, () => undefined);
  } catch (thrown) {
    if (!(thrown instanceof DecodeProblem)) throw thrown;
    expect(thrown.reason.problem).toBe('damaged-image');
    return thrown.reason.detail ?? '';
  }
  throw new Error('Expected a refusal but received an image.');
}
