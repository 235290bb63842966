/** Finds the capture subject's face and its landmarks, whichever way up the image is. */
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
  type QuarterTurns,
} from '../../core/face-detection.ts';
import {
  FACEMESH_SIZE,
  cropMap,
  decodeFaceMesh,
  landmarkCrops,
  type FaceMesh,
} from '../../core/face-landmarks.ts';
import type { ImagePyramid } from '../../core/image.ts';
import { FACE } from '../../core/parameters.ts';
import { sampleTensor } from '../../core/sampling.ts';
import type { FaceSelection } from '../../core/vocabulary.ts';
import type { FaceModels } from './models.ts';

/** What one look at the image shows; there is at least one face. */
export type Look =
  | {
      readonly faces: readonly DetectedFace[];
      readonly chosen: number;
      readonly mesh: FaceMesh;
      /** That the landmarks are of a face, 0..1. */
      readonly confidence: number;
    }
  | {
      readonly faces: readonly DetectedFace[];
      readonly refused: 'several-faces' | 'no-such-face';
    };

/** Undefined where no face is found however one looks. */
export async function findFace(
  models: FaceModels,
  pyramid: ImagePyramid,
  selection: FaceSelection,
): Promise<Look | undefined> {
  const lookAt = async (...windows: DetectionWindow[]) => {
    const faces: DetectedFace[] = [];
    for (const window of windows) faces.push(...(await detectIn(models, pyramid, window)));
    return understand(models, pyramid, selection, suppressOverlaps(faces));
  };
  const { width, height } = pyramid.base;
  const turned = (turns: QuarterTurns) => lookAt(wholeImage(width, height, 0, turns));

  const upright = await turned(0);
  if (upright && isSure(upright)) return upright;
  const best = surestOf([upright, await turned(1), await turned(2), await turned(3)]);
  if (best) return best;
  for (const padding of FACE.detection.retryPaddings) {
    const padded = await lookAt(wholeImage(width, height, padding));
    if (padded) return padded;
  }
  const small = Math.max(width, height) < FACE.detection.tileFromSide;
  return small ? undefined : lookAt(...tiles(width, height));
}

async function detectIn(
  models: FaceModels,
  pyramid: ImagePyramid,
  window: DetectionWindow,
): Promise<DetectedFace[]> {
  const { detector } = models.manifest;
  const buffer = models.inputBuffer(detector, 3 * BLAZEFACE_SIZE ** 2);
  const normalisation = models.normalisation(detector);
  const tensor = sampleTensor(pyramid, windowMap(window), BLAZEFACE_SIZE, normalisation, buffer);
  return decodeBlazeFace(await models.detect(tensor), window);
}

async function understand(
  models: FaceModels,
  pyramid: ImagePyramid,
  selection: FaceSelection,
  detected: readonly DetectedFace[],
): Promise<Look | undefined> {
  const faces = byProminence(detected, pyramid.base.width, pyramid.base.height);
  if (faces.length === 0) return undefined;
  const choice = chooseFace(faces, selection, pyramid.base);
  if ('refused' in choice) return { faces, refused: choice.refused };
  const found = await findMesh(models, pyramid, faces[choice.chosen]);
  return { faces, chosen: choice.chosen, ...found };
}

/**
 * The detector takes a face that stands on its head for an upright one, but it is less sure then,
 * and so is the landmark model: one that is sure settles it.
 */
function isSure(look: Look): boolean {
  if ('refused' in look) return true;
  const { detection, landmarks } = FACE;
  const detected = look.faces[look.chosen].confidence;
  return detected >= detection.sureConfidence || look.confidence >= landmarks.sureConfidence;
}

/** Of looks with sure landmarks the one that the detector is surest of, else the surest landmarks. */
function surestOf(looks: readonly (Look | undefined)[]): Look | undefined {
  const understood = looks.filter((look) => look !== undefined && 'mesh' in look);
  const sure = understood.filter(({ confidence }) => confidence >= FACE.landmarks.sureConfidence);
  const [first] =
    sure.length > 0
      ? sure.toSorted((one, other) => detectionOf(other) - detectionOf(one))
      : understood.toSorted((one, other) => other.confidence - one.confidence);
  return first ?? looks.find((look) => look !== undefined);
}

function detectionOf({ faces, chosen }: Extract<Look, { mesh: FaceMesh }>): number {
  return faces[chosen].confidence;
}

/** Tries the crops in turn until one shows a face; else the most face-like of them. */
async function findMesh(
  models: FaceModels,
  pyramid: ImagePyramid,
  face: DetectedFace,
): Promise<{ readonly mesh: FaceMesh; readonly confidence: number }> {
  const model = models.manifest.landmarks;
  const normalisation = models.normalisation(model);
  const buffer = models.inputBuffer(model, 3 * FACEMESH_SIZE ** 2);
  let best: { mesh: FaceMesh; confidence: number } = { mesh: [], confidence: -1 };
  for (const crop of landmarkCrops(face)) {
    const tensor = sampleTensor(pyramid, cropMap(crop), FACEMESH_SIZE, normalisation, buffer);
    const { landmarks, confidence } = await models.findLandmarks(tensor);
    if (confidence > best.confidence) best = { mesh: decodeFaceMesh(landmarks, crop), confidence };
    if (best.confidence >= FACE.landmarks.confidence) break;
  }
  return best;
}
