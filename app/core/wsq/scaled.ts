/** Decimal numbers as the format has them: an exponent and an unsigned integer, `integer / 10^exponent`. */

export interface Scaled {
  readonly exponent: number;
  readonly integer: number;
}

export function fromScaled({ exponent, integer }: Scaled): number {
  return integer / 10 ** exponent;
}

/** As many digits as fit in an integer of so many bits. */
export function toScaled(value: number, bits: 16 | 32): Scaled {
  const largest = 2 ** bits - 1;
  if (!(value >= 0 && value <= largest)) {
    throw new Error(`Expected 0 to ${largest} but received ${value}.`);
  }
  if (value === 0) return { exponent: 0, integer: 0 };
  let exponent = 0;
  while (exponent < 255 && Math.round(value * 10 ** (exponent + 1)) <= largest) exponent += 1;
  return { exponent, integer: Math.round(value * 10 ** exponent) };
}
