/** Scales for drawings: from data to a share of the axis, and the ticks that are written. */

export interface Scale {
  /** 0..1 along the axis; values outside come out outside. */
  readonly at: (value: number) => number;
  /** The reverse. */
  readonly from: (share: number) => number;
  readonly ticks: readonly number[];
}

/** @param count about how many ticks */
export function linearScale(low: number, high: number, count = 5): Scale {
  return {
    at: (value) => (value - low) / (high - low),
    from: (share) => low + share * (high - low),
    ticks: linearTicks(low, high, count),
  };
}

/** The usual rates of a DET plot (ISO/IEC 19795-1), in a window. */
const RATES = [
  1e-6, 1e-5, 1e-4, 5e-4, 1e-3, 5e-3, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 0.9, 0.99,
];

/** Normal deviates: errors of normal populations are straight lines. Rates in (0, 1). */
export function deviateScale(low: number, high: number): Scale {
  const from = normalDeviate(low);
  const span = normalDeviate(high) - from;
  return {
    at: (rate) => (normalDeviate(Math.min(1 - 1e-12, Math.max(1e-12, rate))) - from) / span,
    from: (share) => normalShare(from + share * span),
    ticks: RATES.filter((rate) => rate >= low * (1 - 1e-9) && rate <= high * (1 + 1e-9)),
  };
}

function linearTicks(low: number, high: number, count: number): readonly number[] {
  const raw = (high - low) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].map((one) => one * power).find((one) => one >= raw * 0.999);
  if (step === undefined) return [];
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  // Rounded: 0.1 + 0.2 is not what is to be written.
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, at) =>
    Number(((first + at) * step).toPrecision(12)),
  );
}

/** The inverse of the standard normal distribution function; by bisection, to 1e-12. */
export function normalDeviate(share: number): number {
  let low = -8;
  let high = 8;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (normalShare(middle) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The standard normal distribution function, by the continued fraction or series of erfc. */
export function normalShare(deviate: number): number {
  const half = erfc(Math.abs(deviate) / Math.SQRT2) / 2;
  return deviate < 0 ? half : 1 - half;
}

/** Complementary error function for x >= 0. */
function erfc(x: number): number {
  if (x < 2) {
    let term = x;
    let sum = x;
    for (let n = 1; n < 60; n++) {
      term *= (-x * x) / n;
      sum += term / (2 * n + 1);
    }
    return 1 - (2 / Math.sqrt(Math.PI)) * sum;
  }
  let fraction = 0;
  for (let n = 60; n > 0; n--) fraction = n / 2 / (x + fraction);
  return Math.exp(-x * x) / (Math.sqrt(Math.PI) * (x + fraction));
}
