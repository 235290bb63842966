/** What encoders make of samples, whatever the modality: compared, and kept side by side. */
import type { EncoderScale } from './decision.ts';
import { compare } from './distance.ts';
import { invariant } from './failure.ts';
import { compareAnchors } from './fingerprint/compare.ts';
import type { ReferenceMatrix } from './search.ts';
import type { AnchorTemplate, Distance, Embedding, Features, Modality } from './vocabulary.ts';

/** The one way from two samples of a model to their distance. */
export function compareFeatures(
  scale: EncoderScale,
  probe: Features,
  reference: Features,
): Distance {
  if (scale.modality === 'face') return compare(embedding(probe), embedding(reference));
  return compareAnchors(anchors(probe), anchors(reference), scale.comparison);
}

/** Features of one model, one after another in one piece of memory: rows of a 1:N search. */
export type ReferenceSet = FaceReferences | FingerprintReferences;

export interface FaceReferences extends ReferenceMatrix {
  readonly modality: 'face';
}

export interface FingerprintReferences {
  readonly modality: 'fingerprint';
  /** Packed templates, one after another. */
  readonly templates: Uint8Array;
  /** Where each template begins, and at last where the last one ends: count + 1 numbers. */
  readonly offsets: Uint32Array;
}

export function packReferences(modality: Modality, features: readonly Features[]): ReferenceSet {
  const bytes = sum(features.map(({ byteLength }) => byteLength));
  const packer = createPacker(modality, features.length, bytes);
  for (const one of features) packer.add(one);
  return packer.done();
}

/** Packs features as they come, into memory that is allotted once: `bytes` for all `count`. */
export function createPacker(
  modality: Modality,
  count: number,
  bytes: number,
): { add(features: Features): void; done(): ReferenceSet } {
  return modality === 'face' ? createFacePacker(count, bytes) : createAnchorPacker(count, bytes);
}

export function referenceCount(set: ReferenceSet): number {
  if (set.modality === 'fingerprint') return set.offsets.length - 1;
  return set.dimensions === 0 ? 0 : set.rows.length / set.dimensions;
}

export function referenceBytes(set: ReferenceSet): number {
  return set.modality === 'face' ? set.rows.byteLength : set.templates.byteLength;
}

/** A view of one row, not a copy. */
export function referenceAt(set: ReferenceSet, row: number): Features {
  // What was packed were features: every row is whole.
  if (set.modality === 'fingerprint') {
    const { templates, offsets } = set;
    return templates.subarray(offsets[row], offsets[row + 1]) as AnchorTemplate;
  }
  const { rows, dimensions } = set;
  return rows.subarray(row * dimensions, (row + 1) * dimensions) as Embedding;
}

/** A copy of the rows from `from` to before `to`, as a set of its own. */
export function sliceReferences(set: ReferenceSet, from: number, to: number): ReferenceSet {
  if (set.modality === 'face') {
    const { dimensions, rows } = set;
    return { modality: 'face', dimensions, rows: rows.slice(from * dimensions, to * dimensions) };
  }
  const start = set.offsets[from];
  return {
    modality: 'fingerprint',
    templates: set.templates.slice(start, set.offsets[to]),
    offsets: set.offsets.slice(from, to + 1).map((offset) => offset - start),
  };
}

/** Sets of one model as one, in their order. */
export function joinReferences(parts: readonly ReferenceSet[]): ReferenceSet {
  const [first] = parts;
  invariant(first, 'there is something to join');
  if (first.modality === 'face') {
    const rows = new Float32Array(sum(parts.map((part) => faceRows(part).length)));
    parts.reduce((at, part) => (rows.set(faceRows(part), at), at + faceRows(part).length), 0);
    return { modality: 'face', dimensions: first.dimensions, rows };
  }
  const prints = parts.map(fingerprintRows);
  const templates = new Uint8Array(sum(prints.map((part) => part.templates.length)));
  const offsets = new Uint32Array(sum(prints.map((part) => part.offsets.length - 1)) + 1);
  let row = 0;
  for (const part of prints) {
    const start = offsets[row];
    templates.set(part.templates, start);
    for (const end of part.offsets.subarray(1)) offsets[++row] = start + end;
  }
  return { modality: 'fingerprint', templates, offsets };
}

function faceRows(set: ReferenceSet): Float32Array {
  invariant(set.modality === 'face', 'sets that are joined are of one modality');
  return set.rows;
}

function fingerprintRows(set: ReferenceSet): FingerprintReferences {
  invariant(set.modality === 'fingerprint', 'sets that are joined are of one modality');
  return set;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function createFacePacker(count: number, bytes: number) {
  const dimensions = count === 0 ? 0 : bytes / Float32Array.BYTES_PER_ELEMENT / count;
  const rows = new Float32Array(count * dimensions);
  let at = 0;
  return {
    add(features: Features) {
      const values = embedding(features);
      invariant(values.length === dimensions, 'embeddings of one model have one length');
      rows.set(values, at);
      at += dimensions;
    },
    done(): FaceReferences {
      invariant(at === rows.length, 'as many embeddings are packed as were announced');
      return { modality: 'face', dimensions, rows };
    },
  };
}

function createAnchorPacker(count: number, bytes: number) {
  const templates = new Uint8Array(bytes);
  const offsets = new Uint32Array(count + 1);
  let row = 0;
  return {
    add(features: Features) {
      const template = anchors(features);
      templates.set(template, offsets[row]);
      offsets[row + 1] = offsets[row] + template.length;
      row += 1;
    },
    done(): FingerprintReferences {
      invariant(row === count && offsets[row] === bytes, 'as many anchors are packed as announced');
      return { modality: 'fingerprint', templates, offsets };
    },
  };
}

function embedding(features: Features): Embedding {
  invariant(features instanceof Float32Array, 'a face is compared by its embedding');
  return features;
}

function anchors(features: Features): AnchorTemplate {
  invariant(features instanceof Uint8Array, 'a print is compared by its anchors');
  return features;
}
