/** One measurement from captures to facts: plan, acquire, compare, analyse. */
import type { AssertionResult, EvaluationFacts, EvaluationRun } from '../../contract/evaluation.ts';
import type { EncoderScale } from '../../core/decision.ts';
import { AppError } from '../../core/failure.ts';
import type { JobContext } from '../jobs.ts';
import { scaleOf } from '../scales.ts';
import {
  acquireSet,
  planSet,
  type AcquiredSet,
  type EvaluationParts,
  type SetRequest,
} from './acquired-set.ts';
import { judgeAssertion, readAssertions } from './assert.ts';
import { attributesOf, checkSlices } from './attributes.ts';
import { compareCaptures, withThreads } from './compare-captures.ts';
import { factsOf, type Measurement } from './facts.ts';
import { failuresOf } from './failures.ts';
import { findingsOf } from './findings.ts';
import { fuseSets, type FusionReport } from './fuse-sets.ts';
import type { MeasuredSet } from './measured.ts';
import { countMated } from './plan.ts';

export interface EvaluationRequest extends SetRequest {
  /** How reports call the data. */
  readonly set: string;
  readonly cache: boolean;
  readonly slices: readonly string[];
  readonly samples?: number;
  readonly fusedWith?: SetRequest;
  readonly assertions: readonly string[];
}

/** A measurement as long as the program keeps it. */
export interface Evaluation extends Measurement {
  readonly request: EvaluationRequest;
  readonly measured: MeasuredSet;
  readonly distances: Float64Array;
  readonly models: readonly ModelFile[];
  readonly fusion?: FusionReport;
  readonly facts: EvaluationFacts;
  readonly assertions: readonly AssertionResult[];
  readonly run: EvaluationRun;
}

export type ModelFile = Awaited<ReturnType<EvaluationParts['engine']['checkModels']>>[number];

export async function evaluate(
  request: EvaluationRequest,
  parts: EvaluationParts,
  context: JobContext,
): Promise<Evaluation> {
  const { engine } = parts;
  const { capture, samples, fusedWith } = request;
  const scale = scaleOf(engine, capture.modality);
  const assertions = readAssertions(request.assertions, request.protocol.kind);
  const plan = await planSet(request, context);
  checkSlices(plan, request.slices);
  refuseSamples(request);
  const models = await engine.checkModels(capture.modality);

  const clock = createClock();
  const set = await acquireSet(plan, capture, request.cache, parts, context);
  refuseEmpty(set.measured);
  const acquiring = clock();
  const compared = await compareCaptures(set.features, set.measured.pairs, scale, context);
  const comparing = clock();
  const { analysis, populations, distances } = await analyseSet(
    set,
    compared,
    { ...request, scale },
    context,
  );
  const measurement: Measurement = {
    set: request.set,
    scale,
    plan,
    acquired: set.acquired.captures,
    failures: failuresOf(plan, set.acquired.captures, set.measured, samples),
    populations,
    analysis,
    findings: findingsOf(set, capture.modality, analysis.findings),
  };
  const fusion =
    fusedWith &&
    (await fuseSets(
      { ...set, distances, scale },
      { ...fusedWith, cache: request.cache },
      parts,
      context,
    ));
  const { provider, lanes, versions } = engine.facts;
  const { cached, analysed } = set.acquired;
  const seconds = { acquiring, comparing, analysing: clock() };
  return {
    ...measurement,
    request,
    measured: set.measured,
    distances,
    models,
    ...(fusion && { fusion }),
    facts: factsOf(measurement),
    assertions: assertions.map((assertion) => judgeAssertion(assertion, measurement)),
    run: { provider, lanes, versions, cached, analysed, seconds },
  };
}

async function analyseSet(
  { plan, measured, features }: AcquiredSet,
  distances: Float64Array<ArrayBuffer>,
  {
    scale,
    slices,
    samples,
  }: Pick<EvaluationRequest, 'slices' | 'samples'> & { scale: EncoderScale },
  { signal, progress }: JobContext,
) {
  const { pairs, labels, people, mated } = measured;
  const { objective, margin, untunedThreshold } = scale;
  const input = {
    scale: { objective, margin, untunedThreshold },
    pairs,
    labels,
    people,
    distances,
    attributes: attributesOf(plan, measured, slices),
    ...(mated && { mated }),
    ...(samples !== undefined && { samples }),
    ...(samples !== undefined && features.modality === 'face' && { embeddings: features }),
  };
  progress('analysing', 0, 1);
  const analysed = await withThreads(1, signal, ([thread]) =>
    thread.ask({ kind: 'analyse', input }, [distances.buffer]),
  );
  progress('analysing', 1, 1);
  return analysed;
}

function refuseSamples({ samples, protocol }: EvaluationRequest): void {
  if (samples === undefined || protocol.kind === 'all-pairs') return;
  throw new AppError(
    'bad-input',
    'Expected all pairs for templates of several samples but received another protocol.',
  );
}

/** A rate of nothing does not exist. */
function refuseEmpty({ pairs, labels, mated }: MeasuredSet): void {
  const total =
    pairs.kind === 'all' ? (labels.length * (labels.length - 1)) / 2 : pairs.probes.length;
  const count = countMated(pairs, labels, mated);
  if (count > 0 && count < total) return;
  throw new AppError(
    'bad-input',
    'Expected mated and non-mated pairs that can be compared for an evaluation but received ' +
      `${count} mated and ${total - count} non-mated ones; check the rule that says whose captures ` +
      'they are, and whether images can be used.',
  );
}

/** Seconds since it was last asked. */
function createClock(): () => number {
  let last = performance.now();
  return () => {
    const before = last;
    last = performance.now();
    return Math.round(last - before) / 1000;
  };
}
