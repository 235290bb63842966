/**
 * Distances of many pairs of embeddings: the same, to the bit, as `compare` of distance.ts gives of
 * each pair, so that a threshold means the same in a report and in a decision.
 */
import { compare } from '../distance.ts';
import { invariant } from '../failure.ts';
import type { ReferenceMatrix } from '../search.ts';
import type { Embedding } from '../vocabulary.ts';
import { startModule } from '../wasm-module.ts';
import {
  BLOCK,
  blockBytes,
  pairDistanceModule,
  rowBytes,
  stepsOf,
  type PairDistanceExports,
} from './pair-distance-code.ts';
import { allPairs, forEachPair, pairCount, rowStart, type Pairs } from './pairs.ts';

/** Bytes of embeddings as doubles above which they stay where they are. */
const MOST_BYTES = 2 ** 29;
/** Listed pairs of one call of the kernel. */
const PAIRS_AT_ONCE = 4096;

/** In the order of the pairs. */
export function pairDistances(captures: ReferenceMatrix, pairs: Pairs): Float64Array {
  return vectorPairDistances(captures, pairs) ?? plainPairDistances(captures, pairs);
}

/** Undefined where the platform has no WebAssembly with vectors, or the embeddings don't fit. */
export function vectorPairDistances(
  captures: ReferenceMatrix,
  pairs: Pairs,
): Float64Array | undefined {
  const count = countOf(captures, pairs);
  if (count * rowBytes(captures.dimensions) > MOST_BYTES) return undefined;
  return pairs.kind === 'all' ? allDistances(captures, count) : listedDistances(captures, pairs);
}

/** The same without WebAssembly. */
export function plainPairDistances(captures: ReferenceMatrix, pairs: Pairs): Float64Array {
  const count = countOf(captures, pairs);
  const rows = Array.from({ length: count }, (_, capture) => rowOf(captures, capture));
  const into = new Float64Array(pairCount(pairs));
  forEachPair(pairs, (probe, reference, place) => {
    into[place] = compare(rows[probe], rows[reference]);
  });
  return into;
}

function countOf({ rows, dimensions }: ReferenceMatrix, pairs: Pairs): number {
  const count = rows.length / dimensions;
  invariant(dimensions > 0 && Number.isInteger(count), `a matrix is whole rows of ${dimensions}`);
  if (pairs.kind === 'all') {
    invariant(pairs.captures === count, `${pairs.captures} captures have a row each, not ${count}`);
    return count;
  }
  const { probes, references } = pairs;
  invariant(probes.length === references.length, 'every probe has its reference');
  for (const list of [probes, references]) {
    for (const capture of list) invariant(capture < count, `capture ${capture} is of ${count}`);
  }
  return count;
}

function rowOf({ rows, dimensions }: ReferenceMatrix, capture: number): Embedding {
  // A row of the matrix is an embedding.
  return rows.subarray(capture * dimensions, (capture + 1) * dimensions) as Embedding;
}

function start(bytes: number): { kernel: PairDistanceExports; buffer: ArrayBuffer } | undefined {
  const started = startModule(pairDistanceModule(), bytes);
  if (!started) return undefined;
  // The module is our own.
  return { kernel: started.exports as PairDistanceExports, buffer: started.buffer };
}

function allDistances(captures: ReferenceMatrix, count: number): Float64Array | undefined {
  const { rows, dimensions } = captures;
  const blocks = Math.ceil(count / BLOCK);
  const size = blockBytes(dimensions);
  const outBytes = 8 * BLOCK * blocks;
  const outAt = size * blocks;
  const started = start(outAt + BLOCK * outBytes);
  if (!started) return undefined;
  const { kernel, buffer } = started;
  writeBlocks(rows, dimensions, new Float64Array(buffer));
  const into = new Float64Array(pairCount(allPairs(count)));
  for (let block = 0; block < blocks; block++) {
    // A block with itself and all that follow: with earlier ones it was compared as a reference.
    kernel.block(dimensions, block * size, block * size, blocks - block, outAt, outBytes);
    for (let probe = block * BLOCK; probe < Math.min(count, (block + 1) * BLOCK); probe++) {
      const within = probe - block * BLOCK;
      const from = outAt + within * outBytes + 8 * (within + 1);
      into.set(new Float64Array(buffer, from, count - probe - 1), rowStart(allPairs(count), probe));
    }
  }
  return into;
}

/** The last block is filled up with zeros. */
function writeBlocks(rows: Float32Array, dimensions: number, blocks: Float64Array): void {
  for (let capture = 0, from = 0; from < rows.length; capture++) {
    let to = Math.floor(capture / BLOCK) * BLOCK * dimensions + (capture % BLOCK);
    for (let k = 0; k < dimensions; k++, to += BLOCK) blocks[to] = rows[from++];
  }
}

function listedDistances(
  { rows, dimensions }: ReferenceMatrix,
  { probes, references }: Extract<Pairs, { kind: 'listed' }>,
): Float64Array | undefined {
  const size = rowBytes(dimensions);
  const pairsAt = (rows.length / dimensions) * size;
  const outAt = pairsAt + 8 * PAIRS_AT_ONCE;
  const started = start(outAt + 8 * PAIRS_AT_ONCE);
  if (!started) return undefined;
  const { kernel, buffer } = started;
  const doubles = new Float64Array(buffer);
  for (let from = 0, to = 0; from < rows.length; from += dimensions, to += size / 8) {
    doubles.set(rows.subarray(from, from + dimensions), to);
  }
  const addresses = new Uint32Array(buffer, pairsAt, 2 * PAIRS_AT_ONCE);
  const into = new Float64Array(probes.length);
  for (let at = 0; at < probes.length; at += PAIRS_AT_ONCE) {
    const count = Math.min(PAIRS_AT_ONCE, probes.length - at);
    for (let i = 0; i < count; i++) {
      addresses[2 * i] = size * probes[at + i];
      addresses[2 * i + 1] = size * references[at + i];
    }
    // What fills up the last group are rows of earlier pairs, and is left where it is.
    kernel.listed(stepsOf(dimensions), pairsAt, Math.ceil(count / BLOCK), outAt);
    into.set(new Float64Array(buffer, outAt, count), at);
  }
  return into;
}
