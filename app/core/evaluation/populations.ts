/** The two populations of a measurement, and their histograms on one grid. */
import { countAtOrBelow, type SortedDistances } from '../error-rates.ts';
import { invariant } from '../failure.ts';
import type { Distance } from '../vocabulary.ts';

/** Distances of comparisons whose truth is known. */
export interface Populations {
  readonly mated: SortedDistances;
  readonly nonMated: SortedDistances;
}

/** Bin `i` counts the distances above `i * end / bins` and at or below `(i + 1) * end / bins`. */
export interface PopulationGrid {
  /** Where the last bin ends. */
  readonly end: Distance;
  readonly mated: Uint32Array;
  readonly nonMated: Uint32Array;
}

/** Ends of grids are multiples of this distance, so that axes can be labelled. */
const END_STEP = 0.1;

/**
 * Both populations on one grid from 0 to past the margin and every distance. The upper edge of a
 * bin belongs to it, as a threshold belongs to its matches; the first bin has distance 0 as well.
 */
export function populationGrid(
  populations: Populations,
  bins: number,
  margin: Distance,
): PopulationGrid {
  invariant(Number.isInteger(bins) && bins > 0, `a grid has whole bins, not ${bins}`);
  const end = gridEnd(populations, margin);
  const count = (distances: SortedDistances) => {
    const counts = new Uint32Array(bins);
    for (let bin = 0, before = 0; bin < bins; bin++) {
      const atOrBelow = countAtOrBelow(
        distances,
        bin + 1 === bins ? end : ((bin + 1) * end) / bins,
      );
      counts[bin] = atOrBelow - before;
      before = atOrBelow;
    }
    return counts;
  };
  return { end, mated: count(populations.mated), nonMated: count(populations.nonMated) };
}

function gridEnd({ mated, nonMated }: Populations, margin: Distance): Distance {
  const largest = Math.max(margin, largestOf(mated), largestOf(nonMated));
  const steps = Math.ceil(largest / END_STEP);
  const end = steps / Math.round(1 / END_STEP);
  // Rounding must not leave the largest distance outside.
  return (end < largest ? (steps + 1) / Math.round(1 / END_STEP) : end) as Distance;
}

/** The largest distance that is a number; 0 where there is none. */
export function largestOf(distances: SortedDistances): number {
  const numbers = countAtOrBelow(distances, Number.MAX_VALUE);
  return numbers > 0 ? distances[numbers - 1] : 0;
}

/** How many distances are below the limit, itself not counted. */
export function countBelow(distances: SortedDistances, limit: number): number {
  let low = 0;
  let high = distances.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (distances[middle] < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
