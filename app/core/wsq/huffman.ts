/** Huffman tables: how many codes there are of each length, and the symbols in order of code. */
import { LONGEST_CODE } from './format.ts';
import { need } from './problem.ts';

export interface HuffmanTable {
  /** Number of codes of 1..16 bits. */
  readonly counts: readonly number[];
  readonly symbols: readonly number[];
}

export interface HuffmanCode {
  readonly symbol: number;
  readonly code: number;
  readonly length: number;
}

/**
 * Codes count upwards; each longer length goes on from the next code with a zero appended.
 * @throws WsqProblem where there are more codes than a length has room for
 */
export function assignCodes({ counts, symbols }: HuffmanTable): HuffmanCode[] {
  const codes: HuffmanCode[] = [];
  let code = 0;
  for (let length = 1; length <= LONGEST_CODE; length++) {
    const count = counts[length - 1];
    need(code + count <= 2 ** length, `more Huffman codes of ${length} bits than there can be`);
    for (let i = 0; i < count; i++) {
      codes.push({ symbol: symbols[codes.length], code, length });
      code += 1;
    }
    code *= 2;
  }
  return codes;
}

/** For the next 16 bits: length of the code that they begin with x 256 + its symbol; 0 for none. */
export function createLookup(table: HuffmanTable): Uint16Array {
  const lookup = new Uint16Array(2 ** LONGEST_CODE);
  for (const { symbol, code, length } of assignCodes(table)) {
    const free = LONGEST_CODE - length;
    lookup.fill(length * 256 + symbol, code << free, (code + 1) << free);
  }
  return lookup;
}

/**
 * The best table for such counts of symbols, no code longer than 16 bits and none of ones alone,
 * which would look like a marker: a symbol that never comes takes that one and is left out.
 */
export function chooseTable(frequencies: readonly number[]): HuffmanTable {
  const used = frequencies.flatMap((weight, symbol) => (weight > 0 ? [{ weight, symbol }] : []));
  const never = frequencies.length;
  const leaves = [{ weight: 0, symbol: never }, ...used].sort(
    (one, other) => one.weight - other.weight || other.symbol - one.symbol,
  );
  const lengths = limitedLengths(leaves);
  const counts = Array<number>(LONGEST_CODE).fill(0);
  const sorted = leaves
    .map(({ symbol }) => ({ symbol, length: lengths.get(symbol) ?? 1 }))
    .sort((one, other) => one.length - other.length || one.symbol - other.symbol)
    .filter(({ symbol }) => symbol !== never);
  for (const { length } of sorted) counts[length - 1] += 1;
  return { counts, symbols: sorted.map(({ symbol }) => symbol) };
}

interface Leaf {
  readonly weight: number;
  readonly symbol: number;
}

/**
 * Package-merge (Larmore and Hirschberg, 1990): of each length a coin for every symbol and the
 * pairs of the coins of the next length; how often a symbol is among the cheapest is its length.
 * @param leaves lightest first
 */
function limitedLengths(leaves: readonly Leaf[]): Map<number, number> {
  interface Coin {
    readonly weight: number;
    readonly symbols: readonly number[];
  }
  const coins: Coin[] = leaves.map(({ weight, symbol }) => ({ weight, symbols: [symbol] }));
  let row = coins;
  for (let level = 1; level < LONGEST_CODE; level++) {
    const pairs: Coin[] = [];
    for (let i = 0; i + 1 < row.length; i += 2) {
      pairs.push({
        weight: row[i].weight + row[i + 1].weight,
        symbols: [...row[i].symbols, ...row[i + 1].symbols],
      });
    }
    row = [...coins, ...pairs].sort((one, other) => one.weight - other.weight);
  }
  const lengths = new Map<number, number>();
  for (const { symbols } of row.slice(0, 2 * leaves.length - 2)) {
    for (const symbol of symbols) lengths.set(symbol, (lengths.get(symbol) ?? 0) + 1);
  }
  return lengths;
}
