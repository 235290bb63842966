/** All that is computed of measured distances, in one go and in a thread of its own. */
import type { EncoderScale } from '../../core/decision.ts';
import { equalErrorRate } from '../../core/error-rates.ts';
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
import type { Pairs } from '../../core/evaluation/pairs.ts';
import {
  populationGrid,
  type PopulationGrid,
  type Populations,
} from '../../core/evaluation/populations.ts';
import { sliceBy, type Attribute, type Slice } from '../../core/evaluation/slices.ts';
import type { ReferenceMatrix } from '../../core/search.ts';
import type { Distance, Rate } from '../../core/vocabulary.ts';
import { curveBounds, type CurveBounds } from './curve-bounds.ts';
import { identify, type Identification } from './identification.ts';
import { personEvidence, withPersonBounds, type PersonEvidence } from './person-evidence.ts';
import { measureSamples, type SampleFusion } from './samples.ts';
import type { ToldRate } from './told-rates.ts';
import { worstPairs, type WorstPairs } from './worst-pairs.ts';

export interface AnalysisInput {
  readonly scale: Pick<EncoderScale, 'objective' | 'margin' | 'untunedThreshold'>;
  /** Beyond it captures of one label are far from each other; not of these data, which may be wrong. */
  readonly decisionThreshold: Distance;
  readonly pairs: Pairs;
  readonly labels: Uint32Array;
  readonly people: Uint32Array;
  readonly distances: Float64Array;
  readonly populations: Populations;
  /** What slices and the margin are told at. */
  readonly told: readonly ToldRate[];
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
  /** Bounds of thresholds by person; undefined where labels say nothing of people. */
  readonly evidence?: PersonEvidence;
  readonly margin: MarginFacts;
  readonly grid: PopulationGrid;
  readonly curve: CurveRates;
  readonly curveBounds: CurveBounds;
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
export function analyse(input: AnalysisInput): Analysis {
  const { scale, pairs, labels, people, distances, populations, told, mated } = input;
  const equal = equalErrorRate(populations.mated, populations.nonMated);
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
  const curve = curveRates(thinnedCurve(populations, CURVE_POINTS, [...new Set(kept)]));
  return {
    equalErrorRate: equal,
    field: fieldFigures(populations),
    targets,
    margin: marginFacts(scale, populations, toldAt),
    grid: populationGrid(populations, GRID_BINS, scale.margin),
    curve,
    curveBounds: curveBounds(populations, evidence, curve),
    findings: mated ? [] : labelErrors(measured, input.decisionThreshold),
    slices: input.attributes.flatMap((attribute) =>
      mated ? [] : sliceBy(attribute, measured, toldAt).map(withoutPopulations),
    ),
    worst: worstPairs(pairs, distances, populations, (place, one, other) =>
      mated ? mated[place] === 1 : labels[one] === labels[other],
    ),
    ...(evidence && { evidence }),
    ...(identification && { identification }),
    ...(input.samples !== undefined && {
      samples: measureSamples(input.samples, measured, input.embeddings),
    }),
  };
}

function withoutPopulations({ attribute, values, summary }: Slice): SliceRates {
  return { attribute, values, summary };
}
