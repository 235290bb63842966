/** Bits of a block, highest first. A byte of ones is followed by a zero byte, so that none is a marker. */
import { need } from './problem.ts';

export interface BlockBits {
  /** Without the stuffed zeros, and with room behind to look at. */
  readonly bytes: Uint8Array;
  /** Number of bits. */
  readonly length: number;
  /** Where the next marker is. */
  readonly end: number;
}

/** The bits from a place on up to the next marker. */
export function readBlockBits(bytes: Uint8Array, start: number): BlockBits {
  let end = start;
  for (;;) {
    end = bytes.indexOf(0xff, end);
    need(end >= 0 && end + 1 < bytes.length, 'a block is cut off');
    if (bytes[end + 1] !== 0) break;
    end += 2;
  }
  const plain = new Uint8Array(end - start + 4);
  let to = 0;
  for (let at = start; at < end; at++) {
    plain[to++] = bytes[at];
    if (bytes[at] === 0xff) at += 1;
  }
  return { bytes: plain, length: 8 * to, end };
}

/** 16 bits from a place on; zeros behind the end. */
export function peek16(bytes: Uint8Array, at: number): number {
  const byte = at >>> 3;
  const three = (bytes[byte] << 16) | (bytes[byte + 1] << 8) | bytes[byte + 2];
  return (three >>> (8 - (at & 7))) & 0xffff;
}

export interface BitWriter {
  write(value: number, bits: number): void;
  /** Fills the last byte with ones, which no code consists of. */
  finish(): Uint8Array;
}

export function createBitWriter(): BitWriter {
  let bytes = new Uint8Array(1024);
  let length = 0;
  let pending = 0;
  let held = 0;
  const put = (byte: number) => {
    if (length + 2 > bytes.length) {
      const larger = new Uint8Array(2 * bytes.length);
      larger.set(bytes);
      bytes = larger;
    }
    bytes[length++] = byte;
    if (byte === 0xff) bytes[length++] = 0;
  };
  const write = (value: number, bits: number) => {
    pending = (pending << bits) | value; // At most 7 + 16 bits.
    held += bits;
    while (held >= 8) {
      held -= 8;
      put((pending >>> held) & 0xff);
    }
    pending &= (1 << held) - 1;
  };
  return {
    write,
    finish() {
      if (held > 0) write(2 ** (8 - held) - 1, 8 - held);
      return bytes.slice(0, length);
    },
  };
}
