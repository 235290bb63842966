/** Error rates of a list that says which of its pairs are mated. */
import type { ComparedPair, PairRates } from '../../contract/results.ts';
import {
  equalErrorRate,
  falseMatchRate,
  falseNonMatchRate,
  sortDistances,
  thresholdForFmr,
} from '../../core/error-rates.ts';
import type { Rate } from '../../core/vocabulary.ts';

const TARGETS = [1e-2, 1e-3, 1e-4] as Rate[];

/** Undefined unless every pair says whether it is mated, and both kinds were compared. */
export function ratesOf(
  listed: readonly { readonly mated?: boolean }[],
  compared: readonly ComparedPair[],
): PairRates | undefined {
  if (listed.some(({ mated }) => mated === undefined)) return undefined;
  const distancesOf = (kind: boolean) =>
    sortDistances(
      compared.flatMap(({ distance }, i) =>
        distance !== undefined && listed[i].mated === kind ? [distance] : [],
      ),
    );
  const mated = distancesOf(true);
  const nonMated = distancesOf(false);
  if (mated.length === 0 || nonMated.length === 0) return undefined;
  const points = TARGETS.flatMap((targetFmr) => {
    // Fewer comparisons than that can't show the rate.
    if (nonMated.length * targetFmr < 1) return [];
    const threshold = thresholdForFmr(nonMated, targetFmr);
    if (threshold === undefined) return [];
    return {
      targetFmr,
      threshold,
      falseMatchRate: falseMatchRate(nonMated, threshold),
      falseNonMatchRate: falseNonMatchRate(mated, threshold),
    };
  });
  return {
    mated: mated.length,
    nonMated: nonMated.length,
    equalErrorRate: equalErrorRate(mated, nonMated).rate,
    points,
  };
}
