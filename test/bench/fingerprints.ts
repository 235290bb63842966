import path from 'node:path';
import * as ort from 'onnxruntime-node';
import { packAnchors } from '../../app/core/fingerprint/anchor-template.ts';
import { readAnchors } from '../../app/core/fingerprint/anchors.ts';
import { compareAnchors, type AnchorComparison } from '../../app/core/fingerprint/compare.ts';
import { normalise } from '../../app/core/fingerprint/normalise.ts';
import { samplePatches } from '../../app/core/fingerprint/patches.ts';
import { greyOf, inverse } from '../../app/core/fingerprint/plane.ts';
import { isInverted } from '../../app/core/fingerprint/polarity.ts';
import { toResolution } from '../../app/core/fingerprint/resample.ts';
import { estimateRidges } from '../../app/core/fingerprint/ridge-period.ts';
import { createAnchorIndex } from '../../app/core/fingerprint/search.ts';
import type { RgbImage } from '../../app/core/image.ts';
import { FINGERPRINT } from '../../app/core/parameters.ts';
import type { AnchorTemplate } from '../../app/core/vocabulary.ts';
import { decodeImage } from '../../app/engine/decode/decode.ts';
import { analysePrint } from '../../app/engine/fingerprint/analyse.ts';
import { readFingerprintManifest } from '../../app/engine/fingerprint/manifest.ts';
import { openFingerprintModels } from '../../app/engine/fingerprint/models.ts';
import { drawnPrintBmp } from '../fixtures/drawn-finger.ts';
import { seededRandom } from '../fixtures/images.ts';
import { createTimes, fastest } from './times.ts';
import type { Stage } from './stages.ts';

const MODELS = path.join(import.meta.dirname, '..', '..', 'models');
const DPI = FINGERPRINT.resolution.usualDpi;
const PRINTS = 6;

/** Medians over drawn prints; the first pass only warms up. */
export async function measurePrintStages() {
  const manifest = readFingerprintManifest(MODELS);
  const models = await openFingerprintModels(MODELS, manifest, 'cpu');
  const raw = await openRaw();
  const files = Array.from({ length: PRINTS }, (_, i) => drawnPrintBmp({ person: i + 1 }));
  const { timed, median, clear } = createTimes();
  const templates: AnchorTemplate[] = [];
  for (let pass = 0; pass < 6; pass++) {
    if (pass === 1) clear();
    for (const bytes of files) {
      const { image } = await timed('decode', () => decodeImage(bytes));
      const analysis = await timed('analyse', () =>
        analysePrint(models, image, { dpi: DPI, workingDpi: DPI }),
      );
      if (pass === 0 && analysis.outcome === 'acquired') templates.push(analysis.sample.features);
      await measureSteps(image);
    }
  }
  await models.close();

  async function measureSteps(image: RgbImage): Promise<void> {
    const { preprocessing, anchors: selection, patch } = manifest;
    await timed('ridge period', () => {
      const { periodDpi } = FINGERPRINT.resolution;
      return estimateRidges(toResolution(greyOf(image), DPI, periodDpi));
    });
    const print = await timed('polarity, normalise', () => {
      const grey = toResolution(greyOf(image), DPI, preprocessing.dpi);
      return normalise(inverse(isInverted(grey) ? inverse(grey) : grey), preprocessing);
    });
    const field = await timed('detect', () => models.detect(print));
    await timed('ort detector', () => raw.detect(2 * field.width, 2 * field.height));
    const anchors = readAnchors(field, print.width, print.height, selection);
    const patches = await timed('cut patches', () => samplePatches(print, anchors, patch));
    await timed('embed', () => models.embed(patches, anchors.length));
    await timed('ort encoder', () => raw.embed(patches, anchors.length, patch.size));
  }

  const stages: Stage[] = [
    { name: 'decode', oursMs: median('decode') },
    { name: 'ridge period', oursMs: median('ridge period') },
    { name: 'polarity, normalise', oursMs: median('polarity, normalise') },
    { name: 'detect', oursMs: median('detect'), libraryMs: median('ort detector') },
    { name: 'cut patches', oursMs: median('cut patches') },
    { name: 'embed', oursMs: median('embed'), libraryMs: median('ort encoder') },
    {
      name: 'whole print',
      oursMs: median('decode') + median('analyse'),
      libraryMs: median('ort detector') + median('ort encoder'),
    },
  ];
  return { stages, pairMs: measurePair(templates, manifest.comparison) };
}

/** One comparison of two templates as they are stored, mated or not. */
function measurePair(templates: readonly AnchorTemplate[], comparison: AnchorComparison): number {
  const rounds = 200;
  const pairs = templates.length ** 2;
  return (
    fastest(() => {
      for (let round = 0; round < rounds / templates.length; round++) {
        for (const one of templates) {
          for (const other of templates) compareAnchors(one, other, comparison);
        }
      }
    }) /
    ((rounds / templates.length) * pairs)
  );
}

/** The exact search beside one pass over the same memory. */
export function measurePrintSearch(fingers = 10_000, anchors = 70) {
  const { comparison, encoders } = readFingerprintManifest(MODELS);
  const { dimensions } = encoders.standard;
  const random = seededRandom(1);
  const templates = Array.from({ length: fingers }, () =>
    strangerTemplate(random, anchors, dimensions),
  );
  const probe = strangerTemplate(random, anchors, dimensions);
  const started = performance.now();
  const index = createAnchorIndex(templates, comparison);
  const indexMs = performance.now() - started;
  const oursMs = fastest(() => index.findClosest(probe, 10));
  const memory = new Uint8Array(fingers * anchors * dimensions).fill(1);
  const copy = new Uint8Array(memory.length);
  const memoryMs = fastest(() => copy.set(memory)) / 2;
  return { fingers, anchors, indexMs, oursMs, memoryMs };
}

/**
 * Anchors anywhere with embeddings that vary along some directions only, so that as many pairs
 * are candidates as between the prints of two real people: 2.6 % (FVC2002 and FCJ2020, 2026-11).
 */
function strangerTemplate(random: () => number, count: number, dimensions: number): AnchorTemplate {
  const anchors = Array.from({ length: count }, () => {
    const [x, y, turns, weight] = [random() * 190, random() * 190, random(), random()];
    return { x, y, direction: 2 * Math.PI * turns, weight };
  });
  const embeddings = new Float32Array(count * dimensions);
  for (let i = 0; i < count; i++) {
    const shares = Array.from({ length: 30 }, () => random() + random() + random() - 1.5);
    const own = embeddings.subarray(i * dimensions, (i + 1) * dimensions);
    own.forEach((_, k) => {
      own[k] = shares.reduce(
        (sum, share, b) => sum + share * Math.cos((b + 1) * (k + 0.5) * 0.7),
        0,
      );
    });
    const length = Math.hypot(...own);
    own.forEach((value, k) => {
      own[k] = value / length;
    });
  }
  return packAnchors(anchors, embeddings, dimensions);
}

/** Sessions without anything of ours around them. */
async function openRaw() {
  const open = (name: string) =>
    ort.InferenceSession.create(path.join(MODELS, 'fingerprint', 'weights', `${name}.onnx`), {
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
    });
  const [detector, encoder] = [await open('detector'), await open('encoder')];
  const zeros = new Float32Array(2 ** 20);
  return {
    async detect(width: number, height: number): Promise<void> {
      const data = zeros.subarray(0, width * height);
      await detector.run({ print: new ort.Tensor('float32', data, [1, 1, height, width]) });
    },
    async embed(patches: Float32Array, count: number, size: number): Promise<void> {
      await encoder.run({ patch: new ort.Tensor('float32', patches, [count, 1, size, size]) });
    },
  };
}
