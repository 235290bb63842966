/**
 * The normal distribution and its inverse: a DET curve is drawn on axes of normal deviates, on
 * which two bell curves of distances give a straight line.
 */

/** From here on the power series loses digits and the continued fraction has them. */
const TAIL = 3;
/** Beyond this deviate the probability is less than the smallest double. */
const LARGEST_DEVIATE = 39;

/** Probability of a standard normal value at or below the deviate. */
export function normalCdf(deviate: number): number {
  if (Number.isNaN(deviate)) return deviate;
  if (deviate < -TAIL) return upperTail(-deviate);
  if (deviate > TAIL) return 1 - upperTail(deviate);
  // 1/2 + density * (x + x^3/3 + x^5/(3*5) + ...)
  let term = deviate;
  let sum = deviate;
  for (let odd = 3; Math.abs(term) > 1e-17 * Math.abs(sum); odd += 2) {
    term *= (deviate * deviate) / odd;
    sum += term;
  }
  return 0.5 + density(deviate) * sum;
}

/** Laplace's continued fraction, evaluated from its far end. */
function upperTail(deviate: number): number {
  if (deviate > LARGEST_DEVIATE) return 0;
  let fraction = deviate;
  for (let k = 120; k > 0; k--) fraction = deviate + k / fraction;
  return density(deviate) / fraction;
}

function density(deviate: number): number {
  return Math.exp(-0.5 * deviate * deviate) / Math.sqrt(2 * Math.PI);
}

/** The deviate of a probability: -Infinity for 0, Infinity for 1, NaN outside of [0, 1]. */
export function probit(probability: number): number {
  if (!(probability >= 0 && probability <= 1)) return Number.NaN;
  if (probability > 0.5) return -probit(1 - probability); // Exact: such a difference is.
  if (probability === 0) return -Infinity;
  let low = -LARGEST_DEVIATE;
  let high = 0;
  // Bisection, to the last bit: a curve has some thousand points and no more.
  for (let middle = (low + high) / 2; low < middle && middle < high; middle = (low + high) / 2) {
    if (normalCdf(middle) < probability) low = middle;
    else high = middle;
  }
  return high;
}
