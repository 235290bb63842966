/** Parts distances by the truth, in memory that threads share. */
import type { SortedDistances } from '../../core/error-rates.ts';
import { splitPopulations, type Pairs } from '../../core/evaluation/pairs.ts';
import type { Populations } from '../../core/evaluation/populations.ts';
import { sortAscending } from '../../core/evaluation/radix-sort.ts';

export interface CountedDistances {
  readonly pairs: Pairs;
  readonly labels: Uint32Array;
  readonly distances: Float64Array;
  /** Where labels don't say the truth of listed pairs. */
  readonly mated?: Uint8Array;
}

export function split({ pairs, labels, distances, mated }: CountedDistances): Populations {
  const parts = mated ? byTruth(mated, distances) : splitPopulations(pairs, labels, distances);
  return { mated: shared(parts.mated), nonMated: shared(parts.nonMated) };
}

/** A copy that other threads see as well; what was sorted still is. */
export function shared<Numbers extends Float64Array>(numbers: Numbers): Numbers {
  const copy = new Float64Array(new SharedArrayBuffer(numbers.byteLength));
  copy.set(numbers);
  return copy as Numbers;
}

function byTruth(mated: Uint8Array, distances: Float64Array): Populations {
  const of = (truth: number) => {
    const some = distances.filter((_, place) => mated[place] === truth);
    sortAscending(some);
    return some as SortedDistances; // Sorted in the line above.
  };
  return { mated: of(1), nonMated: of(0) };
}
