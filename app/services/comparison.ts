/** Two images, or a list of pairs, without any store. */
import type { ComparedPair, ComparedPairs, ComparisonReport } from '../contract/results.ts';
import { decide } from '../core/decision.ts';
import { compare } from '../core/distance.ts';
import type { Acquisition, Sample } from '../core/sample.ts';
import type { FaceSelection, Rate } from '../core/vocabulary.ts';
import type { Engine } from '../engine/client.ts';
import { resolveInside } from './folders.ts';
import { forEachAhead } from './ahead.ts';
import { throwIfCancelled, type JobContext } from './jobs.ts';
import { verificationLimit } from './limits.ts';
import { reportDecision, reportSample } from './reports.ts';

export interface ComparePairsInput {
  readonly folder: string;
  readonly pairs: readonly { readonly probe: string; readonly reference: string }[];
  readonly face: FaceSelection;
  readonly targetRate?: Rate;
  readonly withEmbeddings: boolean;
}

export interface Comparison {
  compare(input: {
    readonly probe: Uint8Array;
    readonly reference: Uint8Array;
    readonly face: FaceSelection;
    readonly targetRate?: Rate;
  }): Promise<ComparisonReport>;
  comparePairs(input: ComparePairsInput, context: JobContext): Promise<ComparedPairs>;
}

export function createComparison({ engine }: { readonly engine: Engine }): Comparison {
  return {
    async compare({ probe, reference, face, targetRate }) {
      const [one, other] = await Promise.all(
        [probe, reference].map((bytes) => engine.analyse({ kind: 'bytes', bytes }, { face })),
      );
      const samples = { probe: reportSample(one), reference: reportSample(other) };
      if (one.outcome !== 'acquired' || other.outcome !== 'acquired') return samples;
      const { scale } = engine.facts;
      const distance = compare(one.sample.embedding, other.sample.embedding);
      const limit = verificationLimit(scale, 1, targetRate);
      return { ...samples, decision: reportDecision(scale, distance, limit, one.sample.provider) };
    },

    async comparePairs({ folder, pairs, face, targetRate, withEmbeddings }, context) {
      const paths = [...new Set(pairs.flatMap(({ probe, reference }) => [probe, reference]))];
      const files = paths.map((relative) => resolveInside(folder, relative));
      const acquisitions = await analyseAll(engine, files, face, context);
      const byPath = new Map(paths.map((relative, i) => [relative, acquisitions[i]]));
      const { scale, provider } = engine.facts;
      const limit = verificationLimit(scale, 1, targetRate);
      return {
        pairs: pairs.map((pair) => comparePair(pair, byPath, limit.threshold)),
        images: paths.length,
        failedImages: paths.flatMap((path, i) => {
          const acquisition = acquisitions[i];
          return acquisition.outcome === 'acquired' ? [] : [{ path, reasons: acquisition.reasons }];
        }),
        limit,
        modelId: scale.modelId,
        provider,
        ...(withEmbeddings
          ? { embeddings: collectEmbeddings(paths, acquisitions, scale.dimensions) }
          : {}),
      };
    },
  };
}

/** Embeds every image once, in the order of the list. */
async function analyseAll(
  engine: Engine,
  files: readonly string[],
  face: FaceSelection,
  { signal, progress }: JobContext,
): Promise<Acquisition[]> {
  const acquisitions: Acquisition[] = [];
  const analyse = (path: string) => engine.analyse({ kind: 'file', path }, { face });
  progress('embedding', 0, files.length);
  await forEachAhead(files, engine.facts.lanes, analyse, (acquisition) => {
    throwIfCancelled(signal);
    acquisitions.push(acquisition);
    progress('embedding', acquisitions.length, files.length);
  });
  return acquisitions;
}

function comparePair(
  { probe, reference }: { readonly probe: string; readonly reference: string },
  byPath: ReadonlyMap<string, Acquisition>,
  threshold: Parameters<typeof decide>[1],
): ComparedPair {
  const one = byPath.get(probe);
  const other = byPath.get(reference);
  if (one?.outcome === 'acquired' && other?.outcome === 'acquired') {
    const distance = compare(one.sample.embedding, other.sample.embedding);
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
  const samples: { path: string; sample: Sample }[] = paths.flatMap((path, i) => {
    const acquisition = acquisitions[i];
    return acquisition.outcome === 'acquired' ? [{ path, sample: acquisition.sample }] : [];
  });
  const rows = new Float32Array(samples.length * dimensions);
  samples.forEach(({ sample }, i) => rows.set(sample.embedding, i * dimensions));
  return { paths: samples.map(({ path }) => path), dimensions, rows };
}
