/** A sequence of quantised coefficients as symbols for Huffman codes, some with bits behind them. */
import { SYMBOL } from './format.ts';

/** @param bits how many bits of `extra` follow the code: 0, 8 or 16 */
export type EmitToken = (symbol: number, extra: number, bits: number) => void;

export function tokenise(coefficients: Int32Array, emit: EmitToken): void {
  let run = 0;
  for (const value of coefficients) {
    if (value === 0) {
      run += 1;
      if (run === 0xffff) run = emitRun(run, emit);
      continue;
    }
    if (run > 0) run = emitRun(run, emit);
    emitValue(value, emit);
  }
  if (run > 0) emitRun(run, emit);
}

function emitRun(run: number, emit: EmitToken): 0 {
  if (run <= SYMBOL.longestRun) emit(run, 0, 0);
  else if (run <= 0xff) emit(SYMBOL.run8, run, 8);
  else emit(SYMBOL.run16, run, 16);
  return 0;
}

function emitValue(value: number, emit: EmitToken): void {
  const size = Math.abs(value);
  if (value >= SYMBOL.smallestValue && value <= SYMBOL.largestValue) {
    emit(value + SYMBOL.valueOffset, 0, 0);
  } else if (size <= 0xff) {
    emit(value > 0 ? SYMBOL.positive8 : SYMBOL.negative8, size, 8);
  } else {
    emit(value > 0 ? SYMBOL.positive16 : SYMBOL.negative16, size, 16);
  }
}
