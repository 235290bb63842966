/** What a target rate means by a calibration: its limit, its price, and what stands behind it. Pure. */
import type { Calibration, OperatingPoint } from '../../../app/core/decision.ts';
import { EVALUATION } from '../../../app/core/parameters.ts';

/** Rates that can be chosen, from the most tolerant. */
export const TARGETS: readonly number[] = [...EVALUATION.targets, 1e-6, 1e-7];

export interface TargetFacts {
  readonly rate: number;
  /** By the rules of 30 and of 3. */
  readonly support: 'supported' | 'rule-of-three' | 'unsupported';
  /** Non-mated comparisons that are missing for the rule of 30. */
  readonly missing: number;
  /** The most tolerant measured point that is strict enough; absent where none is. */
  readonly point?: OperatingPoint;
}

export function targetFacts({ points }: Calibration, rate: number): TargetFacts {
  const comparisons = Math.max(0, ...points.map((point) => point.comparisons));
  const expected = comparisons * rate;
  const support =
    expected >= EVALUATION.ruleOfThirty
      ? 'supported'
      : expected >= EVALUATION.ruleOfThree
        ? 'rule-of-three'
        : 'unsupported';
  const missing = Math.max(0, Math.ceil(EVALUATION.ruleOfThirty / rate) - comparisons);
  // As core/decision.ts chooses for one reference.
  const point = points.find(({ falseMatchRate }) => falseMatchRate <= rate * (1 + 1e-9));
  return { rate, support, missing, ...(point && { point }) };
}
