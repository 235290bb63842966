/** All that is computed of measured distances, in one go and in a thread of its own. */
import type { EncoderScale } from '../../core/decision.ts';
import { equalErrorRate, sortDistances } from '../../core/error-rates.ts';
import { bootstrapIntervals, type BootstrapIntervals } from '../../core/evaluation/bootstrap.ts';
import {
  curveRates,
  fieldFigures,
  thinnedCurve,
  type CurveRates,
  type FieldFigures,
} from '../../core/evaluation/curves.ts';
import { labelErrors, type LabelFinding } from '../../core/evaluation/label-errors.ts';
import { marginFacts, type MarginFacts } from '../../core/evaluation/margin.ts';
import { supportedTargets, type SupportedTarget } from '../../core/evaluation/operating-points.ts';
import { splitPopulations, type Pairs } from '../../core/evaluation/pairs.ts';
import {
  populationGrid,
  type PopulationGrid,
  type Populations,
} from '../../core/evaluation/populations.ts';
import { sliceBy, type Attribute, type Slice } from '../../core/evaluation/slices.ts';
import type { ReferenceMatrix } from '../../core/search.ts';
import type { Distance, Rate } from '../../core/vocabulary.ts';
import { identify, type Identification } from './identification.ts';
import { personEvidence, withPersonBounds, type PersonEvidence } from './person-evidence.ts';
import { measureSamples, type SampleFusion } from './samples.ts';
import { decisionRate, toldRates, type ToldRate } from './told-rates.ts';
import { worstPairs, type WorstPairs } from './worst-pairs.ts';

export interface AnalysisInput {
  readonly scale: Pick<EncoderScale, 'objective' | 'margin' | 'untunedThreshold'>;
  readonly pairs: Pairs;
  readonly labels: Uint32Array;
  readonly people: Uint32Array;
  readonly distances: Float64Array;
  /** Where labels don't say the truth of listed pairs. */
  readonly mated?: Uint8Array;
  readonly attributes: readonly Attribute[];
  /** How many captures of each label make a template of several samples. */
  readonly samples?: number;
  /** Of faces: means of embeddings are templates too. */
  readonly embeddings?: ReferenceMatrix;
}

export interface Analysis {
  readonly equalErrorRate: { readonly rate: Rate; readonly threshold: Distance };
  readonly field: FieldFigures;
  readonly targets: readonly SupportedTarget[];
  /** What slices, margin and intervals are told at. */
  readonly told: readonly ToldRate[];
  /** Bounds of thresholds by person; undefined where labels say nothing of people. */
  readonly evidence?: PersonEvidence;
  readonly margin: MarginFacts;
  readonly grid: PopulationGrid;
  readonly curve: CurveRates;
  readonly intervals?: BootstrapIntervals;
  readonly identification?: Identification;
  readonly findings: readonly LabelFinding[];
  readonly slices: readonly SliceRates[];
  readonly worst: WorstPairs;
  readonly samples?: readonly SampleFusion[];
}

/** Distances of slices are no one's business any more. */
export type SliceRates = Omit<Slice, 'populations'>;

/** Of drawings: the eye sees no more. */
const CURVE_POINTS = 400;
const GRID_BINS = 160;

/** Both populations have members: whoever calls this has made sure. */
export function analyse(input: AnalysisInput): {
  readonly analysis: Analysis;
  readonly populations: Populations;
} {
  const { scale, pairs, labels, people, distances, mated } = input;
  const populations = mated
    ? splitByTruth(mated, distances)
    : splitPopulations(pairs, labels, distances);
  const equal = equalErrorRate(populations.mated, populations.nonMated);
  const told = toldRates(populations);
  const toldAt = [...new Set(told.map(({ threshold }) => threshold))];
  const measured = { pairs, labels, people, distances, populations };
  const plain = supportedTargets(populations);
  const evidence = personEvidence({ ...measured, ...(mated && { mated }) }, plain);
  const targets = evidence ? withPersonBounds(plain, evidence) : plain;
  const kept = [
    equal.threshold,
    ...toldAt,
    ...targets.flatMap(({ point }) => point?.threshold ?? []),
  ];
  const identification = mated ? undefined : identify(labels, pairs, distances);
  const intervals = mated
    ? undefined
    : bootstrapIntervals(measured, { targets: [], thresholds: toldAt });
  const decision = decisionRate(told)?.threshold;
  const analysis: Analysis = {
    equalErrorRate: equal,
    field: fieldFigures(populations),
    targets,
    told,
    margin: marginFacts(scale, populations, toldAt),
    grid: populationGrid(populations, GRID_BINS, scale.margin),
    curve: curveRates(thinnedCurve(populations, CURVE_POINTS, [...new Set(kept)])),
    findings: mated || decision === undefined ? [] : labelErrors(measured, decision),
    slices: input.attributes.flatMap((attribute) =>
      mated ? [] : sliceBy(attribute, measured, toldAt).map(withoutPopulations),
    ),
    worst: worstPairs(pairs, distances, populations, (place, one, other) =>
      mated ? mated[place] === 1 : labels[one] === labels[other],
    ),
    ...(evidence && { evidence }),
    ...(intervals && { intervals }),
    ...(identification && { identification }),
    ...(input.samples !== undefined && {
      samples: measureSamples(input.samples, measured, input.embeddings),
    }),
  };
  return { analysis, populations };
}

function splitByTruth(mated: Uint8Array, distances: Float64Array): Populations {
  return {
    mated: sortDistances(distances.filter((_, place) => mated[place] === 1)),
    nonMated: sortDistances(distances.filter((_, place) => mated[place] === 0)),
  };
}

function withoutPopulations({ attribute, values, summary }: Slice): SliceRates {
  return { attribute, values, summary };
}
