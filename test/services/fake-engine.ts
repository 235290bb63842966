/**
 * An engine without models. An image is a line of text that says what its analysis finds:
 *
 *     face 0 53.5 first     an embedding at 53.5 degrees in plane 0; the last word only makes
 *                           other bytes of it
 *     problem too-blurred   a failure to acquire
 *
 * Embeddings of one plane lie on a circle: their distance is the chord, 2 sin(angle / 2).
 * Different planes are at right angles: their distance is the square root of 2, beyond all limits.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { EncoderScale, OperatingPoint } from '../../app/core/decision.ts';
import type { Acquisition } from '../../app/core/sample.ts';
import { findClosest } from '../../app/core/search.ts';
import type {
  AcquisitionProblem,
  Distance,
  Embedding,
  ModelId,
  Rate,
  Sha256,
} from '../../app/core/vocabulary.ts';
import type { Engine } from '../../app/engine/client.ts';
import type { ImageSource } from '../../app/engine/source.ts';
import { QUALITY } from '../store/fixtures.ts';

export const PLANES = 8;
export const DIMENSIONS = 2 * PLANES;

/** A tenth of distance for each decade: 0.9 at 1:1000, and on from there by extrapolation. */
export const SCALE: EncoderScale = {
  modelId: 'fake-1' as ModelId,
  dimensions: DIMENSIONS,
  objective: 'made up',
  margin: Math.SQRT2 as Distance,
  untunedThreshold: 1.2 as Distance,
  calibration: {
    id: 'fake-calibration',
    set: 'nobody',
    protocol: 'none',
    measuredOn: '2026-01-01',
    points: [1.1, 1, 0.9, 0.8, 0.7, 0.6].map((threshold, i): OperatingPoint => ({
      falseMatchRate: (10 ** -(i + 1)) as Rate,
      threshold: threshold as Distance,
      comparisons: 1e7,
      falseMatches: 10 ** (6 - i),
      upperBound: (1.1 * 10 ** -(i + 1)) as Rate,
      mated: 1000,
      falseNonMatchRate: 0.01 as Rate,
    })),
  },
};

export interface FakeEngine extends Engine {
  /** Text of every image that was asked about, in order. */
  readonly analysed: string[];
  /** The `count` of every search. */
  readonly searches: number[];
}

export interface FakeOptions {
  readonly lanes?: number;
  readonly scale?: EncoderScale;
  /** Runs before every answer. */
  readonly before?: (text: string) => void | Promise<void>;
}

export function createFakeEngine(options: FakeOptions = {}): FakeEngine {
  const { lanes = 1, scale = SCALE, before } = options;
  const analysed: string[] = [];
  const searches: number[] = [];
  return {
    facts: { scale, models: [], provider: 'cpu', providers: [], lanes, versions: {} },
    analysed,
    searches,
    async analyse(source) {
      const text = await textOf(source);
      if (text === undefined) return failure('file-not-found');
      analysed.push(text);
      await before?.(text);
      return acquisitionOf(text, scale.modelId);
    },
    search(references, probes, count) {
      searches.push(count);
      return Promise.resolve(probes.map((probe) => findClosest(references, probe, count)));
    },
    close: () => undefined,
  };
}

/** The encoded image of a face at an angle. */
export function face(plane: number, degrees: number, word = 'only'): Uint8Array {
  return image(`face ${plane} ${degrees} ${word}`);
}

export function image(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function embeddingAt(plane: number, degrees: number): Embedding {
  const values = new Float32Array(DIMENSIONS);
  values[2 * plane] = Math.cos((degrees * Math.PI) / 180);
  values[2 * plane + 1] = Math.sin((degrees * Math.PI) / 180);
  return values as Embedding; // Of unit length: a cosine and its sine.
}

/** The angle between two embeddings of one plane at a distance. */
export function degreesApart(distance: number): number {
  return (2 * Math.asin(distance / 2) * 180) / Math.PI;
}

export function sha256Of(bytes: Uint8Array | string): Sha256 {
  return createHash('sha256').update(bytes).digest('hex') as Sha256;
}

async function textOf(source: ImageSource): Promise<string | undefined> {
  if (source.kind === 'bytes') return new TextDecoder().decode(source.bytes);
  try {
    return await readFile(source.path, 'utf8');
  } catch {
    return undefined;
  }
}

function acquisitionOf(text: string, modelId: ModelId): Acquisition {
  const [kind, first, second] = text.trim().split(' ');
  const source = {
    sha256: sha256Of(text),
    bytes: text.length,
    format: 'png' as const,
    width: 100,
    height: 100,
  };
  if (kind === 'problem') {
    // The test that wrote the image names one of the list.
    return { ...failure(first as AcquisitionProblem), source };
  }
  if (kind !== 'face') return failure('damaged-image');
  return {
    outcome: 'acquired',
    sample: {
      modality: 'face',
      source,
      faces: 1,
      face: 0,
      box: { left: 10, top: 10, width: 50, height: 50 },
      landmarks: [],
      quality: QUALITY,
      embedding: embeddingAt(Number(first), Number(second)),
      modelId,
      provider: 'cpu',
    },
  };
}

function failure(problem: AcquisitionProblem): Acquisition & { outcome: 'failure-to-acquire' } {
  return { outcome: 'failure-to-acquire', reasons: [{ problem }] };
}
