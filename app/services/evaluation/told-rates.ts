/** The false match rates that slices, samples and fusions are told at, and their thresholds. */
import { operatingPoint } from '../../core/evaluation/operating-points.ts';
import type { Populations } from '../../core/evaluation/populations.ts';
import { DECISION, EVALUATION } from '../../core/parameters.ts';
import type { Distance, Rate } from '../../core/vocabulary.ts';

export interface ToldRate {
  readonly falseMatchRate: Rate;
  readonly threshold: Distance;
}

const RATES = [1e-2, 1e-3, 1e-4] as Rate[];

/** Those that the comparisons can show at all, and where these are none, the strictest that is. */
export function toldRates(populations: Populations): readonly ToldRate[] {
  const { length } = populations.nonMated;
  const shown = RATES.filter((rate) => rate * length >= 1);
  const strictest = EVALUATION.targets.findLast((rate) => rate * length >= 1);
  const told = shown.length > 0 || strictest === undefined ? shown : [strictest as Rate];
  return told.flatMap((falseMatchRate) => {
    const point = operatingPoint(populations, falseMatchRate);
    return point ? [{ falseMatchRate, threshold: point.threshold }] : [];
  });
}

/** What a decision is told at: that of a verification, or the nearest that can be shown. */
export function decisionRate(told: readonly ToldRate[]): ToldRate | undefined {
  const verification = DECISION.verificationFmr;
  return told.find(({ falseMatchRate }) => falseMatchRate === verification) ?? told.at(-1);
}
