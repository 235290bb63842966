/**
 * Sorts distances in linear time. Doubles without a sign are in the order of their bits, read as
 * whole numbers: six passes of 11 bits, from the lowest, put them in place.
 */

const DIGIT_BITS = 11;
const DIGITS = 2 ** DIGIT_BITS;
const PASSES = 6;
/** Below this the passes' tables cost more than they save; measured 2026-11. */
const SMALL = 20_000;

/** As `values.sort()` does, in place; needs as much memory again. */
export function sortAscending(values: Float64Array): void {
  if (values.length < SMALL || !hasPlainBits(values)) {
    values.sort();
    return;
  }
  const counts = countDigits(words(values));
  let from = values;
  let to: Float64Array = new Float64Array(values.length);
  for (let pass = 0; pass < PASSES; pass++) {
    const starts = counts.subarray(pass * DIGITS, (pass + 1) * DIGITS);
    if (!turnIntoStarts(starts, values.length)) continue; // All have this digit in common.
    scatter(from, to, pass, starts);
    [from, to] = [to, from];
  }
  if (from !== values) values.set(from);
}

const words = (values: Float64Array) =>
  new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);

/** Neither signs, which turn the order around, nor words in the order of other machines. */
function hasPlainBits(values: Float64Array): boolean {
  if (words(Float64Array.of(1))[0] !== 0) return false;
  const bits = words(values);
  for (let high = 1; high < bits.length; high += 2) if (bits[high] >= 0x8000_0000) return false;
  return true;
}

/** How often each digit of each pass occurs, [passes, digits]. */
function countDigits(bits: Uint32Array): Uint32Array {
  const counts = new Uint32Array(PASSES * DIGITS);
  for (let at = 0; at < bits.length; at += 2) {
    const low = bits[at];
    const high = bits[at + 1];
    counts[low & 2047] += 1;
    counts[2048 + ((low >>> 11) & 2047)] += 1;
    counts[4096 + (((low >>> 22) | (high << 10)) & 2047)] += 1;
    counts[6144 + ((high >>> 1) & 2047)] += 1;
    counts[8192 + ((high >>> 12) & 2047)] += 1;
    counts[10240 + (high >>> 23)] += 1;
  }
  return counts;
}

/** Counts become the places where each digit begins; false where one digit has everything. */
function turnIntoStarts(counts: Uint32Array, length: number): boolean {
  let start = 0;
  for (let digit = 0; digit < DIGITS; digit++) {
    const count = counts[digit];
    if (count === length) return false;
    counts[digit] = start;
    start += count;
  }
  return true;
}

function scatter(from: Float64Array, to: Float64Array, pass: number, starts: Uint32Array): void {
  const bits = words(from);
  const shift = pass * DIGIT_BITS;
  if (shift < 32 && shift + DIGIT_BITS > 32) {
    for (let i = 0; i < from.length; i++) {
      const digit = ((bits[2 * i] >>> shift) | (bits[2 * i + 1] << (32 - shift))) & (DIGITS - 1);
      to[starts[digit]++] = from[i];
    }
    return;
  }
  const word = shift < 32 ? 0 : 1;
  const within = shift % 32;
  for (let i = 0; i < from.length; i++) {
    to[starts[(bits[2 * i + word] >>> within) & (DIGITS - 1)]++] = from[i];
  }
}
