/** The curve on normal-deviate axes: only what the counts can show. Pure. */
import type { EvaluationFacts } from '../../../app/contract/evaluation.ts';
import type { DataPoint } from '../../charts/plot.ts';

export interface DetRange {
  readonly lowFmr: number;
  readonly lowFnmr: number;
}

/** Half an error is as far as the axes go: less was not measured. */
export function detRange({
  mated,
  nonMated,
}: Pick<EvaluationFacts, 'mated' | 'nonMated'>): DetRange {
  const low = (comparisons: number) => Math.min(0.1, Math.max(1e-6, 0.5 / comparisons));
  return { lowFmr: low(nonMated), lowFnmr: low(mated) };
}

/** By rising false match rate, cut where an axis ends; none lies at infinity. */
export function detPoints(
  { curve }: Pick<EvaluationFacts, 'curve'>,
  { lowFmr, lowFnmr }: DetRange,
): readonly DataPoint[] {
  return curve.falseMatchRates
    .map((rate, i) => ({
      x: Math.min(0.5, Math.max(lowFmr, rate)),
      y: Math.min(0.5, Math.max(lowFnmr, curve.falseNonMatchRates[i])),
    }))
    .filter((point, i, all) => i === 0 || point.x !== all[i - 1].x || point.y !== all[i - 1].y);
}
