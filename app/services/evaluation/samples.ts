/** What several captures of a label make of its template: their closest, mean, or mean embedding. */
import { equalErrorRate, sortDistances } from '../../core/error-rates.ts';
import { curveRates, thinnedCurve, type CurveRates } from '../../core/evaluation/curves.ts';
import { operatingPoint, type MeasuredPoint } from '../../core/evaluation/operating-points.ts';
import { pairDistances } from '../../core/evaluation/pair-distances.ts';
import { allPairs, listedPairs, rowStart, type Pair } from '../../core/evaluation/pairs.ts';
import type { Populations } from '../../core/evaluation/populations.ts';
import { fuseSamples, meanEmbedding } from '../../core/evaluation/sample-fusion.ts';
import type { ReferenceMatrix } from '../../core/search.ts';
import type { Embedding, Rate } from '../../core/vocabulary.ts';
import { toldRates } from './told-rates.ts';

export type SampleRule = 'first-alone' | 'min' | 'mean' | 'mean-embedding';

/** Error rates of one way to use what there is. */
export interface RuleRates<Rule extends string> {
  readonly rule: Rule;
  readonly mated: number;
  readonly nonMated: number;
  readonly equalErrorRate: Rate;
  readonly points: readonly MeasuredPoint[];
  readonly curve: CurveRates;
}

export interface SampleFusion extends RuleRates<SampleRule> {
  /** Captures of each label that are its template, and labels that have so many. */
  readonly enrolled: number;
  readonly templates: number;
}

interface Trial {
  readonly probe: number;
  readonly references: readonly number[];
  readonly mated: boolean;
}

const CURVE_POINTS = 200;

/** Empty where no label has more captures than make a template. */
export function measureSamples(
  enrolled: number,
  { labels, distances }: { readonly labels: Uint32Array; readonly distances: Float64Array },
  embeddings: ReferenceMatrix | undefined,
): readonly SampleFusion[] {
  const byLabel = [...Map.groupBy(labels.keys(), (row) => labels[row]).values()];
  const templates = byLabel
    .filter((rows) => rows.length >= enrolled)
    .map((rows) => rows.slice(0, enrolled));
  const probes = byLabel.flatMap((rows) => rows.slice(enrolled));
  const trials = probes.flatMap((probe) =>
    templates.map((references): Trial => {
      return { probe, references, mated: labels[references[0]] === labels[probe] };
    }),
  );
  const between = (one: number, other: number) => {
    const [low, high] = one < other ? [one, other] : [other, one];
    return distances[rowStart(allPairs(labels.length), low) + high - low - 1];
  };
  const parts = (trial: Trial) => trial.references.map((row) => between(trial.probe, row));
  const rules: [SampleRule, (trial: Trial, i: number) => number][] = [
    ['first-alone', ({ probe, references }) => between(probe, references[0])],
    ['min', (trial) => fuseSamples('min', parts(trial))],
    ['mean', (trial) => fuseSamples('mean', parts(trial))],
  ];
  if (embeddings) {
    const means = distancesToMeans(embeddings, templates, probes);
    rules.push(['mean-embedding', (_, i) => means[i]]);
  }
  return rules.flatMap(([rule, measure]) => {
    const rates = ratesOf(rule, populationsOf(trials, measure));
    return rates ? [{ ...rates, enrolled, templates: templates.length }] : [];
  });
}

/** Undefined where one of the populations is empty. */
export function ratesOf<Rule extends string>(
  rule: Rule,
  populations: Populations,
): RuleRates<Rule> | undefined {
  const { mated, nonMated } = populations;
  if (mated.length === 0 || nonMated.length === 0) return undefined;
  const told = toldRates(populations);
  const thresholds = told.map(({ threshold }) => threshold);
  return {
    rule,
    mated: mated.length,
    nonMated: nonMated.length,
    equalErrorRate: equalErrorRate(mated, nonMated).rate,
    points: told.flatMap(({ falseMatchRate }) => operatingPoint(populations, falseMatchRate) ?? []),
    curve: curveRates(thinnedCurve(populations, CURVE_POINTS, [...new Set(thresholds)])),
  };
}

function populationsOf(
  trials: readonly Trial[],
  measure: (trial: Trial, i: number) => number,
): Populations {
  const mated: number[] = [];
  const nonMated: number[] = [];
  trials.forEach((trial, i) => (trial.mated ? mated : nonMated).push(measure(trial, i)));
  return { mated: sortDistances(mated), nonMated: sortDistances(nonMated) };
}

/** Of every probe to every template, in the order of the trials. */
function distancesToMeans(
  { rows, dimensions }: ReferenceMatrix,
  templates: readonly (readonly number[])[],
  probes: readonly number[],
): Float64Array {
  // A row of the matrix is an embedding.
  const rowOf = (row: number) =>
    rows.subarray(row * dimensions, (row + 1) * dimensions) as Embedding;
  const both = new Float32Array((probes.length + templates.length) * dimensions);
  probes.forEach((row, i) => both.set(rowOf(row), i * dimensions));
  templates.forEach((references, i) =>
    both.set(meanEmbedding(references.map(rowOf)), (probes.length + i) * dimensions),
  );
  const pairs = probes.flatMap((_, probe) =>
    templates.map((__, i): Pair => ({ probe, reference: probes.length + i })),
  );
  return pairDistances({ rows: both, dimensions }, listedPairs(pairs));
}
