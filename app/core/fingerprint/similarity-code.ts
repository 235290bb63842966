/**
 * The two loops that nearly all time of a comparison goes to, as WebAssembly SIMD.
 *
 * References lie in blocks of four anchors: for each pair of neighbouring components the pairs of
 * all four, as bytes. One load then widens to eight 16-bit numbers, one instruction multiplies
 * them with a pair of the probe and adds the neighbours, and each 32-bit lane sums up its own
 * anchor: no sum across lanes is ever needed. Four anchors of the probe against eight of the
 * references at once keep everything in registers.
 */
import {
  addI32,
  addI32x4,
  advance,
  countDown,
  dotI16x8,
  each,
  floatI32x4,
  get,
  largerF32x4,
  load8x8,
  loadSplat32,
  loadV128,
  loop,
  mulF32x4,
  sequence,
  set,
  storeV128,
  v128,
  wasmModule,
  type Code,
} from '../wasm-code.ts';

/** Anchors of the probe, and blocks of references, that one pass of the inner loop takes. */
export const PROBES_AT_ONCE = 4;
export const BLOCK = 4;
const BLOCKS_AT_ONCE = 2;
export const REFERENCES_AT_ONCE = BLOCK * BLOCKS_AT_ONCE;

/** What every anchor beats: lanes that hold no anchor have it. */
export const LEAST_SIMILARITY = Math.fround(-1e30);

/** Bytes from the components of a probe's anchor to those of the next: 16 bits each. */
export const probeBytes = (pairs: number) => 4 * pairs;
export const blockBytes = (pairs: number) => 2 * BLOCK * pairs;

export interface SimilarityExports {
  /**
   * Dot products of `4 x groups` anchors of the probe with `8 x runs` of the references, as rows
   * of 32-bit integers; `rowBytes = 32 x runs`.
   */
  dots(
    probes: number,
    groups: number,
    blocks: number,
    runs: number,
    out: number,
    rowBytes: number,
  ): void;
  /**
   * For each anchor of the probe four numbers, the largest of which is the largest of its dot
   * products times `factors` of the reference; 32-bit floats.
   */
  best(
    probes: number,
    groups: number,
    blocks: number,
    runs: number,
    out: number,
    factors: number,
  ): void;
}

/** @param pairs half the number of components, rounded up */
export function similarityModule(pairs: number): Uint8Array<ArrayBuffer> {
  const integers = 2 + PROBES_AT_ONCE;
  const vectors = PROBES_AT_ONCE * BLOCKS_AT_ONCE + BLOCKS_AT_ONCE + 2 * PROBES_AT_ONCE;
  const common = { parameters: 6, integers, vectors };
  return wasmModule([
    { name: 'dots', ...common, body: dotsBody(pairs) },
    { name: 'best', ...common, body: bestBody(pairs) },
  ]);
}

// Locals: parameters, integers, vectors.
const [PROBE, GROUPS, REFERENCES, RUNS, OUT, LAST] = [0, 1, 2, 3, 4, 5];
const REFERENCE = 6;
const RUN = 7;
const pointer = (probe: number) => 8 + probe;
const FIRST_VECTOR = 8 + PROBES_AT_ONCE;
const sum = (probe: number, block: number) => FIRST_VECTOR + probe * BLOCKS_AT_ONCE + block;
const loaded = (block: number) => FIRST_VECTOR + PROBES_AT_ONCE * BLOCKS_AT_ONCE + block;
const splat = (probe: number) => loaded(BLOCKS_AT_ONCE) + probe;
const best = (probe: number) => splat(PROBES_AT_ONCE) + probe;

function dotsBody(pairs: number): Code {
  return eachGroup(
    pairs,
    // A row for each anchor of the group...
    each(PROBES_AT_ONCE, (probe) =>
      probe === 0
        ? sequence(get(OUT), set(pointer(0)))
        : sequence(get(pointer(probe - 1)), get(LAST), addI32, set(pointer(probe))),
    ),
    eachRun(
      pairs,
      each(PROBES_AT_ONCE, (probe) =>
        sequence(
          each(BLOCKS_AT_ONCE, (block) =>
            sequence(get(pointer(probe)), get(sum(probe, block)), storeV128(16 * block)),
          ),
          advance(pointer(probe), 16 * BLOCKS_AT_ONCE),
        ),
      ),
    ),
    // ...and rows are whole: behind the last of this group the next group's first begins.
    sequence(get(pointer(PROBES_AT_ONCE - 1)), set(OUT)),
  );
}

function bestBody(pairs: number): Code {
  const least = new Uint8Array(Float32Array.from({ length: 4 }, () => LEAST_SIMILARITY).buffer);
  const FACTORS = pointer(0);
  const similarity = (probe: number, block: number) =>
    sequence(
      ...[get(sum(probe, block)), floatI32x4],
      ...[get(FACTORS), loadV128(16 * block), mulF32x4],
    );
  return eachGroup(
    pairs,
    sequence(
      each(PROBES_AT_ONCE, (probe) => sequence(v128(least), set(best(probe)))),
      ...[get(LAST), set(FACTORS)],
    ),
    eachRun(
      pairs,
      sequence(
        each(PROBES_AT_ONCE, (probe) =>
          each(BLOCKS_AT_ONCE, (block) =>
            sequence(get(best(probe)), similarity(probe, block), largerF32x4, set(best(probe))),
          ),
        ),
        advance(FACTORS, 16 * BLOCKS_AT_ONCE),
      ),
    ),
    sequence(
      each(PROBES_AT_ONCE, (probe) => sequence(get(OUT), get(best(probe)), storeV128(16 * probe))),
      advance(OUT, 16 * PROBES_AT_ONCE),
    ),
  );
}

function eachGroup(pairs: number, before: Code, body: Code, after: Code): Code {
  return loop(
    sequence(
      ...[get(REFERENCES), set(REFERENCE), get(RUNS), set(RUN)],
      ...[before, body, after],
      advance(PROBE, PROBES_AT_ONCE * probeBytes(pairs)),
      countDown(GROUPS),
    ),
  );
}

function eachRun(pairs: number, body: Code): Code {
  return loop(
    sequence(
      ...[dotProducts(pairs), body],
      advance(REFERENCE, BLOCKS_AT_ONCE * blockBytes(pairs)),
      countDown(RUN),
    ),
  );
}

function dotProducts(pairs: number): Code {
  const zero = v128(new Uint8Array(16));
  const clear = each(PROBES_AT_ONCE, (probe) =>
    each(BLOCKS_AT_ONCE, (block) => sequence(zero, set(sum(probe, block)))),
  );
  const addProduct = each(PROBES_AT_ONCE, (probe) =>
    each(BLOCKS_AT_ONCE, (block) =>
      sequence(
        ...[get(loaded(block)), get(splat(probe)), dotI16x8],
        ...[get(sum(probe, block)), addI32x4, set(sum(probe, block))],
      ),
    ),
  );
  const addPair = (pair: number) =>
    sequence(
      each(BLOCKS_AT_ONCE, (block) => {
        const offset = block * blockBytes(pairs) + 2 * BLOCK * pair;
        return sequence(get(REFERENCE), load8x8(offset), set(loaded(block)));
      }),
      each(PROBES_AT_ONCE, (probe) => {
        const offset = probe * probeBytes(pairs) + 4 * pair;
        return sequence(get(PROBE), loadSplat32(offset), set(splat(probe)));
      }),
      addProduct,
    );
  return sequence(clear, each(pairs, addPair));
}
