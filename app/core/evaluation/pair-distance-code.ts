/**
 * The loops that measure pairs of embeddings, as WebAssembly SIMD in double precision.
 *
 * They give the bits of distance.ts: each lane is one pair, which adds up its squared differences
 * in index order as that does, and WebAssembly never fuses a multiplication with an addition.
 */
import {
  addF64x2,
  addI32,
  advance,
  countDown,
  each,
  get,
  loadI32,
  loadSplat64,
  loadV128,
  loop,
  mulF64x2,
  sequence,
  set,
  shuffle,
  sqrtF64x2,
  storeV128,
  subF64x2,
  tee,
  v128,
  wasmModule,
  type Code,
} from '../wasm-code.ts';

/** Captures of a block, and pairs of a group. */
export const BLOCK = 4;
const LANES = 2;
const VECTORS = BLOCK / LANES;
const DOUBLE = 8;
/** Bytes from one dimension of a block to the next. */
const STEP = BLOCK * DOUBLE;
/** Dimensions of one step along two rows; rows are filled up with zeros, which add nothing. */
const DIMENSIONS_AT_ONCE = 4;
/** Bytes of a listed pair: where its two rows are. */
const PAIR = 8;

/** Four captures, for each dimension the numbers of all four. */
export const blockBytes = (dimensions: number) => STEP * dimensions;
export const stepsOf = (dimensions: number) => Math.ceil(dimensions / DIMENSIONS_AT_ONCE);
/** One capture, its dimensions one after another. */
export const rowBytes = (dimensions: number) => DOUBLE * DIMENSIONS_AT_ONCE * stepsOf(dimensions);

export interface PairDistanceExports {
  /**
   * Distances of the four captures of block `probes` to those of `runs` blocks from `references`
   * on: four rows of doubles, `outBytes` apart.
   */
  block(
    dimensions: number,
    probes: number,
    references: number,
    runs: number,
    out: number,
    outBytes: number,
  ): void;
  /** Distances of `4 x groups` pairs: for each the addresses of two rows, as 32-bit integers. */
  listed(steps: number, pairs: number, groups: number, out: number): void;
}

export function pairDistanceModule(): Uint8Array<ArrayBuffer> {
  return wasmModule([blockFunction(), listedFunction()]);
}

const zero = v128(new Uint8Array(16));
const square = (difference: number): Code => sequence(get(difference), get(difference), mulF64x2);

/** Four probes against one block at once keep all sums in registers. */
function blockFunction() {
  // Locals: parameters, integers, vectors.
  const [DIMENSIONS, PROBES, REFERENCE, RUNS, OUT, OUT_BYTES] = [0, 1, 2, 3, 4, 5];
  const [PROBE, LEFT, ROW] = [6, 7, 8];
  const FIRST_VECTOR = 9;
  const sum = (probe: number, vector: number) => FIRST_VECTOR + probe * VECTORS + vector;
  const loaded = (vector: number) => sum(BLOCK, vector);
  const SPLAT = loaded(VECTORS);
  const DIFFERENCE = SPLAT + 1;
  const eachSum = (codeOf: (local: number, vector: number) => Code) => (probe: number) =>
    each(VECTORS, (vector) => codeOf(sum(probe, vector), vector));
  const addDimension = sequence(
    each(VECTORS, (vector) => sequence(get(REFERENCE), loadV128(16 * vector), set(loaded(vector)))),
    each(BLOCK, (probe) =>
      sequence(
        ...[get(PROBE), loadSplat64(DOUBLE * probe), set(SPLAT)],
        eachSum((local, vector) =>
          sequence(
            ...[get(SPLAT), get(loaded(vector)), subF64x2, set(DIFFERENCE)],
            ...[square(DIFFERENCE), get(local), addF64x2, set(local)],
          ),
        )(probe),
      ),
    ),
    ...[advance(PROBE, STEP), advance(REFERENCE, STEP)],
  );
  const storeRow = eachSum((local, vector) =>
    sequence(get(ROW), get(local), sqrtF64x2, storeV128(16 * vector)),
  );
  const nextRow = sequence(get(ROW), get(OUT_BYTES), addI32, set(ROW));
  const body = loop(
    sequence(
      ...[get(PROBES), set(PROBE), get(DIMENSIONS), set(LEFT)],
      each(
        BLOCK,
        eachSum((local) => sequence(zero, set(local))),
      ),
      loop(sequence(addDimension, countDown(LEFT))),
      ...[get(OUT), set(ROW)],
      each(BLOCK, (probe) => sequence(storeRow(probe), nextRow)),
      ...[advance(OUT, STEP), countDown(RUNS)],
    ),
  );
  const vectors = DIFFERENCE - FIRST_VECTOR + 1;
  return { name: 'block', parameters: 6, integers: 3, vectors, body };
}

/** Two dimensions of a pair are one vector; shuffled, it is one dimension of two pairs. */
function listedFunction() {
  const [STEPS, PAIRS, GROUPS, OUT] = [0, 1, 2, 3];
  const LEFT = 4;
  const probe = (pair: number) => 5 + 2 * pair;
  const reference = (pair: number) => 6 + 2 * pair;
  const FIRST_VECTOR = 5 + 2 * BLOCK;
  const squares = (pair: number) => FIRST_VECTOR + pair;
  const sum = (vector: number) => squares(BLOCK) + vector;
  const addDimension = (vector: number, from: number) =>
    sequence(
      ...[get(squares(LANES * vector)), get(squares(LANES * vector + 1))],
      shuffle([...range(from, DOUBLE), ...range(16 + from, DOUBLE)]),
      ...[get(sum(vector)), addF64x2, set(sum(vector))],
    );
  const addTwo = (offset: number) =>
    sequence(
      each(BLOCK, (pair) =>
        sequence(
          ...[get(probe(pair)), loadV128(offset), get(reference(pair)), loadV128(offset)],
          ...[subF64x2, tee(squares(pair)), get(squares(pair)), mulF64x2, set(squares(pair))],
        ),
      ),
      each(VECTORS, (vector) => sequence(addDimension(vector, 0), addDimension(vector, DOUBLE))),
    );
  const step = sequence(
    ...[addTwo(0), addTwo(16)],
    each(2 * BLOCK, (pointer) => advance(probe(0) + pointer, DOUBLE * DIMENSIONS_AT_ONCE)),
  );
  const body = loop(
    sequence(
      each(2 * BLOCK, (i) => sequence(get(PAIRS), loadI32(4 * i), set(probe(0) + i))),
      each(VECTORS, (vector) => sequence(zero, set(sum(vector)))),
      ...[get(STEPS), set(LEFT)],
      loop(sequence(step, countDown(LEFT))),
      each(VECTORS, (vector) =>
        sequence(get(OUT), get(sum(vector)), sqrtF64x2, storeV128(16 * vector)),
      ),
      ...[advance(PAIRS, PAIR * BLOCK), advance(OUT, STEP), countDown(GROUPS)],
    ),
  );
  const integers = 1 + 2 * BLOCK;
  return { name: 'listed', parameters: 4, integers, vectors: BLOCK + VECTORS, body };
}

function range(from: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => from + i);
}
