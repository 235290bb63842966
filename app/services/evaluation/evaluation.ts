/** One measurement from captures to facts: plan, acquire, compare, analyse. */
import type { AssertionResult, EvaluationFacts, EvaluationRun } from '../../contract/evaluation.ts';
import { limitFor, type EncoderScale } from '../../core/decision.ts';
import type { Assertion } from '../../core/evaluation/assertions.ts';
import { AppError } from '../../core/failure.ts';
import { DECISION } from '../../core/parameters.ts';
import type { Rate } from '../../core/vocabulary.ts';
import type { JobContext } from '../jobs.ts';
import { scaleOf } from '../thresholds/scales.ts';
import {
  acquireSet,
  planSet,
  type AcquiredSet,
  type EvaluationParts,
  type SetRequest,
} from './acquired-set.ts';
import type { AnalysisInput } from './analysis.ts';
import { judgeAssertion, readAssertions } from './assert.ts';
import { attributesOf, checkSlices } from './attributes.ts';
import { compareCaptures, workOf } from './compare-captures.ts';
import { factsOf, type Measurement } from './facts.ts';
import { failuresOf } from './failures.ts';
import { findingsOf } from './findings.ts';
import { fuseSets, type FusionReport } from './fuse-sets.ts';
import type { MeasuredSet } from './measured.ts';
import { countMated, type Plan } from './plan.ts';
import type { CountedDistances } from './split.ts';
import { openThreads, type Threads } from './threads.ts';
import { toldRates } from './told-rates.ts';

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

export type OpeningParts = Omit<EvaluationParts, 'engine'> & {
  readonly engine: EvaluationParts['engine'] | Promise<EvaluationParts['engine']>;
};

export type ModelFile = Awaited<ReturnType<EvaluationParts['engine']['checkModels']>>[number];

export async function evaluate(
  request: EvaluationRequest,
  opening: OpeningParts,
  context: JobContext,
): Promise<Evaluation> {
  const { capture, protocol, fusedWith } = request;
  const assertions = readAssertions(request.assertions, protocol.kind);
  refuseSamples(request);
  // The engine opens its models meanwhile.
  const plan = await planSet(request, context);
  checkSlices(plan, request.slices);
  const engine = await opening.engine;
  const parts = { ...opening, engine };
  const scale = scaleOf(engine, capture.modality);
  const models = await engine.checkModels(capture.modality);

  const work = fusedWith ? 'much' : workOf(capture.modality, plan.pairs);
  const threads = openThreads(context.signal, work);
  try {
    threads.take(1); // It starts while captures are read.
    return await evaluateSet({ request, plan, scale, assertions, models }, parts, threads, context);
  } finally {
    threads.close();
  }
}

interface Prepared {
  readonly request: EvaluationRequest;
  readonly plan: Plan;
  readonly scale: EncoderScale;
  readonly assertions: readonly Assertion[];
  readonly models: readonly ModelFile[];
}

async function evaluateSet(
  { request, plan, scale, assertions, models }: Prepared,
  parts: EvaluationParts,
  threads: Threads,
  context: JobContext,
): Promise<Evaluation> {
  const { capture, fusedWith, cache } = request;
  const clock = createClock();
  const set = await acquireSet(plan, capture, cache, parts, context);
  refuseEmpty(set.measured);
  const acquiring = clock();
  const distances = await compareCaptures(
    set.features,
    set.measured.pairs,
    scale,
    threads,
    context,
  );
  const comparing = clock();
  const measured = await measure(set, distances, request, scale, threads, context);
  const fusion =
    fusedWith &&
    (await fuseSets(
      { ...set, distances, scale },
      { ...fusedWith, cache },
      { ...parts, threads },
      context,
    ));
  const { provider, lanes, versions } = parts.engine.facts;
  const { cached, analysed } = set.acquired;
  const seconds = { acquiring, comparing, analysing: clock() };
  return {
    ...measured,
    request,
    models,
    ...(fusion && { fusion }),
    facts: factsOf(measured),
    assertions: assertions.map((assertion) => judgeAssertion(assertion, measured)),
    run: { provider, lanes, versions, cached, analysed, seconds },
  };
}

async function measure(
  set: AcquiredSet,
  distances: Float64Array,
  request: EvaluationRequest,
  scale: EncoderScale,
  threads: Threads,
  { progress }: JobContext,
): Promise<Measurement & Pick<Evaluation, 'measured' | 'distances'>> {
  const { plan, measured, acquired } = set;
  const { pairs, labels, people, mated } = measured;
  progress('analysing', 0, 1);
  const [thread] = threads.take(1);
  const counted = { pairs, labels, distances, ...(mated && { mated }) };
  const populations = await thread.ask({ kind: 'split', input: counted });
  const told = toldRates(populations);
  const [analysis, intervals] = await Promise.all([
    thread.ask({
      kind: 'analyse',
      input: analysisInput(set, { ...counted, populations, told }, request, scale),
    }),
    mated
      ? undefined
      : threads.take(2)[1].ask({
          kind: 'bootstrap',
          input: { pairs, distances, labels, people, populations },
          thresholds: [...new Set(told.map(({ threshold }) => threshold))],
        }),
  ]);
  progress('analysing', 1, 1);
  return {
    set: request.set,
    scale,
    plan,
    measured,
    distances,
    acquired: acquired.captures,
    failures: failuresOf(plan, acquired.captures, measured, request.samples),
    populations,
    told,
    analysis,
    ...(intervals && { intervals }),
    findings: findingsOf(set, scale.modality, analysis.findings),
  };
}

function analysisInput(
  { plan, measured, features }: AcquiredSet,
  counted: CountedDistances & Pick<AnalysisInput, 'populations' | 'told'>,
  { slices, samples }: EvaluationRequest,
  { objective, margin, untunedThreshold, calibration }: EncoderScale,
): AnalysisInput {
  return {
    ...counted,
    scale: { objective, margin, untunedThreshold },
    decisionThreshold:
      limitFor(calibration, DECISION.verificationFmr as Rate, 1)?.threshold ?? untunedThreshold,
    people: measured.people,
    attributes: attributesOf(plan, measured, slices),
    ...(samples !== undefined && { samples }),
    ...(samples !== undefined && features.modality === 'face' && { embeddings: features }),
  };
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
