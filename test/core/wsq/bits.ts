/** Bits written as letters, so that vectors can be read. */

/** `'1 010'` and so on to bytes, the last one filled with ones; 0xFF is followed by a zero byte. */
export function stuffed(bits: string): number[] {
  const plain = bits.replaceAll(/\s/g, '');
  const bytes: number[] = [];
  for (let at = 0; at < plain.length; at += 8) {
    const byte = Number.parseInt(plain.slice(at, at + 8).padEnd(8, '1'), 2);
    bytes.push(byte, ...(byte === 0xff ? [0] : []));
  }
  return bytes;
}

export function binary(value: number, bits: number): string {
  return value.toString(2).padStart(bits, '0');
}
