/** How a line goes on beyond its ends, so that no more coefficients than samples are needed. */
import type { Kernels } from './filters.ts';

export interface Continuation {
  /** For the places from `-reach` on: the one inside that each is like... */
  readonly from: Int32Array;
  /** ...times 1, -1 or 0. */
  readonly sign: Float64Array;
}

/**
 * Filters of odd length see the line mirrored at its first and last sample, those of even length at
 * its edges. What that makes of the coefficients is a matter of their places: low-pass ones are at
 * even places, high-pass ones at odd places.
 */
export function continueLine(
  length: number,
  { reach, length: filters, direction }: Pick<Kernels, 'reach' | 'length' | 'direction'>,
): Continuation {
  const size = length + 2 * reach;
  const from = new Int32Array(size);
  const sign = new Float64Array(size).fill(1);
  for (let i = 0; i < size; i++) {
    let place = i - reach;
    // A line of one sample is that value everywhere, which has no high-pass part.
    if (length === 1 && filters === 'odd') {
      sign[i] = direction === 'synthesis' && place % 2 !== 0 ? 0 : 1;
      continue;
    }
    while (place < 0 || place >= length) {
      const before = place < 0;
      if (filters === 'odd') {
        place = before ? -place : 2 * length - 2 - place;
      } else if (direction === 'analysis') {
        place = before ? -1 - place : 2 * length - 1 - place;
      } else if (place % 2 === 0) {
        place = before ? -2 - place : 2 * length - 2 - place;
      } else if (place === length) {
        // Its own mirror image with the sign turned.
        sign[i] = 0;
        place = 0;
      } else {
        place = before ? -place : 2 * length - place;
        sign[i] *= -1;
      }
    }
    from[i] = place;
  }
  return { from, sign };
}
