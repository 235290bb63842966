/** Two images, or a list of pairs, without any store. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ComparedPair, ComparedPairs, ComparisonReport } from '../../contract/results.ts';
import { decide, type EncoderScale } from '../../core/decision.ts';
import { AppError } from '../../core/failure.ts';
import { compareFeatures } from '../../core/features.ts';
import type { Acquisition, CaptureOptions } from '../../core/sample.ts';
import type { Distance, Features, Rate } from '../../core/vocabulary.ts';
import type { Engine } from '../../engine/client.ts';
import { resolveInside } from '../folders.ts';
import { forEachAhead } from '../ahead.ts';
import { throwIfCancelled, type JobContext } from '../jobs.ts';
import { verificationLimit } from '../thresholds/limits.ts';
import { ratesOf } from './pair-rates.ts';
import { reportDecision, reportSample } from './reports.ts';
import { scaleOf } from '../thresholds/scales.ts';

/** Pairs that are compared before anything else gets its turn. */
const PAIRS_AT_ONCE = 64;

interface PathPair {
  readonly probe: string;
  readonly reference: string;
  readonly mated?: boolean;
}

export interface ComparePairsInput {
  readonly folder: string;
  readonly pairs: readonly PathPair[];
  readonly capture: CaptureOptions;
  readonly targetRate?: Rate;
  readonly withEmbeddings: boolean;
}

export interface Comparison {
  compare(input: {
    readonly probe: Uint8Array;
    readonly reference: Uint8Array;
    readonly capture: CaptureOptions;
    readonly targetRate?: Rate;
  }): Promise<ComparisonReport>;
  comparePairs(input: ComparePairsInput, context: JobContext): Promise<ComparedPairs>;
}

export function createComparison({ engine }: { readonly engine: Engine }): Comparison {
  return {
    async compare({ probe, reference, capture, targetRate }) {
      const { modality } = capture;
      const scale = scaleOf(engine, modality);
      const [one, other] = await Promise.all(
        [probe, reference].map((bytes) => engine.analyse({ kind: 'bytes', bytes }, capture)),
      );
      const samples = { modality, probe: reportSample(one), reference: reportSample(other) };
      if (one.outcome !== 'acquired' || other.outcome !== 'acquired') return samples;
      const distance = compareFeatures(scale, one.sample.features, other.sample.features);
      const limit = verificationLimit(scale, 1, targetRate);
      return {
        ...samples,
        decision: reportDecision(scale, distance, { limit }, one.sample.provider),
      };
    },

    async comparePairs({ folder, pairs, capture, targetRate, withEmbeddings }, context) {
      const { modality } = capture;
      const scale = scaleOf(engine, modality);
      if (withEmbeddings) refuseAnchors(scale);
      const limit = verificationLimit(scale, 1, targetRate);
      const paths = [...new Set(pairs.flatMap(({ probe, reference }) => [probe, reference]))];
      const files = paths.map((relative) => resolveInside(folder, relative));
      const acquisitions = await analyseAll(engine, files, capture, context);
      const byPath = new Map(paths.map((relative, i) => [relative, acquisitions[i]]));
      const compared = await compareAll(pairs, byPath, scale, limit.threshold, context);
      return {
        modality,
        pairs: compared,
        rates: ratesOf(pairs, compared),
        images: paths.length,
        failedImages: paths.flatMap((path, i) => {
          const acquisition = acquisitions[i];
          return acquisition.outcome === 'acquired' ? [] : [{ path, reasons: acquisition.reasons }];
        }),
        limit,
        modelId: scale.modelId,
        provider: engine.facts.provider,
        ...(withEmbeddings
          ? { embeddings: collectEmbeddings(paths, acquisitions, scale.dimensions) }
          : {}),
      };
    },
  };
}

function refuseAnchors({ modality }: EncoderScale): void {
  if (modality === 'face') return;
  throw new AppError(
    'bad-input',
    'Expected faces for a list of embeddings but received fingerprints, which have one for each ' +
      'of their anchors; leave the embeddings out.',
  );
}

/** Analyses every image once, in the order of the list. */
async function analyseAll(
  engine: Engine,
  files: readonly string[],
  capture: CaptureOptions,
  { signal, progress }: JobContext,
): Promise<Acquisition[]> {
  const acquisitions: Acquisition[] = [];
  const analyse = (path: string) => engine.analyse({ kind: 'file', path }, capture);
  progress('embedding', 0, files.length);
  await forEachAhead(files, engine.facts.lanes, analyse, (acquisition) => {
    throwIfCancelled(signal);
    acquisitions.push(acquisition);
    progress('embedding', acquisitions.length, files.length);
  });
  return acquisitions;
}

/** Lets others have their turn now and then: a print takes a while, and there may be many. */
async function compareAll(
  pairs: readonly PathPair[],
  byPath: ReadonlyMap<string, Acquisition>,
  scale: EncoderScale,
  threshold: Distance,
  { signal, progress }: JobContext,
): Promise<ComparedPair[]> {
  const compared: ComparedPair[] = [];
  for (const pair of pairs) {
    compared.push(comparePair(pair, byPath, scale, threshold));
    if (compared.length % PAIRS_AT_ONCE > 0 || scale.modality === 'face') continue;
    progress('comparing', compared.length, pairs.length);
    await nextTurn();
    throwIfCancelled(signal);
  }
  return compared;
}

function comparePair(
  { probe, reference }: PathPair,
  byPath: ReadonlyMap<string, Acquisition>,
  scale: EncoderScale,
  threshold: Distance,
): ComparedPair {
  const one = byPath.get(probe);
  const other = byPath.get(reference);
  if (one?.outcome === 'acquired' && other?.outcome === 'acquired') {
    const distance = compareFeatures(scale, one.sample.features, other.sample.features);
    return { probe, reference, distance, outcome: decide(distance, threshold), reasons: [] };
  }
  const reasons = [
    ...reasonsOf(one).map((reason) => ({ ...reason, of: 'probe' as const })),
    ...reasonsOf(other).map((reason) => ({ ...reason, of: 'reference' as const })),
  ];
  return { probe, reference, outcome: 'failure-to-acquire', reasons };
}

function reasonsOf(acquisition: Acquisition | undefined) {
  return acquisition?.outcome === 'failure-to-acquire' ? acquisition.reasons : [];
}

function collectEmbeddings(
  paths: readonly string[],
  acquisitions: readonly Acquisition[],
  dimensions: number,
) {
  const acquired = paths.flatMap((path, i): { path: string; features: Features }[] => {
    const acquisition = acquisitions[i];
    return acquisition.outcome === 'acquired'
      ? [{ path, features: acquisition.sample.features }]
      : [];
  });
  const rows = new Float32Array(acquired.length * dimensions);
  acquired.forEach(({ features }, i) => rows.set(features, i * dimensions));
  return { paths: acquired.map(({ path }) => path), dimensions, rows };
}
