/**
 * Operating points: thresholds for target false match rates, with the counts and bounds that they
 * stand on, and what a number of comparisons can show at all.
 */
import type { OperatingPoint } from '../decision.ts';
import { thresholdForFmr } from '../error-rates.ts';
import { invariant } from '../failure.ts';
import { EVALUATION } from '../parameters.ts';
import type { Distance, Rate } from '../vocabulary.ts';
import type { Populations } from './populations.ts';
import { ratesAt } from './rates-at.ts';

/** An operating point with the bounds that the shipped ones leave out. */
export interface MeasuredPoint extends OperatingPoint {
  readonly fmrLowerBound: Rate;
  readonly falseNonMatches: number;
  readonly fnmrLowerBound: Rate;
  readonly fnmrUpperBound: Rate;
}

/**
 * `supported`: the rule of 30 holds, as many false matches are expected as give a rate to within
 * 30 % at a confidence of 90 %. `rule-of-three`: enough that, had none of them matched, 95 %
 * confidence would be had in the target. `unsupported`: fewer than that.
 */
export type Support = 'supported' | 'rule-of-three' | 'unsupported';

export interface TargetSupport {
  readonly support: Support;
  /** Non-mated comparisons that are still missing for the rule of 30. */
  readonly missingComparisons: number;
}

export function supportOf(target: number, comparisons: number): TargetSupport {
  const { ruleOfThirty, ruleOfThree } = EVALUATION;
  const missingComparisons = Math.max(0, comparisonsFor(ruleOfThirty, target) - comparisons);
  if (missingComparisons === 0) return { support: 'supported', missingComparisons };
  const enough = comparisons >= comparisonsFor(ruleOfThree, target);
  return { support: enough ? 'rule-of-three' : 'unsupported', missingComparisons };
}

/** Comparisons of which so many are expected to match falsely at a rate. */
function comparisonsFor(falseMatches: number, rate: number): number {
  invariant(rate > 0 && rate <= 1, `a target rate is above 0 and at most 1, not ${rate}`);
  // 30 / 3e-4 is a little more than 100,000 in binary: no comparison more for that.
  return Math.ceil((falseMatches / rate) * (1 - 1e-12));
}

/** Undefined where even a distance of 0 matches too often. */
export function operatingPoint(
  populations: Populations,
  target: number,
): MeasuredPoint | undefined {
  const threshold = thresholdForFmr(populations.nonMated, target);
  return threshold === undefined ? undefined : pointAt(populations, target, threshold);
}

/** What a threshold that was chosen for a target really does. */
export function pointAt(
  populations: Populations,
  target: number,
  threshold: Distance,
): MeasuredPoint {
  const rates = ratesAt(populations, threshold);
  return {
    falseMatchRate: target as Rate,
    threshold,
    comparisons: rates.nonMated,
    falseMatches: rates.falseMatches,
    fmrLowerBound: rates.falseMatchLowerBound,
    upperBound: rates.falseMatchUpperBound,
    mated: rates.mated,
    falseNonMatches: rates.falseNonMatches,
    falseNonMatchRate: rates.falseNonMatchRate,
    fnmrLowerBound: rates.falseNonMatchLowerBound,
    fnmrUpperBound: rates.falseNonMatchUpperBound,
  };
}

export interface SupportedTarget extends TargetSupport {
  readonly falseMatchRate: Rate;
  /** Absent where no threshold keeps the target. */
  readonly point?: MeasuredPoint;
}

/** Every target, from the most tolerant to the strictest, with what the data say about it. */
export function supportedTargets(
  populations: Populations,
  targets: readonly number[] = EVALUATION.targets,
): readonly SupportedTarget[] {
  return targets
    .toSorted((one, other) => other - one)
    .map((target) => {
      const point = operatingPoint(populations, target);
      return {
        falseMatchRate: target as Rate,
        ...supportOf(target, populations.nonMated.length),
        ...(point === undefined ? {} : { point }),
      };
    });
}
