/**
 * An engine without models. An image is a line of text that says what its analysis finds:
 *
 *     face 0 53.5 first     an embedding at 53.5 degrees in plane 0; the last word only makes
 *                           other bytes of it
 *     print 3 40 first      a print of finger pattern 3, its anchors' embeddings turned by 40
 *                           degrees from those of pattern 3
 *     problem too-blurred   a failure to acquire
 *
 * Embeddings of one plane lie on a circle: their distance is the chord, 2 sin(angle / 2).
 * Different planes are at right angles: their distance is the square root of 2, beyond all limits.
 * Prints of one pattern are at the chord too, up to the rounding of their anchors, those of
 * different patterns at the margin, 1.1.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type {
  Calibration,
  FaceScale,
  FingerprintScale,
  OperatingPoint,
} from '../../app/core/decision.ts';
import { AppError } from '../../app/core/failure.ts';
import { compareFeatures, referenceAt, referenceCount } from '../../app/core/features.ts';
import type { ReferenceSet } from '../../app/core/features.ts';
import { packAnchors } from '../../app/core/fingerprint/anchor-template.ts';
import type { Acquisition, CaptureOptions, FailureToAcquire } from '../../app/core/sample.ts';
import { findClosest, type Neighbour } from '../../app/core/search.ts';
import type {
  AcquisitionProblem,
  AnchorTemplate,
  Distance,
  Embedding,
  Features,
  Modality,
  ModelId,
  Rate,
  Sha256,
} from '../../app/core/vocabulary.ts';
import type { Engine } from '../../app/engine/client.ts';
import type { ImageSource } from '../../app/engine/source.ts';
import { seededRandom } from '../core/support.ts';
import { PRINT_QUALITY, QUALITY } from '../store/fixtures.ts';

export const PLANES = 8;
export const DIMENSIONS = 2 * PLANES;

/** A tenth of distance for each decade: 0.9 at 1:1000, and on from there by extrapolation. */
const CALIBRATION: Calibration = {
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
};

export const SCALE: FaceScale = {
  modality: 'face',
  modelId: 'fake-1' as ModelId,
  dimensions: DIMENSIONS,
  objective: 'made up',
  margin: Math.SQRT2 as Distance,
  untunedThreshold: 1.2 as Distance,
  calibration: CALIBRATION,
};

export const PRINT_SCALE: FingerprintScale = {
  modality: 'fingerprint',
  modelId: 'fake-print-1' as ModelId,
  dimensions: 64,
  objective: 'made up',
  margin: 1.1 as Distance,
  untunedThreshold: 0.8 as Distance,
  comparison: {
    margin: 1.1,
    expected: 12,
    maxTurnDeg: 60,
    hypotheses: 16,
    reachPx: 6,
    reachShare: 0.07,
    refinements: 2,
    fitPx: 4,
    fitShare: 0.03,
    stiffnessPx: 57,
    residualRad: 0.4,
    minAnchors: 4,
  },
  calibration: CALIBRATION,
};

export interface FakeEngine extends Engine {
  /** Text of every image that was asked about, in order. */
  readonly analysed: string[];
  /** What was known of each of them. */
  readonly captures: CaptureOptions[];
  /** The `count` of every search. */
  readonly searches: number[];
}

export interface FakeOptions {
  readonly lanes?: number;
  readonly scale?: FaceScale;
  /** `null`: the program has no models of fingerprints. */
  readonly printScale?: FingerprintScale | null;
  /** Runs before every answer. */
  readonly before?: (text: string) => void | Promise<void>;
}

export function createFakeEngine(options: FakeOptions = {}): FakeEngine {
  const { lanes = 1, scale = SCALE, printScale = PRINT_SCALE, before } = options;
  const analysed: string[] = [];
  const captures: CaptureOptions[] = [];
  const searches: number[] = [];
  const scales = { face: scale, ...(printScale && { fingerprint: printScale }) };
  const modelOf = (modality: Modality) => {
    const found = scales[modality];
    if (found) return found;
    throw new AppError('model-missing', `Expected models of ${modality} but received none.`);
  };
  const analyse: Engine['analyse'] = async (source, capture) => {
    const { modelId } = modelOf(capture.modality);
    captures.push(capture);
    const text = await textOf(source);
    if (text === undefined) return failure(capture, 'file-not-found');
    analysed.push(text);
    await before?.(text);
    return acquisitionOf(text, modelId, capture);
  };
  return {
    facts: { scales, provider: 'cpu', providers: [], lanes, versions: {} },
    analysed,
    captures,
    searches,
    checkModels: (modality) =>
      Promise.try(() => {
        const name = modelOf(modality).modelId;
        return [{ name, file: `${name}.onnx`, sha256: sha256Of(name), bytes: 1, licence: 'none' }];
      }),
    analyse,
    look: analyse,
    async preview(source) {
      const text = await textOf(source);
      if (text === undefined || text.startsWith('problem')) {
        return { outcome: 'failure-to-acquire', reasons: [{ problem: 'damaged-image' }] };
      }
      return { outcome: 'shown', type: 'image/jpeg', bytes: image(text), width: 100, height: 100 };
    },
    search(references, probes, count) {
      searches.push(count);
      return Promise.resolve(probes.map((probe) => closest(references, probe, count)));
    },
    close: () => undefined,
  };
}

function closest(references: ReferenceSet, probe: Features, count: number): Neighbour[] {
  if (referenceCount(references) === 0) return [];
  if (references.modality === 'face') {
    if (!(probe instanceof Float32Array)) throw new Error('Expected an embedding.');
    return findClosest(references, probe, count);
  }
  return Array.from({ length: referenceCount(references) }, (_, row) => ({
    row,
    distance: compareFeatures(PRINT_SCALE, probe, referenceAt(references, row)),
  }))
    .sort((one, other) => one.distance - other.distance || one.row - other.row)
    .slice(0, count);
}

/** The encoded image of a face at an angle. */
export function face(plane: number, degrees: number, word = 'only'): Uint8Array {
  return image(`face ${plane} ${degrees} ${word}`);
}

/** The encoded image of a print: a finger's pattern, turned by an angle. */
export function print(pattern: number, degrees: number, word = 'only'): Uint8Array {
  return image(`print ${pattern} ${degrees} ${word}`);
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

/** Anchors in places of the pattern, each embedding turned by the angle in a plane of its own. */
export function anchorsAt(pattern: number, degrees: number): AnchorTemplate {
  const count = 16;
  const { dimensions } = PRINT_SCALE;
  const random = seededRandom(1_000 + pattern);
  const angle = (degrees * Math.PI) / 180;
  const anchors = Array.from({ length: count }, () => ({
    x: 250 * random(),
    y: 300 * random(),
    direction: 2 * Math.PI * random(),
    weight: 1,
  }));
  const embeddings = new Float32Array(count * dimensions);
  for (let i = 0; i < count; i++) {
    const half = dimensions / 2;
    const one = Array.from({ length: half }, () => random() - 0.5);
    const other = Array.from({ length: half }, () => random() - 0.5);
    // In different halves: at right angles to each other.
    const turned = [
      ...one.map((value) => (Math.cos(angle) * value) / Math.hypot(...one)),
      ...other.map((value) => (Math.sin(angle) * value) / Math.hypot(...other)),
    ];
    embeddings.set(turned, i * dimensions);
  }
  return packAnchors(anchors, embeddings, dimensions);
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

function acquisitionOf(text: string, modelId: ModelId, capture: CaptureOptions): Acquisition {
  const [kind, first, second] = text.trim().split(' ');
  const source = {
    sha256: sha256Of(text),
    bytes: text.length,
    format: 'png' as const,
    width: 100,
    height: 100,
  };
  const common = { source, modelId, provider: 'cpu' } as const;
  if (kind === 'problem') {
    // The test that wrote the image names one of the list.
    return { ...failure(capture, first as AcquisitionProblem), source };
  }
  if (capture.modality === 'face' && kind === 'face') {
    return {
      outcome: 'acquired',
      sample: {
        ...common,
        modality: 'face',
        faces: 1,
        face: 0,
        box: { left: 10, top: 10, width: 50, height: 50 },
        landmarks: [],
        quality: QUALITY,
        features: embeddingAt(Number(first), Number(second)),
      },
    };
  }
  if (capture.modality === 'fingerprint' && kind === 'print') {
    const { dpi, finger = 0 } = capture;
    return {
      outcome: 'acquired',
      sample: {
        ...common,
        modality: 'fingerprint',
        finger,
        resolution: { dpi: dpi ?? 500, origin: dpi === undefined ? 'assumed' : 'given' },
        quality: PRINT_QUALITY,
        features: anchorsAt(Number(first), Number(second)),
      },
    };
  }
  return failure(capture, 'damaged-image');
}

function failure({ modality }: CaptureOptions, problem: AcquisitionProblem): FailureToAcquire {
  return { outcome: 'failure-to-acquire', modality, reasons: [{ problem }] };
}
