import { FACE } from './parameters.ts';
import type { FaceQuality } from './sample.ts';
import type { Normalisation } from './sampling.ts';
import type { AcquisitionReason } from './vocabulary.ts';

export interface Appearance {
  readonly sharpness: number;
  readonly brightness: number;
  readonly contrast: number;
}

/**
 * Measures light and sharpness on an aligned face, so that the numbers mean the same for every
 * size and pose. Sharpness is the spread of the Laplacian over the spread of the luminance: how
 * much of the contrast is fine detail. Scaling the contrast leaves it unchanged.
 *
 * @param tensor [3, size, size] float32, as sampled for the encoder
 */
export function measureAppearance(
  tensor: Float32Array,
  size: number,
  normalisation: Normalisation,
): Appearance {
  const grey = luminance(tensor, size, normalisation);
  // The middle of the aligned chip is skin, eyes and mouth: no background, little hair.
  const from = Math.round(size * 0.2);
  const to = Math.round(size * 0.8);
  const values = new Moments();
  const details = new Moments();
  for (let y = from; y < to; y++) {
    for (let x = from; x < to; x++) {
      const at = y * size + x;
      values.add(grey[at]);
      details.add(4 * grey[at] - grey[at - 1] - grey[at + 1] - grey[at - size] - grey[at + size]);
    }
  }
  const contrast = values.deviation();
  return {
    brightness: values.mean(),
    contrast,
    sharpness: contrast > 0 ? details.deviation() / contrast : 0,
  };
}

/** ITU-R BT.601 luma of the aligned face, 0..255. */
function luminance(
  tensor: Float32Array,
  size: number,
  { mean, scale }: Normalisation,
): Float32Array {
  const plane = size * size;
  const grey = new Float32Array(plane);
  for (let i = 0; i < plane; i++) {
    grey[i] =
      0.299 * (tensor[i] / scale[0] + mean[0]) +
      0.587 * (tensor[i + plane] / scale[1] + mean[1]) +
      0.114 * (tensor[i + 2 * plane] / scale[2] + mean[2]);
  }
  return grey;
}

class Moments {
  #count = 0;
  #sum = 0;
  #squares = 0;

  add(value: number): void {
    this.#count += 1;
    this.#sum += value;
    this.#squares += value * value;
  }

  mean(): number {
    return this.#sum / this.#count;
  }

  deviation(): number {
    return Math.sqrt(Math.max(0, this.#squares / this.#count - this.mean() ** 2));
  }
}

/** Everything that keeps a face from being compared; empty where nothing does. */
export function judgeQuality(quality: FaceQuality): AcquisitionReason[] {
  const limits = FACE.quality;
  const reasons: AcquisitionReason[] = [];
  const atLeast = (
    problem: AcquisitionReason['problem'],
    measured: number,
    limit: number,
    unit: string,
  ) => {
    if (!(measured >= limit)) reasons.push({ problem, measured, limit, unit });
  };
  const atMost = (
    problem: AcquisitionReason['problem'],
    measured: number,
    limit: number,
    unit: string,
  ) => {
    if (!(measured <= limit)) reasons.push({ problem, measured, limit, unit });
  };
  atLeast(
    'face-too-small',
    quality.interEyeDistancePx,
    limits.minInterEyeDistancePx,
    'px between the eyes',
  );
  atMost('cut-off', quality.outsideShare, limits.maxOutsideShare, 'share outside the image');
  atMost('extreme-pose', Math.abs(quality.yawDeg), limits.maxYawDeg, 'degrees of yaw');
  atMost('extreme-pose', Math.abs(quality.pitchDeg), limits.maxPitchDeg, 'degrees of pitch');
  atLeast('too-dark', quality.brightness, limits.minBrightness, 'luminance');
  atMost('too-bright', quality.brightness, limits.maxBrightness, 'luminance');
  atLeast('low-contrast', quality.contrast, limits.minContrast, 'luminance deviation');
  atLeast('too-blurred', quality.sharpness, limits.minSharpness, 'sharpness');
  return reasons;
}
