/** Repeatable chance: integer arithmetic alone, so it is the same on every machine. */

/** A sequence of numbers in [0, 1) that depends on its seeds alone. Not for secrets. */
export class Chance {
  #state: number;

  constructor(...seeds: readonly number[]) {
    this.#state = seeds.reduce(
      (state, seed) => scramble(state ^ scramble(seed + 0x9e3779b9)),
      0x51ed270b,
    );
  }

  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    return scramble(this.#state) / 2 ** 32;
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.next();
  }

  /** True in a share of the draws. */
  is(share: number): boolean {
    return this.next() < share;
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[Math.floor(this.next() * items.length)];
  }

  /** Mean 0, deviation 1, never beyond 3.5: the sum of a few draws. */
  bell(): number {
    return (this.next() + this.next() + this.next() + this.next() - 2) * Math.sqrt(3);
  }

  /** How many rare events happened, `mean` of them on average, at most `most`. */
  events(mean: number, most: number): number {
    let happened = 0;
    // Each of many chances is rare: a binomial draw, close to Poisson's, without an exponential.
    for (let i = 0; i < 16 * most; i++) if (this.is(mean / (16 * most))) happened += 1;
    return Math.min(happened, most);
  }
}

/** A 32-bit integer to a scrambled one, 0..2^32 - 1. */
export function scramble(value: number): number {
  let bits = Math.imul(value ^ (value >>> 16), 0x21f0aaad);
  bits = Math.imul(bits ^ (bits >>> 15), 0x735a2d97);
  return (bits ^ (bits >>> 15)) >>> 0;
}
