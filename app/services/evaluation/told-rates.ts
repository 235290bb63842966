/** The false match rates that slices, samples and fusions are told at, and their thresholds. */
import { operatingPoint } from '../../core/evaluation/operating-points.ts';
import type { Populations } from '../../core/evaluation/populations.ts';
import type { Distance, Rate } from '../../core/vocabulary.ts';

export interface ToldRate {
  readonly falseMatchRate: Rate;
  readonly threshold: Distance;
}

const RATES = [1e-2, 1e-3, 1e-4] as Rate[];

/** Those that the comparisons can show at all; the most tolerant one in any case. */
export function toldRates(populations: Populations): readonly ToldRate[] {
  const shown = RATES.filter((rate, i) => i === 0 || rate * populations.nonMated.length >= 1);
  return shown.flatMap((falseMatchRate) => {
    const point = operatingPoint(populations, falseMatchRate);
    return point ? [{ falseMatchRate, threshold: point.threshold }] : [];
  });
}
