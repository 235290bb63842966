/** Measurements for tests of the evaluation, and slow oracles for them. */
import fc from 'fast-check';
import { sortDistances } from '../../../app/core/error-rates.ts';
import type { Populations } from '../../../app/core/evaluation/populations.ts';
import {
  allPairs,
  forEachPair,
  pairCount,
  splitPopulations,
} from '../../../app/core/evaluation/pairs.ts';
import type { MeasuredPairs } from '../../../app/core/evaluation/bootstrap-sample.ts';
import { distances, gaussian } from '../support.ts';

export const populationsOf = (mated: readonly number[], nonMated: readonly number[]) => ({
  mated: sortDistances(mated),
  nonMated: sortDistances(nonMated),
});

/** Two small populations with zeros and many ties. */
export const somePopulations: fc.Arbitrary<Populations> = fc
  .tuple(distances(30), distances(60))
  .map(([mated, nonMated]) => populationsOf(mated, nonMated));

export const falseMatches = ({ nonMated }: Populations, threshold: number) =>
  nonMated.filter((distance) => distance <= threshold).length;

export const falseNonMatches = ({ mated }: Populations, threshold: number) =>
  mated.filter((distance) => !(distance <= threshold)).length;

export interface Set {
  readonly labels: readonly number[];
  readonly people?: readonly number[];
}

/** All pairs of labelled captures whose distances are drawn: mated ones are closer. */
export function measuredSet(random: () => number, set: Set, decimals = 9): MeasuredPairs {
  const labels = Uint32Array.from(set.labels);
  const pairs = allPairs(labels.length);
  const measured = new Float64Array(pairCount(pairs));
  forEachPair(pairs, (probe, reference, place) => {
    const mean = labels[probe] === labels[reference] ? 0.8 : 1.3;
    const drawn = Math.max(0, mean + 0.2 * gaussian(random));
    measured[place] = Math.round(drawn * 10 ** decimals) / 10 ** decimals;
  });
  return {
    pairs,
    labels,
    people: Uint32Array.from(set.people ?? set.labels),
    distances: measured,
    populations: splitPopulations(pairs, labels, measured),
  };
}

/** So many labels of so many captures each. */
export function evenLabels(labels: number, captures: number): number[] {
  return Array.from({ length: labels * captures }, (_, i) => Math.floor(i / captures));
}
