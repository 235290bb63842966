/**
 * The report of an evaluation for other programs: everything that was measured, and nothing that
 * differs from run to run.
 */
import { reasonText } from '../../../contract/reason-text.ts';
import type { CurveRates } from '../../../core/evaluation/curves.ts';
import type { Evaluation } from '../evaluation.ts';
import { generalised } from '../failures.ts';
import type { RuleRates } from '../samples.ts';
import type { WorstPair } from '../worst-pairs.ts';

export function reportJson(evaluation: Evaluation): string {
  const { facts, analysis, failures, scale, models, plan, acquired, fusion, request, intervals } =
    evaluation;
  const { identification } = analysis;
  const report = {
    format: 'twinmark-evaluation-1',
    set: facts.set,
    protocol: { kind: plan.protocol, text: facts.protocol },
    modality: facts.modality,
    model: {
      id: scale.modelId,
      objective: scale.objective,
      margin: scale.margin,
      untunedThreshold: scale.untunedThreshold,
      files: models.map(({ name, file, sha256, bytes, licence }) => {
        return { name, file, sha256, bytes, licence };
      }),
    },
    capture: request.capture,
    data: {
      sha256: facts.dataSha256,
      captures: facts.captures,
      labels: facts.labels,
      people: plan.people,
      files: plan.captures.map(({ path, label }, i) => {
        return { path, label: plan.labels[label], sha256: acquired[i].sha256 };
      }),
      unlabelled: plan.unlabelled,
    },
    failures: {
      toAcquire: failures.captures.map(({ path, label, reasons }) => {
        return { path, label, reason: reasonText(reasons), reasons };
      }),
      toEnrol: { labels: failures.labels, of: failures.enrollable },
      comparisons: failures.comparisons,
    },
    comparisons: { mated: facts.mated, nonMated: facts.nonMated },
    equalErrorRate: facts.equalErrorRate,
    field: analysis.field,
    targets: analysis.targets.map((target) => {
      const { point } = target;
      if (!point) return target;
      const withFailures = generalised({ ...point, nonMated: point.comparisons }, failures);
      return { ...target, withFailures };
    }),
    bootstrap: intervals,
    margin: analysis.margin,
    identification: identification && {
      labels: identification.labels,
      matedSearches: identification.matedSearches,
      nonMatedSearches: identification.nonMatedSearches,
      ranks: identification.ranks,
      openSet: identification.openSet,
    },
    slices: analysis.slices,
    samples: analysis.samples?.map(ruleOf),
    fusion: fusion && {
      subjects: fusion.subjects,
      captures: fusion.captures,
      models: fusion.scales.map(({ modality, modelId }) => ({ modality, modelId })),
      secondSet: { captures: fusion.files, failuresToAcquire: fusion.failuresToAcquire },
      parts: fusion.parts.map(ruleOf),
      fused: fusion.fused.map(ruleOf),
    },
    worst: {
      falseMatches: analysis.worst.falseMatches.map((pair) => worstOf(pair, evaluation)),
      falseNonMatches: analysis.worst.falseNonMatches.map((pair) => worstOf(pair, evaluation)),
    },
    findings: facts.findings,
    assertions: evaluation.assertions,
    populations: facts.populations,
    curve: facts.curve,
  };
  return `${JSON.stringify(report, undefined, 1)}\n`;
}

function ruleOf<Rule extends string>({ curve, ...rates }: RuleRates<Rule>) {
  return { ...rates, curve: numbersOf(curve) };
}

function numbersOf({ thresholds, falseMatchRates, falseNonMatchRates }: CurveRates) {
  return {
    thresholds: Array.from(thresholds),
    falseMatchRates: Array.from(falseMatchRates),
    falseNonMatchRates: Array.from(falseNonMatchRates),
  };
}

export function worstOf({ probe, reference, distance }: WorstPair, evaluation: Evaluation) {
  const { plan, measured } = evaluation;
  const capture = (row: number) => plan.captures[measured.captures[row]];
  return {
    probe: capture(probe).path,
    probeLabel: plan.labels[capture(probe).label],
    reference: capture(reference).path,
    referenceLabel: plan.labels[capture(reference).label],
    distance,
  };
}
