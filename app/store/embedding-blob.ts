import { hash } from 'node:crypto';
import { endianness } from 'node:os';
import { AppError } from '../core/failure.ts';
import type { Embedding } from '../core/vocabulary.ts';
import { unusable } from './unusable.ts';

/** Float32 rounding of a few hundred squares stays under 1e-5; a flipped exponent does not. */
const UNIT_TOLERANCE = 1e-3;
const BYTES_PER_VALUE = Float32Array.BYTES_PER_ELEMENT;
const IS_LITTLE_ENDIAN = endianness() === 'LE';

/** Little-endian float32, so that a store may move between machines. */
export function encodeEmbedding(embedding: Embedding): Buffer {
  if (!isUnit(embedding)) {
    throw new AppError(
      'bad-input',
      `Expected an embedding of unit length but received length ${norm(embedding)}; normalise it.`,
    );
  }
  const bytes = Buffer.from(
    Uint8Array.from(new Uint8Array(embedding.buffer, embedding.byteOffset, embedding.byteLength)),
  );
  return IS_LITTLE_ENDIAN ? bytes : bytes.swap32();
}

/**
 * A hash over the bytes and over the words that say what they are. SQLite notices no flipped bit
 * in a BLOB. It has no key: it is against rot, not against somebody who edits the file.
 */
export function sealOf(blob: Buffer, words: readonly string[]): Buffer {
  return hash('sha256', Buffer.concat([Buffer.from(`${words.join('\n')}\n`), blob]), 'buffer');
}

export interface SealedBlob {
  readonly embedding: Buffer;
  readonly seal: Buffer;
}

/**
 * Never a wrong answer from a rotten row: bytes that are not what was stored are refused.
 * @param what names the row in the failure: "template 0193..."
 */
export function openEmbedding(row: SealedBlob, words: readonly string[], what: string): Embedding {
  const { embedding: blob, seal } = row;
  if (!sealOf(blob, words).equals(seal)) throw rotten(what, 'bytes that have changed since');
  const values = new Float32Array(blob.length / BYTES_PER_VALUE);
  new Uint8Array(values.buffer).set(IS_LITTLE_ENDIAN ? blob : Buffer.from(blob).swap32());
  if (!isUnit(values)) throw rotten(what, `one of length ${norm(values)}`);
  return values;
}

function rotten(what: string, received: string): AppError {
  return unusable(
    `the embedding of unit length that was stored for ${what}`,
    received,
    'restore the store from a backup, or remove it and enrol again',
  );
}

function isUnit(values: Float32Array): values is Embedding {
  return Math.abs(norm(values) - 1) <= UNIT_TOLERANCE;
}

function norm(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return Math.sqrt(sum);
}
