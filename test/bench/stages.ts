import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as ort from 'onnxruntime-node';
import sharp from 'sharp';
import {
  BLAZEFACE_SIZE,
  decodeBlazeFace,
  wholeImage,
  windowMap,
} from '../../app/core/face-detection.ts';
import {
  FACEMESH_SIZE,
  cropMap,
  decodeFaceMesh,
  fivePoints,
  landmarkCrops,
} from '../../app/core/face-landmarks.ts';
import { createPyramid, type RgbImage } from '../../app/core/image.ts';
import { sampleTensor } from '../../app/core/sampling.ts';
import { decodeImage } from '../../app/engine/decode/decode.ts';
import { analyseFace } from '../../app/engine/face/analyse.ts';
import { alignAndEmbed } from '../../app/engine/face/embed.ts';
import { openFaceModels } from '../../app/engine/face/models.ts';
import { findEncoder, readFaceManifest, type FaceManifest } from '../../app/engine/manifest.ts';
import { createTimes } from './times.ts';

export interface Stage {
  readonly name: string;
  readonly oursMs: number;
  /** The library's own call for the same work; absent where the work is ours alone. */
  readonly libraryMs?: number;
}

const MODELS = path.join(import.meta.dirname, '..', '..', 'models');

/** Medians over the images of the mean of three passes; the first pass only warms up. */
export async function measureStages(paths: readonly string[], encoderKey: string) {
  const manifest = readFaceManifest(MODELS);
  const encoder = findEncoder(manifest, encoderKey);
  const models = await openFaceModels(MODELS, manifest, encoder, 'cpu');
  const raw = await openRaw(
    manifest,
    encoder.parts.map(({ model }) => model),
  );
  const { timed, median: ms, clear } = createTimes();

  for (let pass = 0; pass < 4; pass++) {
    if (pass === 1) clear();
    for (const file of paths) {
      const bytes = await timed('read', () => readFileSync(file));
      await timed('sharp alone', () => sharpAlone(bytes));
      const { image } = await timed('decode', () => decodeImage(bytes));
      await timed('analyse', () => analyseFace(models, image, 'main'));
      await measureSteps(image);
    }
  }
  await models.close();

  async function measureSteps(image: RgbImage) {
    const window = wholeImage(image.width, image.height);
    const normalisation = models.normalisation(manifest.detector);
    const pyramid = createPyramid(image);
    const tensor = await timed('sample for detection', () =>
      sampleTensor(pyramid, windowMap(window), BLAZEFACE_SIZE, normalisation),
    );
    await timed('ort detector', () => raw.run(manifest.detector, tensor, 1));
    const [face] = decodeBlazeFace(await timed('detect', () => models.detect(tensor)), window);
    if (!face) return;
    const [crop] = landmarkCrops(face);
    const meshTensor = await timed('sample for landmarks', () =>
      sampleTensor(pyramid, cropMap(crop), FACEMESH_SIZE, models.normalisation(manifest.landmarks)),
    );
    await timed('ort landmarks', () => raw.run(manifest.landmarks, meshTensor, 1));
    const { landmarks } = await timed('find landmarks', () => models.findLandmarks(meshTensor));
    const points = fivePoints(decodeFaceMesh(landmarks, crop));
    await timed('align, embed, measure', () => alignAndEmbed(models, pyramid, points));
    for (const part of encoder.parts) {
      const { size } = manifest.alignments[part.alignment];
      const count = part.mirrored ? 2 : 1;
      const chips = new Float32Array(count * 3 * size * size).fill(0.1);
      await timed(`ort ${part.model}`, () => raw.run(part.model, chips, count));
    }
  }

  const embedMs = encoder.parts.reduce((sum, { model }) => sum + ms(`ort ${model}`), 0);
  const stages: Stage[] = [
    { name: 'read', oursMs: ms('read') },
    { name: 'decode', oursMs: ms('decode'), libraryMs: ms('sharp alone') },
    { name: 'sample for detection', oursMs: ms('sample for detection') },
    { name: 'detect', oursMs: ms('detect'), libraryMs: ms('ort detector') },
    { name: 'sample for landmarks', oursMs: ms('sample for landmarks') },
    { name: 'find landmarks', oursMs: ms('find landmarks'), libraryMs: ms('ort landmarks') },
    { name: 'align, embed, measure', oursMs: ms('align, embed, measure'), libraryMs: embedMs },
  ];
  const floorMs = ms('sharp alone') + ms('ort detector') + ms('ort landmarks') + embedMs;
  return { stages, floorMs, oursMs: ms('read') + ms('decode') + ms('analyse') };
}

/** What anybody would write who wants upright 8-bit sRGB pixels of a photograph. */
async function sharpAlone(bytes: Uint8Array): Promise<void> {
  await sharp(bytes)
    .autoOrient()
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .raw()
    .toBuffer();
}

/** Sessions without anything of ours around them. */
async function openRaw(manifest: FaceManifest, encoders: readonly string[]) {
  const sessions = new Map<string, ort.InferenceSession>();
  for (const name of new Set([manifest.detector, manifest.landmarks, ...encoders])) {
    const file = path.join(MODELS, 'face', manifest.files[name].file);
    const options = { intraOpNumThreads: 1, interOpNumThreads: 1 };
    sessions.set(name, await ort.InferenceSession.create(file, options));
  }
  return {
    async run(name: string, data: Float32Array, count: number): Promise<void> {
      const [[input, shape]] = Object.entries(manifest.files[name].inputs);
      const tensor = new ort.Tensor('float32', data, [count, ...shape.slice(1).map(Number)]);
      await sessions.get(name)?.run({ [input]: tensor });
    },
  };
}
