/**
 * Dot products between the anchors of a probe and of references, in WebAssembly SIMD where the
 * platform has it and in plain arithmetic where not: the same numbers to the bit, because sums of
 * whole numbers are exact and single-precision products are rounded once on both sides.
 */
import { startModule } from '../wasm-module.ts';
import {
  BLOCK,
  LEAST_SIMILARITY,
  PROBES_AT_ONCE,
  REFERENCES_AT_ONCE,
  blockBytes,
  probeBytes,
  similarityModule,
  type SimilarityExports,
} from './similarity-code.ts';

/** Embeddings as whole numbers, [count, dimensions]. */
export interface AnchorEmbeddings {
  readonly count: number;
  readonly embeddings: Int8Array;
  /** Sum of the squares of each embedding. */
  readonly squares: Float64Array;
}

export interface SimilarityKernel {
  /** Copies a probe in, of at most the number of anchors that the kernel was made for. */
  setProbe(probe: AnchorEmbeddings): void;
  /** Copies references in from `place` on, a multiple of 8; they take up {@link placesOf}. */
  setReference(place: number, reference: AnchorEmbeddings): void;
  /** Rows of `placesOf(count)` dot products, one for each anchor of the probe; valid until the next call. */
  dots(place: number, count: number): Int32Array;
  /** For each anchor of the probe the largest dot product over the length of the reference. */
  best(place: number, count: number, into: Float32Array): void;
}

/** A reference's anchors are followed by empty ones up to a multiple of 8. */
export function placesOf(count: number): number {
  return Math.ceil(count / REFERENCES_AT_ONCE) * REFERENCES_AT_ONCE;
}

/**
 * @param probes most anchors of a probe
 * @param references most places of references
 */
export function createKernel(
  dimensions: number,
  probes: number,
  references: number,
): SimilarityKernel {
  return (
    createWasmKernel(dimensions, probes, references) ??
    createPlainKernel(dimensions, probes, references)
  );
}

/** Undefined where the platform has no WebAssembly, or none with vectors. */
export function createWasmKernel(
  dimensions: number,
  probes: number,
  references: number,
): SimilarityKernel | undefined {
  const pairs = Math.ceil(dimensions / 2);
  const places = placesOf(references);
  const probeRows = Math.ceil(probes / PROBES_AT_ONCE) * PROBES_AT_ONCE;
  const outAt = probeRows * probeBytes(pairs);
  // Room for the dot products with all anchors of the largest reference, which is no larger than
  // the largest probe, or for four floats a probe.
  const outPlaces = placesOf(probes);
  const factorsAt = align(outAt + 4 * probeRows * Math.max(4, outPlaces));
  const blocksAt = align(factorsAt + 4 * places);
  const bytes = blocksAt + (places / BLOCK) * blockBytes(pairs);
  const started = startModule(similarityModule(pairs), bytes);
  if (!started) return undefined;
  const { buffer } = started;
  const exports = started.exports as SimilarityExports; // The module is our own.
  const rows = new Int16Array(buffer, 0, outAt / 2);
  const out = new Int32Array(buffer, outAt, probeRows * outPlaces);
  const floats = new Float32Array(buffer, outAt, 4 * probeRows);
  const factors = new Float32Array(buffer, factorsAt, places);
  const blocks = new Int8Array(buffer, blocksAt);
  let count = 0;
  const pointers = (place: number) => {
    const groups = Math.ceil(count / PROBES_AT_ONCE);
    return [0, groups, blocksAt + (place / BLOCK) * blockBytes(pairs)] as const;
  };
  return {
    setProbe(probe) {
      count = probe.count;
      rows.fill(0, 0, Math.ceil(count / PROBES_AT_ONCE) * PROBES_AT_ONCE * 2 * pairs);
      copyRows(probe.embeddings, dimensions, rows, 2 * pairs);
    },
    setReference(place, reference) {
      const from = (place / BLOCK) * blockBytes(pairs);
      const length = (placesOf(reference.count) / BLOCK) * blockBytes(pairs);
      writeBlocks(reference, dimensions, blocks.subarray(from, from + length));
      writeFactors(reference, factors.subarray(place, place + placesOf(reference.count)));
    },
    dots(place, referenceCount) {
      const stride = placesOf(referenceCount);
      const runs = stride / REFERENCES_AT_ONCE;
      if (count > 0 && runs > 0) exports.dots(...pointers(place), runs, outAt, 4 * stride);
      return out.subarray(0, count * stride);
    },
    best(place, referenceCount, into) {
      const runs = placesOf(referenceCount) / REFERENCES_AT_ONCE;
      if (count === 0 || runs === 0) {
        into.fill(LEAST_SIMILARITY, 0, count);
        return;
      }
      exports.best(...pointers(place), runs, outAt, factorsAt + 4 * place);
      for (let i = 0, at = 0; i < count; i++, at += 4) {
        into[i] = Math.max(floats[at], floats[at + 1], floats[at + 2], floats[at + 3]);
      }
    },
  };
}

/** The same numbers without WebAssembly. */
export function createPlainKernel(
  dimensions: number,
  probes: number,
  references: number,
): SimilarityKernel {
  const places = placesOf(references);
  const rows = new Int16Array(probes * dimensions);
  const others = new Int16Array(places * dimensions);
  const factors = new Float32Array(places);
  const out = new Int32Array(probes * placesOf(probes));
  let count = 0;
  const dot = (probe: number, place: number) => {
    let sum = 0;
    const from = probe * dimensions;
    const other = place * dimensions;
    for (let k = 0; k < dimensions; k++) sum += rows[from + k] * others[other + k];
    return sum;
  };
  return {
    setProbe(probe) {
      count = probe.count;
      rows.set(probe.embeddings);
    },
    setReference(place, reference) {
      const from = place * dimensions;
      others.fill(0, from, (place + placesOf(reference.count)) * dimensions);
      others.set(reference.embeddings, from);
      writeFactors(reference, factors.subarray(place, place + placesOf(reference.count)));
    },
    dots(place, referenceCount) {
      const stride = placesOf(referenceCount);
      for (let i = 0, at = 0; i < count; i++) {
        for (let j = 0; j < stride; j++, at++) out[at] = dot(i, place + j);
      }
      return out.subarray(0, count * stride);
    },
    best(place, referenceCount, into) {
      for (let i = 0; i < count; i++) {
        let largest = LEAST_SIMILARITY;
        for (let j = 0; j < placesOf(referenceCount); j++) {
          const similarity = Math.fround(dot(i, place + j) * factors[place + j]);
          if (largest < similarity) largest = similarity;
        }
        into[i] = largest;
      }
    },
  };
}

function copyRows(from: Int8Array, length: number, to: Int16Array, stride: number): void {
  if (length === stride) return to.set(from);
  for (let at = 0, out = 0; at < from.length; at += length, out += stride) {
    to.set(from.subarray(at, at + length), out);
  }
}

function writeBlocks(
  { count, embeddings }: AnchorEmbeddings,
  dimensions: number,
  blocks: Int8Array,
): void {
  blocks.fill(0);
  const block = blockBytes(Math.ceil(dimensions / 2));
  for (let anchor = 0, from = 0; anchor < count; anchor++) {
    let to = (anchor >> 2) * block + 2 * (anchor & 3);
    for (let k = 0; k < dimensions; k += 2, to += 2 * BLOCK) {
      blocks[to] = embeddings[from++];
      if (k + 1 < dimensions) blocks[to + 1] = embeddings[from++];
    }
  }
}

/** One over the length; 0 for an empty embedding, which is like nothing. */
function writeFactors({ count, squares }: AnchorEmbeddings, factors: Float32Array): void {
  factors.fill(0);
  for (let i = 0; i < count; i++) factors[i] = squares[i] > 0 ? 1 / Math.sqrt(squares[i]) : 0;
}

function align(bytes: number): number {
  return Math.ceil(bytes / 16) * 16;
}
