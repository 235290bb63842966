/** Grey pixels to files that everything opens. */
import type { GreyImage } from './grey-image.ts';

const BMP = { fileHeader: 14, imageHeader: 40, palette: 4 * 256 } as const;

/** A bitmap of 8 bits with a grey palette, bottom row first, that says its resolution. */
export function encodeBmp({ width, height, data }: GreyImage, dpi: number): Uint8Array {
  const rowBytes = Math.ceil(width / 4) * 4;
  const start = BMP.fileHeader + BMP.imageHeader + BMP.palette;
  const file = new Uint8Array(start + rowBytes * height);
  const view = new DataView(file.buffer);
  file.set([0x42, 0x4d]); // "BM"
  view.setUint32(2, file.length, true);
  view.setUint32(10, start, true);
  view.setUint32(14, BMP.imageHeader, true);
  view.setInt32(18, width, true);
  view.setInt32(22, height, true);
  view.setUint16(26, 1, true); // Planes.
  view.setUint16(28, 8, true); // Bits a pixel.
  view.setUint32(34, rowBytes * height, true);
  const perMetre = Math.round(dpi / 0.0254);
  view.setInt32(38, perMetre, true);
  view.setInt32(42, perMetre, true);
  view.setUint32(46, 256, true); // Colours of the palette.
  for (let grey = 0, at = BMP.fileHeader + BMP.imageHeader; grey < 256; grey++, at += 4) {
    file.fill(grey, at, at + 3);
  }
  for (let y = 0; y < height; y++) {
    const row = data.subarray(y * width, (y + 1) * width);
    file.set(row, start + (height - 1 - y) * rowBytes);
  }
  return file;
}

/** Binary portable grey map; the format has no place for a resolution. */
export function encodePgm({ width, height, data }: GreyImage): Uint8Array {
  const header = Array.from(`P5\n${width} ${height}\n255\n`, (letter) => letter.charCodeAt(0));
  const file = new Uint8Array(header.length + data.length);
  file.set(header);
  file.set(data, header.length);
  return file;
}
