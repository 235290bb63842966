/**
 * Windows bitmaps (BITMAPCOREHEADER to BITMAPV5HEADER): 1, 4 and 8 bits with a palette, 16, 24
 * and 32 bits with or without masks, bottom-up and top-down, RLE8 and RLE4. Ours, because sharp
 * reads none and the packages at hand take palette indices for grey levels or ignore where the
 * pixels start.
 */
import type { RgbImage } from '../../core/image.ts';
import { DecodeProblem } from './problem.ts';

const COMPRESSION = { none: 0, rle8: 1, rle4: 2, bitFields: 3, alphaBitFields: 6 } as const;

interface Header {
  readonly width: number;
  readonly height: number;
  readonly topDown: boolean;
  readonly bits: number;
  readonly compression: number;
  readonly pixelsAt: number;
  readonly paletteAt: number;
  readonly paletteEntryBytes: 3 | 4;
  readonly paletteEntries: number;
  readonly masks: readonly [red: number, green: number, blue: number];
}

export function decodeBmp(
  bytes: Uint8Array,
  checkSize: (width: number, height: number) => void,
): RgbImage {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const header = readHeader(view);
  checkSize(header.width, header.height);
  if (header.bits <= 8)
    return colour(readIndices(bytes, header), readPalette(view, header), header);
  return readDirect(view, header);
}

function readHeader(view: DataView): Header {
  need(view.byteLength >= 26, 'the header is cut off');
  const pixelsAt = view.getUint32(10, true);
  const headerBytes = view.getUint32(14, true);
  const core = headerBytes === 12;
  need(core || headerBytes >= 40, `a header of ${headerBytes} bytes`);
  need(view.byteLength >= 14 + headerBytes, 'the header is cut off');
  const width = core ? view.getUint16(18, true) : view.getInt32(18, true);
  const signedHeight = core ? view.getUint16(20, true) : view.getInt32(22, true);
  const bits = view.getUint16(core ? 24 : 28, true);
  const compression = core ? COMPRESSION.none : view.getUint32(30, true);
  need(width > 0 && signedHeight !== 0, `${width} x ${signedHeight} pixels`);
  need([1, 4, 8, 16, 24, 32].includes(bits), `${bits} bits a pixel`);
  const allowed: Record<number, readonly number[]> = {
    4: [COMPRESSION.none, COMPRESSION.rle4],
    8: [COMPRESSION.none, COMPRESSION.rle8],
    16: [COMPRESSION.none, COMPRESSION.bitFields, COMPRESSION.alphaBitFields],
    32: [COMPRESSION.none, COMPRESSION.bitFields, COMPRESSION.alphaBitFields],
  };
  need((allowed[bits] ?? [COMPRESSION.none]).includes(compression), `compression ${compression}`);
  const masked =
    compression === COMPRESSION.bitFields || compression === COMPRESSION.alphaBitFields;
  // With the plain 40-byte header the masks follow it; later headers contain them, same place.
  if (masked) need(view.byteLength >= 66, 'the masks are cut off');
  const used = core ? 0 : view.getUint32(46, true);
  const maskBytes =
    headerBytes !== 40 || !masked ? 0 : compression === COMPRESSION.bitFields ? 12 : 16;
  return {
    width,
    height: Math.abs(signedHeight),
    topDown: signedHeight < 0,
    bits,
    compression,
    pixelsAt,
    paletteAt: 14 + headerBytes + maskBytes,
    paletteEntryBytes: core ? 3 : 4,
    paletteEntries: used > 0 && used <= 256 ? used : 2 ** Math.min(8, bits),
    masks: masked
      ? [view.getUint32(54, true), view.getUint32(58, true), view.getUint32(62, true)]
      : bits === 16
        ? [0x7c00, 0x03e0, 0x001f]
        : [0xff0000, 0x00ff00, 0x0000ff],
  };
}

function readPalette(view: DataView, header: Header): Uint8Array {
  const { paletteAt, paletteEntryBytes, paletteEntries } = header;
  need(view.byteLength >= paletteAt + paletteEntries * paletteEntryBytes, 'the palette is cut off');
  const palette = new Uint8Array(3 * 256);
  for (let i = 0; i < paletteEntries; i++) {
    const at = paletteAt + i * paletteEntryBytes;
    palette[3 * i] = view.getUint8(at + 2);
    palette[3 * i + 1] = view.getUint8(at + 1);
    palette[3 * i + 2] = view.getUint8(at);
  }
  return palette;
}

/** Palette indices, top row first. */
function readIndices(bytes: Uint8Array, header: Header): Uint8Array {
  if (header.compression !== COMPRESSION.none) return readRunLengths(bytes, header);
  const { width, height, bits } = header;
  const indices = new Uint8Array(width * height);
  const perByte = 8 / bits;
  const mask = 2 ** bits - 1;
  for (let y = 0; y < height; y++) {
    const row = rowStart(bytes.length, header, y);
    for (let x = 0; x < width; x++) {
      const shift = 8 - bits * ((x % perByte) + 1);
      indices[y * width + x] = (bytes[row + Math.floor(x / perByte)] >> shift) & mask;
    }
  }
  return indices;
}

/** Pairs of (count, value) with escapes for line end, image end, jumps and literal runs. */
function readRunLengths(bytes: Uint8Array, header: Header): Uint8Array {
  const { width, height, bits } = header;
  const indices = new Uint8Array(width * height);
  const nibbles = bits === 4;
  let at = header.pixelsAt;
  let x = 0;
  let y = 0;
  const put = (index: number) => {
    if (x < width && y < height) indices[(header.topDown ? y : height - 1 - y) * width + x] = index;
    x += 1;
  };
  const part = (value: number, i: number) =>
    nibbles ? (i % 2 === 0 ? value >> 4 : value & 15) : value;
  while (y < height) {
    need(at + 2 <= bytes.length, 'the pixels are cut off');
    const count = bytes[at++];
    const value = bytes[at++];
    if (count > 0) {
      for (let i = 0; i < count; i++) put(part(value, i));
    } else if (value === 0) {
      x = 0;
      y += 1;
    } else if (value === 1) {
      break;
    } else if (value === 2) {
      need(at + 2 <= bytes.length, 'the pixels are cut off');
      x += bytes[at++];
      y += bytes[at++];
    } else {
      const stored = nibbles ? (value + 1) >> 1 : value;
      need(at + stored <= bytes.length, 'the pixels are cut off');
      for (let i = 0; i < value; i++) put(part(bytes[at + (nibbles ? i >> 1 : i)], i));
      at += stored + (stored & 1); // Literal runs fill whole 16-bit words.
    }
  }
  return indices;
}

function colour(indices: Uint8Array, palette: Uint8Array, { width, height }: Header): RgbImage {
  const data = new Uint8Array(3 * width * height);
  for (let i = 0; i < indices.length; i++) {
    const entry = 3 * indices[i];
    data[3 * i] = palette[entry];
    data[3 * i + 1] = palette[entry + 1];
    data[3 * i + 2] = palette[entry + 2];
  }
  return { width, height, data };
}

function readDirect(view: DataView, header: Header): RgbImage {
  const { width, height, bits } = header;
  const data = new Uint8Array(3 * width * height);
  const channels = header.masks.map(channelReader);
  let to = 0;
  for (let y = 0; y < height; y++) {
    let at = rowStart(view.byteLength, header, y);
    for (let x = 0; x < width; x++, at += bits / 8, to += 3) {
      if (bits === 24) {
        data[to] = view.getUint8(at + 2);
        data[to + 1] = view.getUint8(at + 1);
        data[to + 2] = view.getUint8(at);
        continue;
      }
      const pixel = bits === 16 ? view.getUint16(at, true) : view.getUint32(at, true);
      for (let c = 0; c < 3; c++) data[to + c] = channels[c](pixel);
    }
  }
  return { width, height, data };
}

/** Takes the bits of a mask out of a pixel and stretches them to 0..255. */
function channelReader(mask: number): (pixel: number) => number {
  if (mask === 0) return () => 0;
  const shift = 31 - Math.clz32(mask & -mask);
  const largest = mask >>> shift;
  return (pixel) => Math.round((((pixel & mask) >>> shift) / largest) * 255);
}

/** Rows are padded to 32 bits. */
function rowStart(
  length: number,
  { width, height, bits, topDown, pixelsAt }: Header,
  y: number,
): number {
  const rowBytes = Math.ceil((width * bits) / 32) * 4;
  const start = pixelsAt + (topDown ? y : height - 1 - y) * rowBytes;
  // The last row's padding is often left out.
  need(start + Math.ceil((width * bits) / 8) <= length, 'the pixels are cut off');
  return start;
}

function need(condition: boolean, what: string): asserts condition {
  if (!condition) throw new DecodeProblem({ problem: 'damaged-image', detail: `bitmap: ${what}` });
}
