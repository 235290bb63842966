/** The curve on normal-deviate axes: only what the counts can show. Pure. */
import type { EvaluationFacts } from '../../../app/contract/evaluation.ts';
import type { DataPoint } from '../../charts/plot.ts';
import type { Scale } from '../../charts/scales.ts';

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

/** Where the axes end on the side of the larger errors. */
const HIGH = 0.5;

/**
 * The scale with as many of its ticks as can be read beside each other; powers of ten come first.
 *
 * @param least share of the axis from one tick to the next
 */
export function spaced(scale: Scale, least: number): Scale {
  const isPower = (tick: number) => Math.abs(Math.log10(tick) % 1) < 1e-9;
  const byWeight = scale.ticks.toSorted(
    (one, other) => Number(isPower(other)) - Number(isPower(one)),
  );
  const ticks = byWeight.reduce<readonly number[]>((kept, tick) => {
    const free = kept.every((other) => Math.abs(scale.at(other) - scale.at(tick)) >= least);
    return free ? [...kept, tick] : kept;
  }, []);
  return { ...scale, ticks: ticks.toSorted((one, other) => one - other) };
}

export interface DetBand {
  readonly upper: readonly DataPoint[];
  readonly lower: readonly DataPoint[];
}

/**
 * How sure the curve is: from the best that right people may be turned away at, to the worst that
 * both errors may be. Undefined of measurements that were stored without their bounds.
 */
export function detBand(
  { curve }: Pick<EvaluationFacts, 'curve'>,
  range: DetRange,
): DetBand | undefined {
  const { bounds } = curve;
  if (!bounds) return undefined;
  const inside = (x: number, y: number): DataPoint => ({
    x: Math.min(HIGH, Math.max(range.lowFmr, x)),
    y: Math.min(HIGH, Math.max(range.lowFnmr, y)),
  });
  // A bound that is drawn never steps back: it is read from left to right.
  let most = 0;
  return {
    upper: bounds.falseNonMatchUpper.map((worst, i) => {
      most = Math.max(most, bounds.falseMatchUpper[i]);
      return inside(most, worst);
    }),
    lower: bounds.falseNonMatchLower.map((best, i) => inside(curve.falseMatchRates[i], best)),
  };
}

/** By rising false match rate, cut where an axis ends; none lies at infinity. */
export function detPoints(
  { curve }: Pick<EvaluationFacts, 'curve'>,
  { lowFmr, lowFnmr }: DetRange,
): readonly DataPoint[] {
  return curve.falseMatchRates
    .map((rate, i) => ({
      x: Math.min(HIGH, Math.max(lowFmr, rate)),
      y: Math.min(HIGH, Math.max(lowFnmr, curve.falseNonMatchRates[i])),
    }))
    .filter((point, i, all) => i === 0 || point.x !== all[i - 1].x || point.y !== all[i - 1].y);
}
