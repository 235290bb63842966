/** A set of captures that was planned and acquired, ready to be compared. */
import { pairCount } from '../../core/evaluation/pairs.ts';
import { AppError } from '../../core/failure.ts';
import { packReferences, type ReferenceSet } from '../../core/features.ts';
import { EVALUATION } from '../../core/parameters.ts';
import type { CaptureOptions } from '../../core/sample.ts';
import type { Engine } from '../../engine/client.ts';
import type { JobContext } from '../jobs.ts';
import { acquireAll, type AcquiredCaptures } from './acquire.ts';
import type { FeatureCache } from './feature-cache.ts';
import { measuredSet, type MeasuredSet } from './measured.ts';
import { planEvaluation, type EvaluationProtocol, type Plan } from './plan.ts';

export interface SetRequest {
  readonly folder: string;
  readonly protocol: EvaluationProtocol;
  readonly capture: CaptureOptions;
}

export interface AcquiredSet {
  readonly plan: Plan;
  readonly acquired: AcquiredCaptures;
  readonly measured: MeasuredSet;
  /** Rows of {@link measured}. */
  readonly features: ReferenceSet;
}

export interface EvaluationParts {
  readonly engine: Engine;
  readonly cache: FeatureCache;
  /** For whoever waits: the work goes on. */
  readonly notice: (message: string) => void;
}

/** @throws AppError `bad-input` where there is too little or too much to compare */
export async function planSet(
  { folder, protocol }: SetRequest,
  { progress }: JobContext,
): Promise<Plan> {
  const plan = await planEvaluation(folder, protocol, (files) => {
    progress('finding captures', files, files);
  });
  const pairs = pairCount(plan.pairs);
  if (pairs <= EVALUATION.mostComparisons) return plan;
  throw new AppError(
    'bad-input',
    `Expected at most ${EVALUATION.mostComparisons} comparisons for an evaluation but received ` +
      `${pairs} of ${plan.captures.length} captures; take fewer captures, or a list of pairs.`,
  );
}

/** @param useCache whether features are remembered */
export async function acquireSet(
  plan: Plan,
  capture: CaptureOptions,
  useCache: boolean,
  { engine, cache, notice }: EvaluationParts,
  context: JobContext,
): Promise<AcquiredSet> {
  const parts = { engine, capture, cache: useCache ? cache : undefined };
  const acquired = await acquireAll(plan.captures, parts, context);
  if (!acquired.remembered) {
    notice('features could not be remembered; the next evaluation of these captures takes as long');
  }
  const features = acquired.captures.flatMap(({ acquired: one }) =>
    one.outcome === 'acquired' ? [one.features] : [],
  );
  return {
    plan,
    acquired,
    measured: measuredSet(plan, acquired.captures),
    features: packReferences(capture.modality, features),
  };
}
