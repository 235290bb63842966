import { boxMean } from './box-mean.ts';
import type { Plane } from './plane.ts';

/** How a print is prepared for its networks; the numbers are the manifest's. */
export interface Preprocessing {
  /** Pixels per inch of everything that follows. */
  readonly dpi: number;
  /** Side of the window that mean and deviation are taken in, in pixels, odd. */
  readonly window: number;
  /** Added to the deviation, in grey of 0..1: keeps noise of empty places small. */
  readonly epsilon: number;
  /** Largest absolute value after normalisation. */
  readonly clip: number;
  /** Deviation above which a pixel may belong to the finger. */
  readonly maskDeviation: number;
  /** Steepness of the mask around a share of one half. */
  readonly maskSlope: number;
}

/**
 * Makes prints of all sensors look alike: (x - mean) / (sd + epsilon) in a window, clipped, times
 * a soft mask that is 0 where too few pixels of the window have contrast.
 *
 * @param ridges ridges bright, 0..1
 */
export function normalise(ridges: Plane, settings: Preprocessing): Plane {
  const { width, height, data } = ridges;
  const { mean, deviation } = localMoments(ridges, settings.window);
  const mask = softMask(deviation, ridges, settings);
  const { epsilon, clip } = settings;
  const out = new Float32Array(data.length);
  for (let i = 0; i < out.length; i++) {
    const value = (data[i] - mean[i]) / (deviation[i] + epsilon);
    out[i] = Math.min(clip, Math.max(-clip, value)) * mask[i];
  }
  return { width, height, data: out };
}

/** Mean and standard deviation around each pixel. */
export function localMoments({ width, height, data }: Plane, window: number) {
  const squares = new Float64Array(data.length);
  for (let i = 0; i < data.length; i++) squares[i] = data[i] * data[i];
  const mean = boxMean(data, width, height, window);
  const deviation = boxMean(squares, width, height, window);
  for (let i = 0; i < deviation.length; i++) {
    deviation[i] = Math.sqrt(Math.max(0, deviation[i] - mean[i] * mean[i]));
  }
  return { mean, deviation };
}

function softMask(
  deviation: Float64Array,
  { width, height }: Plane,
  { window, maskDeviation, maskSlope }: Preprocessing,
): Float64Array {
  const contrasted = new Float64Array(deviation.length);
  for (let i = 0; i < deviation.length; i++) contrasted[i] = deviation[i] > maskDeviation ? 1 : 0;
  const mask = boxMean(contrasted, width, height, window);
  for (let i = 0; i < mask.length; i++) mask[i] = 1 / (1 + Math.exp(-(mask[i] - 0.5) * maskSlope));
  return mask;
}
