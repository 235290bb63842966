import type { AnchorComparison } from './fingerprint/compare.ts';
import { DECISION } from './parameters.ts';
import type { Distance, ModelId, Rate } from './vocabulary.ts';

/** A threshold and the measurement that it stands on. */
export interface OperatingPoint {
  /** What was aimed at, per comparison. */
  readonly falseMatchRate: Rate;
  readonly threshold: Distance;
  /** Non-mated comparisons of the measurement, and how many of them matched. */
  readonly comparisons: number;
  readonly falseMatches: number;
  /** One-sided, 95 %; of what, `boundBy` says. */
  readonly upperBound: Rate;
  /**
   * `person`: what a measurement of as many other people stays within (evaluation/person-bound.ts).
   * `comparison`, and where nothing is said: Clopper-Pearson, as if comparisons that share people
   * told nothing of each other, which is too good to be true.
   */
  readonly boundBy?: 'person' | 'comparison';
  /** Mated comparisons of the measurement, and the share that did not match. */
  readonly mated: number;
  readonly falseNonMatchRate: Rate;
}

/** Where operating points come from. */
export interface Calibration {
  readonly id: string;
  readonly set: string;
  readonly protocol: string;
  /** ISO 8601 date. */
  readonly measuredOn: string;
  /** From the most tolerant to the strictest. */
  readonly points: readonly OperatingPoint[];
  /** Measured where the program is used; it comes with the model where nothing is said. */
  readonly origin?: CalibrationOrigin;
}

export type CalibrationOrigin = 'shipped' | 'site';

interface ScaleFacts {
  readonly modelId: ModelId;
  /** Of one embedding: the face's, or each anchor's. */
  readonly dimensions: number;
  /** The training objective in words. */
  readonly objective: string;
  /** Distance that training pushes non-mated pairs to. */
  readonly margin: Distance;
  /** Where the objective alone puts the threshold, before any measurement. */
  readonly untunedThreshold: Distance;
  readonly calibration: Calibration;
}

export interface FaceScale extends ScaleFacts {
  readonly modality: 'face';
}

export interface FingerprintScale extends ScaleFacts {
  readonly modality: 'fingerprint';
  /** How anchors of two prints are brought together. */
  readonly comparison: AnchorComparison;
}

/** How distances of an encoder are to be taken and read. */
export type EncoderScale = FaceScale | FingerprintScale;

/** The limit of one decision, and what may be claimed of it. */
export interface Limit {
  readonly threshold: Distance;
  /** The rate of wrong matches per decision that was asked for. */
  readonly targetRate: Rate;
  /** How many references a decision compares with. */
  readonly references: number;
  /** The false match rate per comparison that the threshold must not exceed. */
  readonly falseMatchRate: Rate;
  /**
   * `measured`: the calibration holds a point at least as strict. `extrapolated`: the target is
   * beyond what its comparisons can show; the threshold follows the trend of its last decade.
   */
  readonly support: 'measured' | 'extrapolated';
  /** The point that the threshold was taken or continued from. */
  readonly point: OperatingPoint;
}

export type ComparisonOutcome = 'match' | 'non-match';

/** `undecided` inside a band that the policy sets, or where more evidence is asked for. */
export type DecisionOutcome = ComparisonOutcome | 'undecided';

/** The one place where a distance becomes a decision. */
export function decide(distance: Distance, threshold: Distance): ComparisonOutcome {
  return distance <= threshold ? 'match' : 'non-match';
}

/** With a band: between the threshold and a looser one nothing is decided. */
export function decideWithBand(
  distance: Distance,
  threshold: Distance,
  undecidedThreshold: Distance | undefined,
): DecisionOutcome {
  const outcome = decide(distance, threshold);
  if (outcome === 'match' || undecidedThreshold === undefined) return outcome;
  return decide(distance, undecidedThreshold) === 'match' ? 'undecided' : 'non-match';
}

/** The false match rate per comparison that keeps `references` comparisons within a rate. */
export function ratePerComparison(targetRate: Rate, references: number): Rate {
  // 1 - (1 - rate)^(1/n), without the loss of digits near 0.
  const rate: number = targetRate;
  return -Math.expm1(Math.log1p(-rate) / Math.max(1, references)) as Rate;
}

/** The rate of a decision whose every comparison has a rate: the reverse of the above. */
export function decisionRate(falseMatchRate: Rate, references: number): Rate {
  const rate: number = falseMatchRate;
  return -Math.expm1(Math.log1p(-rate) * Math.max(1, references)) as Rate;
}

/**
 * The threshold for a decision that takes the closest of `references` comparisons. Among measured
 * points it takes the most tolerant one that is strict enough; nothing lies between points.
 * Undefined where the calibration holds no point at all.
 */
export function limitFor(
  calibration: Calibration,
  targetRate: Rate,
  references: number,
): Limit | undefined {
  const falseMatchRate = ratePerComparison(targetRate, references);
  const measured = calibration.points.find(
    (point) => point.falseMatchRate <= falseMatchRate * (1 + 1e-9),
  );
  const common = { targetRate, references, falseMatchRate };
  if (measured) {
    return { ...common, threshold: measured.threshold, support: 'measured', point: measured };
  }
  const strictest = calibration.points.at(-1);
  if (!strictest) return undefined;
  const threshold = continueTrend(calibration.points, strictest, falseMatchRate);
  return { ...common, threshold, support: 'extrapolated', point: strictest };
}

/**
 * The logarithm of the false match rate falls faster than linearly as the threshold shrinks, so a
 * straight line through the last decade errs to the strict side.
 */
function continueTrend(
  points: readonly OperatingPoint[],
  strictest: OperatingPoint,
  falseMatchRate: Rate,
): Distance {
  const decadeAbove =
    points.findLast((point) => point.falseMatchRate >= strictest.falseMatchRate * 10) ?? points[0];
  const decades = Math.log10(decadeAbove.falseMatchRate / strictest.falseMatchRate);
  if (decades <= 0) return 0 as Distance; // One point shows no trend: nothing can be accepted.
  const perDecade = (decadeAbove.threshold - strictest.threshold) / decades;
  const further = Math.log10(strictest.falseMatchRate / falseMatchRate);
  return Math.max(0, strictest.threshold - perDecade * further) as Distance;
}

/** The threshold at which `pairs` comparisons are expected to hold few false matches. */
export function limitForPairs(calibration: Calibration, pairs: number): Limit | undefined {
  const rate = Math.min(0.5, DECISION.duplicateFalsePairs / Math.max(1, pairs)) as Rate;
  const perPair = limitFor(calibration, rate, 1);
  // However few the pairs, a duplicate is never claimed at a looser limit than a verification.
  const verification = limitFor(calibration, DECISION.verificationFmr as Rate, 1);
  if (!perPair || !verification) return undefined;
  return perPair.threshold < verification.threshold ? perPair : verification;
}
