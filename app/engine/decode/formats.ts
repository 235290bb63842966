import type { ImageFormat } from '../../core/sample.ts';

/** How many bytes {@link sniffFormat} needs to see. */
export const SNIFF_BYTES = 16;

/**
 * The format by its magic bytes; the file's name plays no part. Undefined for everything that
 * is not on the list, whatever a decoder might make of it (SVG runs a whole XML interpreter).
 */
export function sniffFormat(bytes: Uint8Array): ImageFormat | undefined {
  const starts = (...magic: number[]) => magic.every((byte, i) => bytes[i] === byte);
  const text = (from: number, value: string) =>
    [...value].every((letter, i) => bytes[from + i] === letter.charCodeAt(0));
  if (starts(0xff, 0xd8, 0xff)) return 'jpeg';
  if (starts(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'png';
  if (text(0, 'RIFF') && text(8, 'WEBP')) return 'webp';
  if (starts(0x49, 0x49, 0x2a, 0x00) || starts(0x4d, 0x4d, 0x00, 0x2a)) return 'tiff';
  if (starts(0x49, 0x49, 0x2b, 0x00) || starts(0x4d, 0x4d, 0x00, 0x2b)) return 'tiff'; // BigTIFF
  if (text(0, 'GIF87a') || text(0, 'GIF89a')) return 'gif';
  if (text(0, 'BM')) return 'bmp';
  // Start of an image, then another marker of this format.
  if (starts(0xff, 0xa0, 0xff)) return 'wsq';
  if (starts(0, 0, 0, 12) && text(4, 'jP  \r\n') && bytes[10] === 0x87) return 'jpeg2000';
  if (starts(0xff, 0x4f, 0xff, 0x51)) return 'jpeg2000'; // The codestream alone.
  // One of four kinds, then a blank or a comment.
  if (text(0, 'P') && [0x32, 0x33, 0x35, 0x36].includes(bytes[1])) {
    return [0x20, 0x09, 0x0a, 0x0d, 0x23].includes(bytes[2]) ? 'pnm' : undefined;
  }
  return undefined;
}
