/**
 * How the anchors of a print are packed, little-endian: byte 0 the layout's version, byte 1 the
 * dimensions D of an embedding, bytes 2 and 3 the number of anchors, then for each anchor x and y
 * (uint16, 1/16 pixel of 250 dpi), direction (uint8, 256 steps a turn), weight (uint8,
 * probability times 255) and D int8 of its embedding.
 */
import { AppError, invariant } from '../failure.ts';
import type { AnchorTemplate } from '../vocabulary.ts';
import type { AnchorEmbeddings } from './similarity-kernel.ts';

export const LAYOUT_VERSION = 1;
export const HEADER_BYTES = 4;
/** Of an anchor, before its embedding. */
export const POSE_BYTES = 6;
/** Three times what a print shows; what a comparison costs grows with its square. */
export const MOST_ANCHORS = 256;

/** Pixels per inch of the print that positions are told in. */
export const TEMPLATE_DPI = 250;
/** Parts of such a pixel. */
export const POSITION_STEPS = 16;
/** Of a whole turn. */
export const DIRECTION_STEPS = 256;
/** What a component of 1/2 becomes; larger ones, which are rare in many dimensions, are cut. */
const EMBEDDING_SCALE = 254;

/** A place on a print where ridges end or fork, and how surely. */
export interface Anchor {
  /** In pixels of the preprocessed print. */
  readonly x: number;
  readonly y: number;
  /** Of the ridge, in radians; x right, y down. */
  readonly direction: number;
  /** Probability that it is one, 0..1. */
  readonly weight: number;
}

/** A template laid out for comparing. */
export interface PreparedAnchors extends AnchorEmbeddings {
  readonly dimensions: number;
  /** In {@link POSITION_STEPS} of a pixel. */
  readonly x: Uint16Array;
  readonly y: Uint16Array;
  /** In {@link DIRECTION_STEPS} of a turn. */
  readonly direction: Uint8Array;
}

/** Whether these bytes are whole anchors in this layout; what they say is not judged. */
export function isAnchorTemplate(bytes: Uint8Array): bytes is AnchorTemplate {
  if (bytes.length < HEADER_BYTES || bytes[0] !== LAYOUT_VERSION || bytes[1] === 0) return false;
  if (anchorCount(bytes) > MOST_ANCHORS) return false;
  return bytes.length === HEADER_BYTES + anchorCount(bytes) * (POSE_BYTES + bytes[1]);
}

export function anchorCount(template: Uint8Array): number {
  return template[2] | (template[3] << 8);
}

/** How many numbers the embedding of each anchor has. */
export function anchorDimensions(template: Uint8Array): number {
  return template[1];
}

/** @param embeddings [anchors, dimensions], unit length */
export function packAnchors(
  anchors: readonly Anchor[],
  embeddings: Float32Array,
  dimensions: number,
): AnchorTemplate {
  invariant(
    anchors.length <= MOST_ANCHORS && embeddings.length === anchors.length * dimensions,
    'every anchor that is packed has its embedding',
  );
  const bytes = new Uint8Array(HEADER_BYTES + anchors.length * (POSE_BYTES + dimensions));
  const view = new DataView(bytes.buffer);
  bytes.set([LAYOUT_VERSION, dimensions]);
  view.setUint16(2, anchors.length, true);
  let at = HEADER_BYTES;
  anchors.forEach(({ x, y, direction, weight }, index) => {
    view.setUint16(at, stepsOf(x), true);
    view.setUint16(at + 2, stepsOf(y), true);
    const turn = (direction / (2 * Math.PI)) * DIRECTION_STEPS;
    view.setUint8(at + 4, Math.round(turn) & (DIRECTION_STEPS - 1));
    view.setUint8(at + 5, Math.round(255 * Math.min(1, Math.max(0, weight))));
    at += POSE_BYTES;
    for (let k = 0; k < dimensions; k++, at++) {
      const scaled = Math.round(embeddings[index * dimensions + k] * EMBEDDING_SCALE);
      view.setInt8(at, Math.min(127, Math.max(-127, scaled)));
    }
  });
  invariant(isAnchorTemplate(bytes), 'what is packed can be unpacked');
  return bytes;
}

function stepsOf(position: number): number {
  return Math.min(0xffff, Math.max(0, Math.round(position * POSITION_STEPS)));
}

/** @throws AppError `bad-input` where the bytes are no template */
export function unpackAnchors(template: Uint8Array): PreparedAnchors {
  if (!isAnchorTemplate(template)) {
    throw new AppError(
      'bad-input',
      'Expected the packed anchors of a print for a template but received other bytes.',
    );
  }
  const count = anchorCount(template);
  const dimensions = anchorDimensions(template);
  const x = new Uint16Array(count);
  const y = new Uint16Array(count);
  const direction = new Uint8Array(count);
  const embeddings = new Int8Array(count * dimensions);
  const squares = new Float64Array(count);
  const signed = new Int8Array(template.buffer, template.byteOffset, template.length);
  for (let i = 0, at = HEADER_BYTES; i < count; i++, at += POSE_BYTES + dimensions) {
    x[i] = template[at] | (template[at + 1] << 8);
    y[i] = template[at + 2] | (template[at + 3] << 8);
    direction[i] = template[at + 4];
    const embedding = signed.subarray(at + POSE_BYTES, at + POSE_BYTES + dimensions);
    embeddings.set(embedding, i * dimensions);
  }
  for (let i = 0, at = 0; i < count; i++) {
    let sum = 0;
    for (const end = at + dimensions; at < end; at++) {
      const value = embeddings[at];
      sum += value * value;
    }
    squares[i] = sum;
  }
  return { count, dimensions, x, y, direction, embeddings, squares };
}
