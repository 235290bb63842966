/** The comparisons that a person should look at: strangers who are close, and captures of one who are far. */
import { forEachPair, type Pairs } from '../../core/evaluation/pairs.ts';
import type { Populations } from '../../core/evaluation/populations.ts';
import type { Distance } from '../../core/vocabulary.ts';

export interface WorstPair {
  /** Rows. */
  readonly probe: number;
  readonly reference: number;
  readonly distance: Distance;
}

export interface WorstPairs {
  /** The closest non-mated ones, closest first. */
  readonly falseMatches: readonly WorstPair[];
  /** The farthest mated ones, farthest first. */
  readonly falseNonMatches: readonly WorstPair[];
}

const MOST = 100;

export function worstPairs(
  pairs: Pairs,
  distances: Float64Array,
  { mated, nonMated }: Populations,
  isMated: (place: number, probe: number, reference: number) => boolean,
): WorstPairs {
  const near = nonMated[Math.min(MOST, nonMated.length) - 1];
  const far = mated[Math.max(0, mated.length - MOST)];
  const matches: WorstPair[] = [];
  const misses: WorstPair[] = [];
  forEachPair(pairs, (probe, reference, place) => {
    const distance = distances[place];
    if (distance > near && distance < far) return;
    const pair = { probe, reference, distance: distance as Distance };
    if (isMated(place, probe, reference)) {
      if (distance >= far) misses.push(pair);
    } else if (distance <= near) matches.push(pair);
  });
  // Sorting keeps the order of pairs that are as close.
  return {
    falseMatches: matches.sort((one, other) => one.distance - other.distance).slice(0, MOST),
    falseNonMatches: misses.sort((one, other) => other.distance - one.distance).slice(0, MOST),
  };
}
