/** One image to one face sample: the steps in their order. */
import {
  BLAZEFACE_SIZE,
  byProminence,
  chooseFace,
  decodeBlazeFace,
  suppressOverlaps,
  tiles,
  wholeImage,
  windowMap,
  type DetectedFace,
  type DetectionWindow,
} from '../../core/face-detection.ts';
import {
  FACEMESH_SIZE,
  cropMap,
  decodeFaceMesh,
  fivePoints,
  headPose,
  landmarkCrops,
  outsideShare,
  type FaceMesh,
} from '../../core/face-landmarks.ts';
import { createPyramid, type ImagePyramid, type RgbImage } from '../../core/image.ts';
import { FACE } from '../../core/parameters.ts';
import { judgeQuality } from '../../core/quality.ts';
import type { FaceQuality, Sample } from '../../core/sample.ts';
import { sampleTensor } from '../../core/sampling.ts';
import type { AcquisitionReason, FaceSelection } from '../../core/vocabulary.ts';
import { alignAndEmbed } from './embed.ts';
import type { FaceModels } from './models.ts';

/** A sample without what only the decoder knows; see {@link Sample}. */
export type FaceSample = Omit<Sample, 'source' | 'modelId' | 'modality'>;

export type FaceAnalysis =
  | { readonly outcome: 'acquired'; readonly sample: FaceSample }
  | {
      readonly outcome: 'failure-to-acquire';
      readonly reasons: readonly AcquisitionReason[];
      readonly faces: number;
      readonly quality?: FaceQuality;
    };

export async function analyseFace(
  models: FaceModels,
  image: RgbImage,
  selection: FaceSelection,
): Promise<FaceAnalysis> {
  const pyramid = createPyramid(image);
  const detected = await detectFaces(models, pyramid);
  const faces = byProminence(detected, image.width, image.height);
  if (faces.length === 0) return failure([{ problem: 'no-face' }], 0);

  const choice = chooseFace(faces, selection, image);
  if ('refused' in choice) {
    const detail = { measured: faces.length, limit: 1, unit: 'faces' };
    return failure([{ problem: choice.refused, ...detail }], faces.length);
  }

  const found = await findMesh(models, pyramid, faces[choice.chosen]);
  if (found.confidence < FACE.landmarks.confidence) {
    const measured = { measured: found.confidence, limit: FACE.landmarks.confidence };
    return failure(
      [{ problem: 'no-face', ...measured, unit: 'landmark confidence' }],
      faces.length,
    );
  }

  const landmarks = fivePoints(found.mesh);
  const { embedding, appearance } = await alignAndEmbed(models, pyramid, landmarks);
  const quality: FaceQuality = {
    ...appearance,
    ...headPose(found.mesh),
    interEyeDistancePx: Math.hypot(
      landmarks[1].x - landmarks[0].x,
      landmarks[1].y - landmarks[0].y,
    ),
    outsideShare: outsideShare(found.mesh, image.width, image.height),
    detectionConfidence: faces[choice.chosen].confidence,
    landmarkConfidence: found.confidence,
  };
  const reasons = judgeQuality(quality);
  if (reasons.length > 0) return failure(reasons, faces.length, quality);

  const { box } = faces[choice.chosen];
  const provider = models.provider;
  const face = choice.chosen;
  return {
    outcome: 'acquired',
    sample: { faces: faces.length, face, box, landmarks, quality, embedding, provider },
  };
}

/**
 * Looks at the whole image first, turned where that is surer; where nothing is found, with more
 * room around it, then more closely.
 */
async function detectFaces(models: FaceModels, pyramid: ImagePyramid): Promise<DetectedFace[]> {
  const { width, height } = pyramid.base;
  const whole = await detectAnyWayUp(models, pyramid);
  if (whole.length > 0) return whole;
  for (const padding of FACE.detection.retryPaddings) {
    const padded = await detectIn(models, pyramid, wholeImage(width, height, padding));
    if (padded.length > 0) return padded;
  }
  if (Math.max(width, height) < FACE.detection.tileFromSide) return [];
  const close: DetectedFace[] = [];
  for (const tile of tiles(width, height)) close.push(...(await detectIn(models, pyramid, tile)));
  return suppressOverlaps(close);
}

/** The detector takes an upside-down face for an upright one, but is less sure of it. */
async function detectAnyWayUp(models: FaceModels, pyramid: ImagePyramid): Promise<DetectedFace[]> {
  const { width, height } = pyramid.base;
  const { sureConfidence, turnedLead } = FACE.detection;
  const upright = await detectIn(models, pyramid, wholeImage(width, height));
  if (surest(upright) >= sureConfidence) return upright;
  let best = upright;
  let bar = surest(upright) + turnedLead;
  for (const turns of [1, 2, 3] as const) {
    const turned = await detectIn(models, pyramid, wholeImage(width, height, 0, turns));
    if (surest(turned) <= bar) continue;
    best = turned;
    bar = surest(turned);
  }
  return best;
}

function surest(faces: readonly DetectedFace[]): number {
  return Math.max(0, ...faces.map(({ confidence }) => confidence));
}

async function detectIn(
  models: FaceModels,
  pyramid: ImagePyramid,
  window: DetectionWindow,
): Promise<DetectedFace[]> {
  const normalisation = models.normalisation(models.manifest.detector);
  const tensor = sampleTensor(pyramid, windowMap(window), BLAZEFACE_SIZE, normalisation);
  return decodeBlazeFace(await models.detect(tensor), window);
}

interface FoundMesh {
  readonly mesh: FaceMesh;
  readonly confidence: number;
}

/** Tries the crops in turn until one shows a face; else the most face-like of them. */
async function findMesh(
  models: FaceModels,
  pyramid: ImagePyramid,
  face: DetectedFace,
): Promise<FoundMesh> {
  const normalisation = models.normalisation(models.manifest.landmarks);
  let best: FoundMesh = { mesh: [], confidence: -1 };
  for (const crop of landmarkCrops(face)) {
    const tensor = sampleTensor(pyramid, cropMap(crop), FACEMESH_SIZE, normalisation);
    const { landmarks, confidence } = await models.findLandmarks(tensor);
    if (confidence > best.confidence) best = { mesh: decodeFaceMesh(landmarks, crop), confidence };
    if (best.confidence >= FACE.landmarks.confidence) break;
  }
  return best;
}

function failure(
  reasons: readonly AcquisitionReason[],
  faces: number,
  quality?: FaceQuality,
): FaceAnalysis {
  return { outcome: 'failure-to-acquire', reasons, faces, ...(quality ? { quality } : {}) };
}
