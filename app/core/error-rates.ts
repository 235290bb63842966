/**
 * Error rates of comparisons and their confidence bounds (ISO/IEC 19795-1). A comparison says
 * "match" when `distance <= threshold`; nothing here interpolates, so that no rate is promised
 * that the data did not show.
 */
import { invariant } from './failure.ts';
import type { Distance, Rate } from './vocabulary.ts';

/** Distances in ascending order. */
export type SortedDistances = Float64Array & { readonly __order: 'ascending' };

export function sortDistances(distances: Iterable<number>): SortedDistances {
  return Float64Array.from(distances).sort() as SortedDistances; // Sorted in this very line.
}

/** How many distances are at or below the threshold. */
export function countAtOrBelow(distances: SortedDistances, threshold: number): number {
  // Not `>`: a missing number is no match, on either side.
  return firstIndex(distances, (distance) => !(distance <= threshold));
}

/** Where a condition begins to hold that holds for all larger distances too. */
function firstIndex(distances: SortedDistances, holds: (distance: number) => boolean): number {
  let low = 0;
  let high = distances.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(distances[middle])) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Share of non-mated comparisons that match. */
export function falseMatchRate(nonMated: SortedDistances, threshold: number): Rate {
  invariant(nonMated.length > 0, 'a false match rate needs non-mated comparisons');
  return (countAtOrBelow(nonMated, threshold) / nonMated.length) as Rate;
}

/** Share of mated comparisons that do not match. */
export function falseNonMatchRate(mated: SortedDistances, threshold: number): Rate {
  invariant(mated.length > 0, 'a false non-match rate needs mated comparisons');
  // Not 1 - share: 3 of 10 must be 0.3 to the last bit, or a limit of 0.3 would not hold.
  return ((mated.length - countAtOrBelow(mated, threshold)) / mated.length) as Rate;
}

/**
 * The largest measured threshold whose false match rate does not exceed the target: nearest rank,
 * never interpolated, so that a target of 0 can be reached. Undefined where even identical samples
 * match too often.
 */
export function thresholdForFmr(nonMated: SortedDistances, target: number): Distance | undefined {
  let allowed = Math.min(nonMated.length, Math.floor(target * nonMated.length) + 1);
  while (allowed > 0 && allowed / nonMated.length > target) allowed -= 1;
  if (allowed === nonMated.length) return nonMated[allowed - 1] as Distance;
  // Equal distances match together: step down until the one match too many is excluded.
  let last = allowed - 1;
  while (last >= 0 && nonMated[last] === nonMated[allowed]) last -= 1;
  if (last >= 0) return nonMated[last] as Distance;
  return nonMated[0] > 0 ? (0 as Distance) : undefined;
}

/** Where both rates meet: the mean of the two at the threshold where they are closest. */
export function equalErrorRate(
  mated: SortedDistances,
  nonMated: SortedDistances,
): { rate: Rate; threshold: Distance } {
  invariant(mated.length > 0, 'an equal error rate needs mated comparisons');
  invariant(nonMated.length > 0, 'an equal error rate needs non-mated comparisons');
  let best = { gap: Infinity, rate: 1, threshold: 0 };
  const visit = (threshold: number) => {
    const fmr = falseMatchRate(nonMated, threshold);
    const fnmr = falseNonMatchRate(mated, threshold);
    const gap = Math.abs(fmr - fnmr);
    if (gap < best.gap) best = { gap, rate: (fmr + fnmr) / 2, threshold };
  };
  for (const distances of [mated, nonMated]) {
    // One rate only rises with the threshold, the other only falls: they are closest right where
    // they cross.
    const crossing = firstIndex(
      distances,
      (threshold) => falseMatchRate(nonMated, threshold) >= falseNonMatchRate(mated, threshold),
    );
    distances.subarray(Math.max(0, crossing - 1), crossing + 1).forEach(visit);
  }
  return { rate: best.rate as Rate, threshold: best.threshold as Distance };
}

/**
 * Clopper-Pearson upper bound, one-sided: with `confidence`, the true rate is not above it.
 * With no event in n it is `1 - (1 - confidence)^(1 / n)`, the rule of three for 95 %.
 */
export function upperBound(events: number, trials: number, confidence: number): Rate {
  if (events >= trials) return 1 as Rate;
  return solveRate((rate) => 1 - atMost(events, trials, rate), confidence);
}

/** Clopper-Pearson lower bound, one-sided: with `confidence`, the true rate is not below it. */
export function lowerBound(events: number, trials: number, confidence: number): Rate {
  if (events === 0) return 0 as Rate;
  return solveRate((rate) => 1 - atMost(events - 1, trials, rate), 1 - confidence);
}

/** The rate at which an increasing function of it reaches a value. */
function solveRate(increasing: (rate: number) => number, value: number): Rate {
  let low = 0;
  let high = 1;
  for (let i = 0; i < 200 && high - low > 1e-15 * high; i++) {
    const middle = (low + high) / 2;
    if (increasing(middle) < value) low = middle;
    else high = middle;
  }
  return high as Rate;
}

/** Probability of at most `events` among `trials` of probability `rate`. */
function atMost(events: number, trials: number, rate: number): number {
  return 1 - regularisedBeta(rate, events + 1, trials - events);
}

/** I_x(a, b), by the continued fraction of Lentz (Numerical Recipes, 6.4). */
function regularisedBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(
    logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x),
  );
  return x < (a + 1) / (a + b + 2)
    ? (front * betaFraction(x, a, b)) / a
    : 1 - (front * betaFraction(1 - x, b, a)) / b;
}

function betaFraction(x: number, a: number, b: number): number {
  const tiny = 1e-300;
  const guard = (value: number) => (Math.abs(value) < tiny ? tiny : value);
  let c = 1;
  let d = 1 / guard(1 - ((a + b) * x) / (a + 1));
  let result = d;
  for (let m = 1; m < 10_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / guard(1 + even * d);
    c = guard(1 + even / c);
    result *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / guard(1 + odd * d);
    c = guard(1 + odd / c);
    const change = d * c;
    result *= change;
    if (Math.abs(change - 1) < 1e-14) break;
  }
  return result;
}

/** Lanczos approximation, g = 7. */
function logGamma(value: number): number {
  const series = [
    676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
    12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
  ];
  const x = value - 1;
  const base = x + 7.5;
  const sum = series.reduce((total, term, i) => total + term / (x + i + 1), 0.99999999999980993);
  return 0.5 * Math.log(2 * Math.PI) + (x + 0.5) * Math.log(base) - base + Math.log(sum);
}
