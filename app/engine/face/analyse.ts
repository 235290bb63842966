/** One image to one face sample: the steps in their order. */
import { fivePoints, headPose, outsideShare } from '../../core/face-landmarks.ts';
import { createPyramid, type RgbImage } from '../../core/image.ts';
import { FACE } from '../../core/parameters.ts';
import { judgeQuality } from '../../core/quality.ts';
import type { FaceQuality, FaceSample } from '../../core/sample.ts';
import type { AcquisitionReason, Box, FaceSelection, Point } from '../../core/vocabulary.ts';
import { alignAndEmbed } from './embed.ts';
import { findFace } from './find-face.ts';
import type { FaceModels } from './models.ts';

/** A sample without what only the decoder knows; see {@link FaceSample}. */
export type AnalysedFace = Omit<FaceSample, 'source' | 'modelId' | 'modality'>;

export type FaceAnalysis =
  | { readonly outcome: 'acquired'; readonly sample: AnalysedFace }
  | {
      readonly outcome: 'failure-to-acquire';
      readonly reasons: readonly AcquisitionReason[];
      readonly faces: number;
      readonly measured?: MeasuredFace;
    };

/** Of a face that was found and is not good enough. */
interface MeasuredFace {
  readonly box: Box;
  readonly points: readonly Point[];
  readonly quality: FaceQuality;
}

export async function analyseFace(
  models: FaceModels,
  image: RgbImage,
  selection: FaceSelection,
): Promise<FaceAnalysis> {
  const pyramid = createPyramid(image);
  const look = await findFace(models, pyramid, selection);
  if (!look) return failure([{ problem: 'no-face' }], 0);
  const faces = look.faces.length;
  if ('refused' in look) {
    return failure([{ problem: look.refused, measured: faces, limit: 1, unit: 'faces' }], faces);
  }
  if (look.confidence < FACE.landmarks.confidence) {
    const measured = { measured: look.confidence, limit: FACE.landmarks.confidence };
    return failure([{ problem: 'no-face', ...measured, unit: 'landmark confidence' }], faces);
  }

  const landmarks = fivePoints(look.mesh);
  const { embedding: features, appearance } = await alignAndEmbed(models, pyramid, landmarks);
  const { box, confidence } = look.faces[look.chosen];
  const [left, right] = landmarks;
  const quality: FaceQuality = {
    ...appearance,
    ...headPose(look.mesh),
    interEyeDistancePx: Math.hypot(right.x - left.x, right.y - left.y),
    outsideShare: outsideShare(look.mesh, image.width, image.height),
    detectionConfidence: confidence,
    landmarkConfidence: look.confidence,
  };
  const reasons = judgeQuality(quality);
  if (reasons.length > 0) return failure(reasons, faces, { box, points: landmarks, quality });
  const { provider } = models;
  const face = look.chosen;
  const sample = { faces, face, box, landmarks, quality, features, provider };
  return { outcome: 'acquired', sample };
}

function failure(
  reasons: readonly AcquisitionReason[],
  faces: number,
  measured?: MeasuredFace,
): FaceAnalysis {
  return { outcome: 'failure-to-acquire', reasons, faces, ...(measured ? { measured } : {}) };
}
