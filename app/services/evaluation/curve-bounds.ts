/** How sure a curve is, at each of its thresholds. */
import type { CurveRates } from '../../core/evaluation/curves.ts';
import type { Populations } from '../../core/evaluation/populations.ts';
import { ratesAt } from '../../core/evaluation/rates-at.ts';
import type { Distance } from '../../core/vocabulary.ts';
import { falseMatchBound, type PersonEvidence } from './person-evidence.ts';

/** One-sided at 95 %, in the order of the curve's thresholds. */
export interface CurveBounds {
  readonly falseMatchUpper: readonly number[];
  readonly falseNonMatchLower: readonly number[];
  readonly falseNonMatchUpper: readonly number[];
}

export function curveBounds(
  populations: Populations,
  evidence: PersonEvidence | undefined,
  { thresholds }: CurveRates,
): CurveBounds {
  const rates = Array.from(thresholds, (threshold) => ratesAt(populations, threshold as Distance));
  return {
    falseMatchUpper: rates.map((at) => falseMatchBound(evidence, at)),
    falseNonMatchLower: rates.map((at) => at.falseNonMatchLowerBound),
    falseNonMatchUpper: rates.map((at) => at.falseNonMatchUpperBound),
  };
}
