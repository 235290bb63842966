/** Which encoded images the window itself can show, by their first bytes. */
export type ShownType = 'image/jpeg' | 'image/png' | 'image/gif' | 'image/webp' | 'image/bmp';

export function shownType(bytes: Uint8Array): ShownType | undefined {
  const starts = (...wanted: number[]) => wanted.every((byte, at) => bytes[at] === byte);
  if (starts(0xff, 0xd8, 0xff)) return 'image/jpeg';
  if (starts(0x89, 0x50, 0x4e, 0x47)) return 'image/png';
  if (starts(0x47, 0x49, 0x46, 0x38)) return 'image/gif';
  if (starts(0x42, 0x4d)) return 'image/bmp';
  const webp = starts(0x52, 0x49, 0x46, 0x46) && text(bytes, 8, 12) === 'WEBP';
  return webp ? 'image/webp' : undefined;
}

function text(bytes: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...bytes.subarray(from, to));
}
