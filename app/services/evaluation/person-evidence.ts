/** What comparisons that share people are worth as evidence, at the thresholds of a measurement. */
import { upperBound } from '../../core/error-rates.ts';
import type { SupportedTarget } from '../../core/evaluation/operating-points.ts';
import {
  boundByPerson,
  countByPerson,
  type LabelledDistances,
} from '../../core/evaluation/person-bound.ts';
import { DECISION, EVALUATION } from '../../core/parameters.ts';
import type { Rate } from '../../core/vocabulary.ts';

export interface PersonEvidence {
  /** Ascending. */
  readonly thresholds: readonly number[];
  /** At each of them: as many independent comparisons would vary as much. */
  readonly effective: readonly number[];
}

/** Undefined where no threshold keeps any target. */
export function personEvidence(
  measured: LabelledDistances,
  targets: readonly SupportedTarget[],
): PersonEvidence | undefined {
  const all = targets.flatMap(({ point }) => (point ? [point.threshold] : []));
  const thresholds = [...new Set(all)].sort((one, other) => one - other);
  if (thresholds.length === 0) return undefined;
  const bounds = countByPerson(measured, thresholds).map(boundByPerson);
  return {
    thresholds,
    effective: bounds.map(({ effectiveComparisons }) => effectiveComparisons),
  };
}

/** What a measurement of as many other people stays within; between two thresholds the weaker evidence counts. */
export function falseMatchBound(
  evidence: PersonEvidence | undefined,
  at: { readonly threshold: number; readonly falseMatches: number; readonly nonMated: number },
): Rate {
  const { threshold, falseMatches, nonMated } = at;
  if (!evidence) return upperBound(falseMatches, nonMated, DECISION.confidence);
  const { thresholds, effective } = evidence;
  const above = thresholds.findIndex((each) => each >= threshold);
  const last = above < 0 ? thresholds.length - 1 : above;
  const first = thresholds[last] === threshold ? last : Math.max(0, last - 1);
  const least = Math.min(...effective.slice(first, last + 1));
  return upperBound((falseMatches / nonMated) * least, least, EVALUATION.boundConfidence);
}

/** Points whose upper bounds hold of other people as well. */
export function withPersonBounds(
  targets: readonly SupportedTarget[],
  evidence: PersonEvidence,
): readonly SupportedTarget[] {
  return targets.map((target) => {
    const { point } = target;
    if (!point) return target;
    const { threshold, falseMatches, comparisons: nonMated } = point;
    const bound = falseMatchBound(evidence, { threshold, falseMatches, nonMated });
    return { ...target, point: { ...point, upperBound: bound, boundBy: 'person' as const } };
  });
}
