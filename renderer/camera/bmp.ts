/** Bytes before the pixels: the file's header, and that of the picture (BITMAPINFOHEADER). */
const HEADERS = 54;

/**
 * A BMP of 24 bits, upright from the bottom row on, without a resolution.
 *
 * @param rgba `4 * width * height` bytes; what is seen through is left as it is
 */
export function encodeBmp(rgba: Uint8ClampedArray, width: number, height: number): Uint8Array {
  const stride = 4 * Math.ceil((3 * width) / 4);
  const bytes = new Uint8Array(HEADERS + stride * height);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 0x424d); // "BM"
  view.setUint32(2, bytes.length, true);
  view.setUint32(10, HEADERS, true);
  view.setUint32(14, HEADERS - 14, true);
  view.setInt32(18, width, true);
  view.setInt32(22, height, true);
  view.setUint16(26, 1, true); // Planes.
  view.setUint16(28, 24, true);
  view.setUint32(34, stride * height, true);
  for (let y = 0; y < height; y++) {
    let to = HEADERS + (height - 1 - y) * stride;
    const end = 4 * (y + 1) * width;
    for (let from = 4 * y * width; from < end; from += 4) {
      bytes[to++] = rgba[from + 2];
      bytes[to++] = rgba[from + 1];
      bytes[to++] = rgba[from];
    }
  }
  return bytes;
}
