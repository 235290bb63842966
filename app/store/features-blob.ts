import { hash } from 'node:crypto';
import { endianness } from 'node:os';
import { AppError } from '../core/failure.ts';
import { anchorDimensions, isAnchorTemplate } from '../core/fingerprint/anchor-template.ts';
import type { AnchorTemplate, Embedding, Features, Modality } from '../core/vocabulary.ts';
import { unusable } from './unusable.ts';

/** Float32 rounding of a few hundred squares stays under 1e-5; a flipped exponent does not. */
const UNIT_TOLERANCE = 1e-3;
const BYTES_PER_VALUE = Float32Array.BYTES_PER_ELEMENT;
const IS_LITTLE_ENDIAN = endianness() === 'LE';

/** Embeddings as little-endian float32, so that a store may move; anchors as they are packed. */
export function encodeFeatures(modality: Modality, features: Features): Buffer {
  if (modality === 'fingerprint') {
    if (features instanceof Uint8Array && isAnchorTemplate(features)) return Buffer.from(features);
    throw new AppError(
      'bad-input',
      'Expected whole anchors in a known layout for a fingerprint but received other bytes; pack them.',
    );
  }
  if (features instanceof Float32Array && isUnit(features)) return bytesOf(features);
  const received = features instanceof Float32Array ? `length ${norm(features)}` : 'bytes';
  throw new AppError(
    'bad-input',
    `Expected an embedding of unit length but received ${received}; normalise it.`,
  );
}

/** How many numbers an embedding has: the face's, or that of each anchor. */
export function dimensionsOf(features: Features): number {
  return features instanceof Float32Array ? features.length : anchorDimensions(features);
}

/**
 * A hash over the bytes and over the words that say what they are. SQLite notices no flipped bit
 * in a BLOB. It has no key: it is against rot, not against somebody who edits the file.
 */
export function sealOf(blob: Buffer, words: readonly string[]): Buffer {
  return hash('sha256', Buffer.concat([Buffer.from(`${words.join('\n')}\n`), blob]), 'buffer');
}

export interface SealedBlob {
  readonly modality: Modality;
  readonly features: Buffer;
  readonly seal: Buffer;
}

/**
 * Never a wrong answer from a rotten row: bytes that are not what was stored are refused.
 * @param what names the row in the failure: "template 0193..."
 */
export function openFeatures(row: SealedBlob, words: readonly string[], what: string): Features {
  checkSeal(row, words, what);
  return row.modality === 'face'
    ? openEmbedding(row.features, what)
    : openAnchors(row.features, what);
}

export function checkSeal(row: SealedBlob, words: readonly string[], what: string): void {
  if (sealOf(row.features, words).equals(row.seal)) return;
  throw rotten(what, 'bytes that have changed since');
}

export function openEmbedding(blob: Buffer, what: string): Embedding {
  const values = new Float32Array(blob.length / BYTES_PER_VALUE);
  new Uint8Array(values.buffer).set(IS_LITTLE_ENDIAN ? blob : Buffer.from(blob).swap32());
  if (!isUnit(values)) throw rotten(what, `an embedding of length ${norm(values)}`);
  return values;
}

export function openAnchors(blob: Buffer, what: string): AnchorTemplate {
  const bytes = Uint8Array.from(blob); // Not a view: the buffer may be of a pool.
  if (!isAnchorTemplate(bytes)) throw rotten(what, 'anchors of an unknown layout');
  return bytes;
}

function bytesOf(embedding: Embedding): Buffer {
  const bytes = Buffer.from(
    Uint8Array.from(new Uint8Array(embedding.buffer, embedding.byteOffset, embedding.byteLength)),
  );
  return IS_LITTLE_ENDIAN ? bytes : bytes.swap32();
}

function rotten(what: string, received: string): AppError {
  return unusable(
    `the features that were stored for ${what}`,
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
