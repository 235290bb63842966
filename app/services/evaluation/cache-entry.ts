/**
 * What the cache remembers of one capture, as bytes: a seal (sha256 over the key and all that
 * follows), the length of the header (uint32, little-endian), the header as JSON, the features.
 */
import { createHash } from 'node:crypto';
import { isEmbedding } from '../../core/embedding.ts';
import { isAnchorTemplate } from '../../core/fingerprint/anchor-template.ts';
import type { Acquisition } from '../../core/sample.ts';
import type { AcquisitionReason, Features, Modality } from '../../core/vocabulary.ts';

/** Of an acquisition what an evaluation needs. */
export type Acquired =
  | { readonly outcome: 'acquired'; readonly faces?: number; readonly features: Features }
  | { readonly outcome: 'failure-to-acquire'; readonly reasons: readonly AcquisitionReason[] };

type Header =
  | { readonly outcome: 'acquired'; readonly faces?: number }
  | { readonly outcome: 'failure-to-acquire'; readonly reasons: readonly AcquisitionReason[] };

const SEAL_BYTES = 32;
const LENGTH_BYTES = 4;

export function acquiredOf(acquisition: Acquisition): Acquired {
  if (acquisition.outcome !== 'acquired') {
    return { outcome: acquisition.outcome, reasons: acquisition.reasons };
  }
  const { sample } = acquisition;
  const { features } = sample;
  if (sample.modality === 'fingerprint') return { outcome: 'acquired', features };
  return { outcome: 'acquired', faces: sample.faces, features };
}

export function encodeEntry(key: string, acquired: Acquired): Uint8Array {
  const features = acquired.outcome === 'acquired' ? bytesOf(acquired.features) : new Uint8Array();
  const header = Buffer.from(JSON.stringify(headerOf(acquired)));
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32LE(header.length);
  const body = Buffer.concat([length, header, features]);
  return Buffer.concat([sealOf(key, body), body]);
}

/** Undefined where the bytes are not what was written under that key. */
export function decodeEntry(key: string, bytes: Buffer, modality: Modality): Acquired | undefined {
  if (bytes.length < SEAL_BYTES + LENGTH_BYTES) return undefined;
  const body = bytes.subarray(SEAL_BYTES);
  if (!sealOf(key, body).equals(bytes.subarray(0, SEAL_BYTES))) return undefined;
  const end = LENGTH_BYTES + body.readUInt32LE(0);
  // Sealed: this is what encodeEntry wrote.
  const header = JSON.parse(body.toString('utf8', LENGTH_BYTES, end)) as Header;
  if (header.outcome !== 'acquired') return header;
  const features = featuresOf(body.subarray(end), modality);
  return features && { ...header, features };
}

function headerOf(acquired: Acquired): Header {
  if (acquired.outcome !== 'acquired') return acquired;
  const { outcome, faces } = acquired;
  return faces === undefined ? { outcome } : { outcome, faces };
}

function bytesOf({ buffer, byteOffset, byteLength }: Features): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function featuresOf(bytes: Buffer, modality: Modality): Features | undefined {
  // A copy of its own, aligned, that does not hold on to the file's.
  const copy = new Uint8Array(bytes);
  if (modality === 'fingerprint') return isAnchorTemplate(copy) ? copy : undefined;
  if (copy.length === 0 || copy.length % Float32Array.BYTES_PER_ELEMENT !== 0) return undefined;
  const values = new Float32Array(copy.buffer);
  return isEmbedding(values) ? values : undefined;
}

function sealOf(key: string, body: Uint8Array): Buffer {
  return createHash('sha256').update(key).update('\0').update(body).digest();
}
