/**
 * Probable errors in the labels of a set: what the distances contradict. Findings are doubts for a
 * person to look at; nothing is ever dropped because of them.
 */
import { countAtOrBelow, thresholdForFmr } from '../error-rates.ts';
import { EVALUATION } from '../parameters.ts';
import type { Distance } from '../vocabulary.ts';
import { nearestCaptures, type Nearest } from './nearest.ts';
import { forEachPair, type Pairs } from './pairs.ts';
import type { Populations } from './populations.ts';

export type LabelFinding = CrossLabelled | WrongLabel | OnePersonTwoLabels | UnlikeItsLabel;

interface FindingFacts {
  /** By how much, in distance, the label is contradicted: what findings are ranked by. */
  readonly strength: number;
  /** The captures in doubt. */
  readonly captures: readonly number[];
}

/** Two captures each of which belongs to the other's label: their labels were swapped. */
export interface CrossLabelled extends FindingFacts {
  readonly kind: 'cross-labelled';
  readonly evidence: readonly [Nearest, Nearest];
}

/** A capture that is far from all of its label, and close to another one. */
export interface WrongLabel extends FindingFacts {
  readonly kind: 'wrong-label';
  readonly evidence: Nearest;
  readonly suggestedLabel: number;
}

/** Captures of two labels that are as close as mated ones, while each belongs to its own. */
export interface OnePersonTwoLabels extends FindingFacts {
  readonly kind: 'one-person-two-labels';
  readonly labels: readonly [number, number];
  readonly closest: Distance;
  /** Of the comparisons of the two labels, how many are as close as mated ones. */
  readonly closePairs: number;
}

/** A capture that is far from all of its label, whose other captures agree with each other. */
export interface UnlikeItsLabel extends FindingFacts {
  readonly kind: 'unlike-its-label';
  readonly evidence: Nearest;
}

export interface LabelledPairs {
  readonly pairs: Pairs;
  readonly distances: Float64Array;
  readonly labels: Uint32Array;
  readonly populations: Populations;
}

/**
 * Strongest first.
 *
 * @param threshold beyond which mated captures are far from each other: that of a decision, better
 *   a strict one than where both rates are equal
 */
export function labelErrors(measured: LabelledPairs, threshold: Distance): readonly LabelFinding[] {
  const close = closeLimit(measured.populations, threshold);
  if (close === undefined) return [];
  const nearest = nearestCaptures(measured);
  const misplaced = nearest.filter(
    ({ own, other }) => own && other && own.distance > threshold && other.distance <= close,
  );
  const doubted = new Set(misplaced.map(({ capture }) => capture));
  const findings = [
    ...misplacedFindings(misplaced, measured.labels),
    ...twoLabels(measured, close, threshold, doubted),
    ...unlike(nearest, measured, threshold, doubted),
  ];
  return findings.sort(
    (one, two) => two.strength - one.strength || one.captures[0] - two.captures[0],
  );
}

/**
 * Up to which distance two captures are as close as mated ones: as most of those, and as few
 * non-mated ones. Undefined where the encoder can't tell the two apart so well.
 */
function closeLimit({ mated, nonMated }: Populations, threshold: Distance): Distance | undefined {
  if (mated.length === 0 || nonMated.length === 0) return undefined;
  const { closeFmr, closeShare } = EVALUATION.labelErrors;
  const rare = thresholdForFmr(nonMated, closeFmr);
  if (rare === undefined) return undefined;
  const limit = Math.min(mated[Math.floor(closeShare * (mated.length - 1))], rare, threshold);
  return countAtOrBelow(mated, limit) > 0 ? (limit as Distance) : undefined;
}

/** Two that suggest each other's label were swapped; the others have a wrong one. */
function misplacedFindings(misplaced: readonly Nearest[], labels: Uint32Array): LabelFinding[] {
  const findings: LabelFinding[] = [];
  const taken = new Set<number>();
  const suggested = (one: Nearest) => labels[one.other?.capture ?? one.capture];
  const byStrength = misplaced.toSorted((one, two) => gap(two) - gap(one));
  for (const one of byStrength) {
    if (taken.has(one.capture)) continue;
    const twin = byStrength.find(
      (two) =>
        !taken.has(two.capture) &&
        suggested(two) === labels[one.capture] &&
        suggested(one) === labels[two.capture],
    );
    if (twin) {
      taken.add(twin.capture);
      findings.push({
        kind: 'cross-labelled',
        strength: Math.min(gap(one), gap(twin)),
        captures: [one.capture, twin.capture],
        evidence: [one, twin],
      });
    } else {
      findings.push({
        kind: 'wrong-label',
        strength: gap(one),
        captures: [one.capture],
        evidence: one,
        suggestedLabel: suggested(one),
      });
    }
    taken.add(one.capture);
  }
  return findings;
}

function gap({ own, other }: Nearest): number {
  return own && other ? own.distance - other.distance : 0;
}

function twoLabels(
  { pairs, distances, labels }: LabelledPairs,
  close: Distance,
  threshold: Distance,
  doubted: ReadonlySet<number>,
): LabelFinding[] {
  const found = new Map<string, { closest: number; captures: readonly number[]; count: number }>();
  forEachPair(pairs, (one, two, place) => {
    const distance = distances[place];
    if (!(distance <= close) || labels[one] === labels[two]) return;
    if (doubted.has(one) || doubted.has(two)) return;
    const key = [labels[one], labels[two]].sort((a, b) => a - b).join();
    const before = found.get(key) ?? { closest: Infinity, captures: [], count: 0 };
    const nearer = distance < before.closest ? { closest: distance, captures: [one, two] } : before;
    found.set(key, { ...nearer, count: before.count + 1 });
  });
  return [...found.values()].map(({ closest, captures, count }) => ({
    kind: 'one-person-two-labels',
    strength: threshold - closest,
    captures,
    labels: [labels[captures[0]], labels[captures[1]]],
    closest: closest as Distance,
    closePairs: count,
  }));
}

function unlike(
  nearest: readonly Nearest[],
  { labels }: LabelledPairs,
  threshold: Distance,
  doubted: ReadonlySet<number>,
): LabelFinding[] {
  const agreeing = new Set(
    nearest
      .filter(({ own }) => own && own.distance <= threshold)
      .map(({ capture }) => labels[capture]),
  );
  return nearest.flatMap((one) => {
    const { own, capture } = one;
    if (!own || own.distance <= threshold || doubted.has(capture)) return [];
    if (!agreeing.has(labels[capture])) return [];
    const strength = own.distance - threshold;
    return [{ kind: 'unlike-its-label', strength, captures: [capture], evidence: one }] as const;
  });
}
