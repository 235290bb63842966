/** What files say of their own resolution, wherever the format has a place for it. */
import type { ImageFormat } from '../../core/sample.ts';
import { CENTIMETRES_PER_INCH, METRES_PER_INCH, dpiOf, type Dpi } from './dpi.ts';
import { readTiffResolution } from './tiff-resolution.ts';

/** Of the formats whose decoders do not tell it; undefined where the file is silent. */
export function readResolution(format: ImageFormat, bytes: Uint8Array): Dpi | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    switch (format) {
      case 'jpeg':
        return readJpeg(view);
      case 'png':
        return readPng(view);
      case 'tiff':
        return readTiffResolution(view);
      case 'webp':
        return readWebp(view);
      case 'bmp':
        return readBmp(view);
      case 'gif':
      case 'pnm':
      case 'wsq':
      case 'jpeg2000':
        return undefined;
    }
  } catch (thrown) {
    // A place behind the end: whoever decodes the pixels tells whether that is damage.
    if (thrown instanceof RangeError) return undefined;
    throw thrown;
  }
}

/** JFIF's own field; where it tells only a ratio, or is missing, EXIF's. */
function readJpeg(view: DataView): Dpi | undefined {
  let jfif: Dpi | undefined;
  let exif: Dpi | undefined;
  const [startOfScan, app0, app1] = [0xda, 0xe0, 0xe1];
  for (let at = 2; view.getUint8(at) === 0xff;) {
    const marker = view.getUint8(at + 1);
    if (marker === startOfScan) break;
    if (marker === 0xff) {
      at += 1; // Fill.
      continue;
    }
    const length = view.getUint16(at + 2);
    const body = part(view, at + 4, Math.max(0, length - 2));
    if (marker === app0 && starts(body, 'JFIF\0')) {
      const inInches = [0, 1, CENTIMETRES_PER_INCH][body.getUint8(7)] ?? 0;
      jfif ??= dpiOf(body.getUint16(8), body.getUint16(10), inInches);
    }
    if (marker === app1 && starts(body, 'Exif\0\0')) exif ??= readExif(body);
    at += 2 + length;
  }
  return jfif ?? exif;
}

function readPng(view: DataView): Dpi | undefined {
  for (let at = 8; ;) {
    const length = view.getUint32(at);
    const body = part(view, at + 4, 4);
    if (starts(body, 'IDAT') || starts(body, 'IEND')) return undefined;
    if (starts(body, 'pHYs')) {
      if (view.getUint8(at + 16) !== 1) return undefined; // A ratio only.
      return dpiOf(view.getUint32(at + 8), view.getUint32(at + 12), METRES_PER_INCH);
    }
    at += 12 + length;
  }
}

function readWebp(view: DataView): Dpi | undefined {
  for (let at = 12; ;) {
    const length = view.getUint32(at + 4, true);
    if (starts(part(view, at, 4), 'EXIF')) return readExif(part(view, at + 8, length));
    at += 8 + length + (length % 2);
  }
}

function readBmp(view: DataView): Dpi | undefined {
  if (view.getUint32(14, true) < 40) return undefined;
  return dpiOf(view.getInt32(38, true), view.getInt32(42, true), METRES_PER_INCH);
}

/** A TIFF file without pixels; some write the name of the segment before it. */
function readExif(body: DataView): Dpi | undefined {
  const skip = starts(body, 'Exif\0\0') ? 6 : 0;
  try {
    return readTiffResolution(part(body, skip, body.byteLength - skip));
  } catch (thrown) {
    if (thrown instanceof RangeError) return undefined;
    throw thrown;
  }
}

/** Never beyond the view, although its buffer may hold more. */
function part(view: DataView, at: number, length: number): DataView {
  if (at + length > view.byteLength) throw new RangeError('Expected a part inside the view.');
  return new DataView(view.buffer, view.byteOffset + at, length);
}

function starts(view: DataView, text: string): boolean {
  return (
    view.byteLength >= text.length &&
    [...text].every((letter, i) => view.getUint8(i) === letter.charCodeAt(0))
  );
}
