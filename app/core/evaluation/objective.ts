/** What a training objective says of distances before anything is measured. */
import { distanceOfAngle } from '../distance.ts';
import { invariant } from '../failure.ts';
import type { Distance } from '../vocabulary.ts';

export type Objective =
  /** Mated pairs are pulled to 0, non-mated ones pushed beyond the margin. */
  | { readonly kind: 'contrastive'; readonly margin: number }
  /** Mated pairs below `boundary - margin`, non-mated ones above `boundary + margin`. */
  | { readonly kind: 'pairwise-hinge'; readonly boundary: number; readonly margin: number }
  /**
   * A sample belongs to an identity where its angle plus the margin is smaller than to any other
   * one; identities are pushed to be orthogonal (ArcFace).
   */
  | { readonly kind: 'angular-margin'; readonly marginRad: number };

export interface ObjectiveScale {
  /** Distance that training pushes non-mated pairs to. */
  readonly margin: Distance;
  /** Where the objective alone puts the threshold. */
  readonly untunedThreshold: Distance;
}

/** @param length of the vectors that the objective was trained on, where it was not 1 */
export function objectiveScale(objective: Objective, length = 1): ObjectiveScale {
  switch (objective.kind) {
    case 'contrastive':
      return scale(objective.margin / length, objective.margin / 2 / length);
    case 'pairwise-hinge': {
      const { boundary, margin } = objective;
      return scale((boundary + margin) / length, boundary / length);
    }
    case 'angular-margin': {
      const apart = Math.PI / 2;
      return scale(distanceOfAngle(apart), distanceOfAngle(apart - objective.marginRad));
    }
  }
}

/** Of embeddings that were joined: squared distances add up with the squared weights. */
export function joinedScale(
  parts: readonly ObjectiveScale[],
  weights: readonly number[],
): ObjectiveScale {
  invariant(parts.length === weights.length && parts.length > 0, 'every joined part has a weight');
  const whole = weights.reduce((sum, weight) => sum + weight ** 2, 0);
  const joined = (of: (part: ObjectiveScale) => number) =>
    Math.sqrt(parts.reduce((sum, part, i) => sum + (weights[i] * of(part)) ** 2, 0) / whole);
  return scale(
    joined(({ margin }) => margin),
    joined(({ untunedThreshold }) => untunedThreshold),
  );
}

function scale(margin: number, untunedThreshold: number): ObjectiveScale {
  return { margin: margin as Distance, untunedThreshold: untunedThreshold as Distance };
}
