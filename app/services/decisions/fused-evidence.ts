/** What several captures say together, and what is decided on it. */
import { limitFor, type DecisionOutcome } from '../../core/decision.ts';
import type { Evidence } from '../../core/evidence.ts';
import { UNKNOWN_FINGER, fingerName } from '../../core/finger.ts';
import type { Rate } from '../../core/vocabulary.ts';
import type { Compared } from './person-comparison.ts';

/** Rounding of sums must not turn a rate away that is the target. */
const SLACK = 1 + 1e-9;

/** A match where strangers bring evidence this strong no oftener than the target allows. */
export function decideByRate(
  falseMatchRate: Rate,
  targetRate: Rate,
  undecidedRate: Rate | undefined,
): DecisionOutcome {
  const within = (rate: Rate | undefined) => rate !== undefined && falseMatchRate <= rate * SLACK;
  if (within(targetRate)) return 'match';
  return within(undecidedRate) ? 'undecided' : 'non-match';
}

/**
 * What each capture shows: captures of one face or finger tell the same twice. Prints of which
 * nobody says the finger may all be of one.
 */
export function traitsOf(counted: readonly Compared[]): string[] {
  const fingerOfCapture = ({ capture }: Compared) =>
    capture.modality === 'face' ? undefined : (capture.finger ?? UNKNOWN_FINGER);
  const unknown = counted.some((one) => fingerOfCapture(one) === UNKNOWN_FINGER);
  return counted.map((one) => {
    const finger = fingerOfCapture(one);
    if (finger === undefined) return 'face';
    return unknown ? 'any finger' : fingerName(finger);
  });
}

/** Of captures of one trait the closest counts, and each was one more chance. */
export function evidenceOf(traits: readonly string[], parts: readonly Evidence[]): Evidence[] {
  const byTrait = Map.groupBy(
    parts.map((part, i) => ({ ...part, trait: traits[i] })),
    ({ trait }) => trait,
  );
  return [...byTrait.values()].map((samples) => {
    const [{ calibration, distance }] = samples.toSorted(
      (one, other) => one.distance - other.distance,
    );
    const comparisons = samples.reduce((sum, sample) => sum + sample.comparisons, 0);
    return { calibration, distance, comparisons };
  });
}

/**
 * Whether a face matches, and a finger does, without each other's help: the closest capture of each
 * kind is within the limit for all of that kind. Whoever looks alike has one of the two for nothing:
 * it is as close as the person's own, and would outweigh a finger of anybody.
 */
export function bothModalitiesMatch(
  traits: readonly string[],
  parts: readonly Evidence[],
  targetRate: Rate,
): boolean {
  return [true, false].every((isFace) => {
    const own = parts.filter((_, i) => (traits[i] === 'face') === isFace);
    const [closest] = own.toSorted((one, other) => one.distance - other.distance);
    if (!closest) return false;
    const comparisons = own.reduce((sum, part) => sum + part.comparisons, 0);
    const limit = limitFor(closest.calibration, targetRate, comparisons);
    return limit !== undefined && closest.distance <= limit.threshold;
  });
}

export function aloneOf({ scale, distance, references }: Compared): Evidence {
  return { calibration: scale.calibration, distance, comparisons: references.length };
}
