/** What the contract tells of a measurement. */
import { createHash } from 'node:crypto';
import type { EvaluationFacts, ThresholdFacts } from '../../contract/evaluation.ts';
import type { EncoderScale } from '../../core/decision.ts';
import type { Populations } from '../../core/evaluation/populations.ts';
import { ratesAt, type RatesAt } from '../../core/evaluation/rates-at.ts';
import type { BootstrapIntervals } from '../../core/evaluation/bootstrap.ts';
import type { FieldFigures } from '../../core/evaluation/curves.ts';
import type { Distance, Rate } from '../../core/vocabulary.ts';
import type { AcquiredCapture } from './acquire.ts';
import type { Analysis } from './analysis.ts';
import type { Failures } from './failures.ts';
import type { Finding } from './findings.ts';
import { falseMatchBound, type PersonEvidence } from './person-evidence.ts';
import { describeProtocol, type Plan } from './plan.ts';
import type { ToldRate } from './told-rates.ts';

export interface Measurement {
  readonly set: string;
  readonly scale: EncoderScale;
  readonly plan: Plan;
  readonly acquired: readonly AcquiredCapture[];
  readonly failures: Failures;
  readonly populations: Populations;
  /** What slices, margin and intervals are told at. */
  readonly told: readonly ToldRate[];
  readonly analysis: Analysis;
  /** By resampling people; undefined where labels say nothing of people. */
  readonly intervals?: BootstrapIntervals;
  readonly findings: readonly Finding[];
}

export function factsOf(measurement: Measurement): EvaluationFacts {
  const { set, scale, plan, acquired, failures, populations, analysis, findings, intervals } =
    measurement;
  const { equalErrorRate, margin, targets, grid, curve } = analysis;
  return {
    set,
    protocol: describeProtocol(plan.protocol),
    modality: scale.modality,
    modelId: scale.modelId,
    dataSha256: hashData(plan, acquired),
    captures: plan.captures.length,
    labels: plan.labels.length,
    failuresToAcquire: failures.captures.length,
    failedComparisons: failures.comparisons,
    mated: populations.mated.length,
    nonMated: populations.nonMated.length,
    equalErrorRate: {
      rate: equalErrorRate.rate,
      threshold: equalErrorRate.threshold,
      ...(intervals && { interval: intervals.equalErrorRate }),
    },
    lowestRates: lowestRates(analysis.field, populations.nonMated.length),
    margin: {
      margin: margin.margin,
      untunedThreshold: margin.untunedThreshold,
      objective: margin.objective,
      atUntuned: {
        falseMatchRate: margin.atUntuned.falseMatchRate,
        falseNonMatchRate: margin.atUntuned.falseNonMatchRate,
      },
      matedInside: margin.mated.insideMargin.rate,
      nonMatedInside: margin.nonMated.insideMargin.rate,
    },
    targets,
    populations: {
      end: grid.end,
      mated: Array.from(grid.mated),
      nonMated: Array.from(grid.nonMated),
    },
    curve: {
      thresholds: Array.from(curve.thresholds),
      falseMatchRates: Array.from(curve.falseMatchRates),
      falseNonMatchRates: Array.from(curve.falseNonMatchRates),
      bounds: analysis.curveBounds,
    },
    findings,
  };
}

function lowestRates(
  { fmr100, fmr1000, fmr10000, zeroFmr }: FieldFigures,
  nonMated: number,
): EvaluationFacts['lowestRates'] {
  const figures: [number, RatesAt | undefined][] = [
    [1e-2, fmr100],
    [1e-3, fmr1000],
    [1e-4, fmr10000],
    [0, zeroFmr],
  ];
  return figures.flatMap(([rate, at]) => {
    if (!at || (rate > 0 && rate * nonMated < 1)) return [];
    const { threshold, falseMatches, falseNonMatches, falseNonMatchRate } = at;
    return [
      { falseMatchRate: rate as Rate, threshold, falseMatches, falseNonMatches, falseNonMatchRate },
    ];
  });
}

/** While the line is being dragged. */
export function thresholdFacts(
  populations: Populations,
  evidence: PersonEvidence | undefined,
  threshold: Distance,
): ThresholdFacts {
  const rates = ratesAt(populations, threshold);
  return {
    threshold,
    falseMatches: rates.falseMatches,
    falseMatchRate: rates.falseMatchRate,
    falseMatchUpperBound: falseMatchBound(evidence, rates),
    falseNonMatches: rates.falseNonMatches,
    falseNonMatchRate: rates.falseNonMatchRate,
    falseNonMatchLowerBound: rates.falseNonMatchLowerBound,
    falseNonMatchUpperBound: rates.falseNonMatchUpperBound,
  };
}

/** Of the labels and contents of all captures, and of the pairs that a list asks for. */
function hashData({ captures, labels, pairs, mated }: Plan, acquired: readonly AcquiredCapture[]) {
  const hash = createHash('sha256');
  captures.forEach(({ label }, i) =>
    hash.update(JSON.stringify([labels[label], acquired[i].sha256 ?? null])),
  );
  if (mated && pairs.kind === 'listed') {
    for (const list of [pairs.probes, pairs.references, mated]) {
      hash.update(new Uint8Array(list.buffer, list.byteOffset, list.byteLength));
    }
  }
  return hash.digest('hex');
}
