/**
 * Pairs of filters, told by the right half of each: of odd length symmetric about their centre, which
 * comes first, of even length about the middle between two taps, the low-pass one evenly and the
 * high-pass one with the sign turned. In the plane's own order of samples, low-pass coefficients at
 * even places and high-pass ones at odd places, analysis and synthesis are the same thing: one
 * kernel for even places and one for odd places, over a signal that is continued at both ends.
 */
import { need } from './problem.ts';

export interface FilterPair {
  /** Analysis low-pass. */
  readonly low: readonly number[];
  /** Analysis high-pass. */
  readonly high: readonly number[];
  readonly length: 'odd' | 'even';
}

export interface Kernels {
  /** Taps for the samples from `-reach` to `reach` around even and odd places. */
  readonly even: Float64Array;
  readonly odd: Float64Array;
  readonly reach: number;
  readonly length: FilterPair['length'];
  readonly direction: 'analysis' | 'synthesis';
}

/** The biorthogonal 9/7 filters of Cohen, Daubechies and Feauveau, which the specification gives. */
export const CDF_9_7: FilterPair = {
  low: [
    0.8526986790094034, 0.3774028556126538, -0.1106244044184234, -0.02384946501938,
    0.0378284555069955,
  ],
  high: [0.7884856164056644, -0.4180922732222122, -0.0406894176095584, 0.0645388826289384],
  length: 'odd',
};

/** A filter's tap at a distance to the right of the place that it is for. */
type Taps = (at: number) => number;

export function analysisKernels({ low, high, length }: FilterPair): Kernels {
  const even = length === 'even';
  // Filters of even length lie around the middle of a low-pass and its high-pass place.
  return createKernels(
    even ? mirroredAtHalf(low, 1) : mirrored(low),
    even ? (at) => -mirroredAtHalf(high, -1)(at + 1) : mirrored(high),
    { reach: reachOf({ low, high, length }), length, direction: 'analysis' },
  );
}

export function synthesisKernels(filters: FilterPair): Kernels {
  const { low, length } = filters;
  const ofLow = synthesisLow(filters);
  const ofHigh =
    length === 'even' ? mirroredAtHalf(low.map(alternate), -1) : mirrored(low.map(alternate));
  const highAt = length === 'even' ? 1 : 0;
  const isEven = (at: number) => at % 2 === 0;
  return createKernels(
    (at) => (isEven(at) ? ofLow(-at) : ofHigh(highAt - at)),
    (at) => (isEven(at) ? ofHigh(highAt - at) : ofLow(-at)),
    { reach: reachOf(filters), length, direction: 'synthesis' },
  );
}

/**
 * A damaged table would give a picture all the same, a wrong one: the low-pass filters of analysis
 * and synthesis must undo each other, which no accident brings about.
 */
export function checkReconstruction(filters: FilterPair): void {
  const { low, high, length } = filters;
  const analysis = length === 'even' ? mirroredAtHalf(low, 1) : mirrored(low);
  const synthesis = synthesisLow(filters);
  const reach = low.length + high.length;
  for (let shift = 0; shift <= reach; shift += 2) {
    let sum = 0;
    for (let at = -reach; at <= reach; at++) sum += analysis(at) * synthesis(at - shift);
    need(Math.abs(sum - (shift === 0 ? 1 : 0)) < 1e-3, 'the filters do not undo each other');
  }
}

/** The synthesis filters are the other analysis filter with every second sign turned. */
function synthesisLow({ high, length }: FilterPair): Taps {
  return length === 'even'
    ? mirroredAtHalf(
        high.map((tap, i) => -alternate(tap, i)),
        1,
      )
    : mirrored(high.map(alternate));
}

function reachOf({ low, high, length }: FilterPair): number {
  return Math.max(low.length, high.length) - (length === 'odd' ? 1 : 0);
}

function alternate(tap: number, i: number): number {
  return i % 2 === 0 ? tap : -tap;
}

function mirrored(half: readonly number[]): Taps {
  return (at) => half[Math.abs(at)] ?? 0;
}

/** Around 1/2, the left half times a sign. */
function mirroredAtHalf(half: readonly number[], sign: 1 | -1): Taps {
  return (at) => (at >= 1 ? half[at - 1] : sign * half[-at]) || 0;
}

function createKernels(
  even: Taps,
  odd: Taps,
  facts: Pick<Kernels, 'reach' | 'length' | 'direction'>,
): Kernels {
  const size = { length: 2 * facts.reach + 1 };
  return {
    even: Float64Array.from(size, (_, i) => even(i - facts.reach)),
    odd: Float64Array.from(size, (_, i) => odd(i - facts.reach)),
    ...facts,
  };
}
