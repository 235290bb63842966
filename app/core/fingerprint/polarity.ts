/**
 * Whether a print is inverted: ridges light on dark. Three signs, each of which turns round with
 * the image, are added up:
 *
 * - what lies around the finger is as bright as its valleys, or brighter;
 * - dots: ridges that are touched in places only leave dark ones, in bright surroundings;
 * - skewness: what is dark is far from the mean, for sweat and pressure widen ridges unevenly.
 *
 * Measured with these numbers, on 320 prints of FVC2002 and 600 of FCJ2020 and on the inverse of
 * each (2026-11): the evidence of the 920 as they are is 0.15 and more, so that none is called
 * inverted; of their inverses 912 are. The rest is taken for normal, and compares badly.
 */
import { greyAtShares } from './grey-levels.ts';
import { localMoments } from './normalise.ts';
import type { Plane } from './plane.ts';

/** Evidence below which a print is called inverted; 0 says nothing. */
const SURE = -1;

const WINDOW = 21;
/** Standard deviation around a pixel (grey of 0..1): above it finger, and below it background. */
const FINGER_DEVIATION = 0.055;
const BACKGROUND_DEVIATION = 0.03;
/** Pixels from the border of the image that the background is looked for in... */
const BAND = 8;
/** ...and the share of them from which its evidence counts in full. */
const ENOUGH_BAND = 0.1;
/** By how much of the local deviation a dot stands out from all around it. */
const DOT_CONTRAST = 0.15;
/** Dots in a thousand pixels that are taken for chance. */
const CHANCE_DOTS = 1;
/** Squares of the distances in pixels at which a dot's surroundings are looked at: a ring. */
const RING = [2, 4, 5];
const RING_REACH = 2;

/** @param grey a print at 250 dpi, 0..1 */
export function isInverted(grey: Plane): boolean {
  return polarityEvidence(grey) < SURE;
}

/** Above 0 for ridges that are dark, below for ridges that are bright. */
export function polarityEvidence(grey: Plane): number {
  const { mean, deviation } = localMoments(grey, WINDOW);
  const finger = fingerPixels(deviation);
  if (finger.length === 0) return 0;
  const skew = skewness(grey, mean, deviation, finger);
  const { dark, bright } = countDots(grey, deviation, finger);
  return (
    6 * backgroundEvidence(grey, deviation, finger) -
    Math.min(1.5, Math.max(-1.5, skew)) +
    Math.log((dark + CHANCE_DOTS) / (bright + CHANCE_DOTS)) / 4
  );
}

function fingerPixels(deviation: Float64Array): Uint32Array {
  const pixels = new Uint32Array(deviation.length);
  let count = 0;
  for (let at = 0; at < deviation.length; at++) {
    if (deviation[at] > FINGER_DEVIATION) pixels[count++] = at;
  }
  return pixels.subarray(0, count);
}

/** Where the background's grey lies between ridges and valleys: 0.5 for that of the valleys. */
function backgroundEvidence(grey: Plane, deviation: Float64Array, finger: Uint32Array): number {
  const { width, height, data } = grey;
  const background: number[] = [];
  let band = 0;
  for (let y = 0; y < height; y++) {
    const whole = y < BAND || y >= height - BAND;
    for (let x = 0; x < width; x++) {
      if (!whole && x === BAND) x = Math.max(x, width - BAND);
      band += 1;
      const at = y * width + x;
      if (deviation[at] < BACKGROUND_DEVIATION) background.push(at);
    }
  }
  if (background.length === 0) return 0;
  const [dark, bright] = greyAtShares(data, finger, [0.1, 0.9]);
  if (bright <= dark) return 0;
  const [middle] = greyAtShares(data, background, [0.5]);
  const place = Math.min(0.6, Math.max(-0.6, (middle - dark) / (bright - dark) - 0.5));
  return place * Math.min(1, background.length / band / ENOUGH_BAND);
}

function skewness(
  { data }: Plane,
  mean: Float64Array,
  deviation: Float64Array,
  finger: Uint32Array,
): number {
  let cubes = 0;
  for (const at of finger) cubes += ((data[at] - mean[at]) / (deviation[at] + 0.01)) ** 3;
  return cubes / finger.length;
}

/** Pixels that stand out from everything two pixels around, in a thousand of the finger's. */
function countDots({ width, height, data }: Plane, deviation: Float64Array, finger: Uint32Array) {
  const offsets = ringOffsets(width);
  let dark = 0;
  let bright = 0;
  for (const at of finger) {
    const x = at % width;
    const y = (at - x) / width;
    if (Math.min(x, y, width - 1 - x, height - 1 - y) < RING_REACH) continue;
    let least = Infinity;
    let most = -Infinity;
    for (const offset of offsets) {
      const value = data[at + offset];
      if (value < least) least = value;
      if (value > most) most = value;
    }
    const contrast = DOT_CONTRAST * deviation[at];
    if (data[at] > most + contrast) bright += 1;
    if (data[at] < least - contrast) dark += 1;
  }
  const perMille = 1000 / finger.length;
  return { dark: dark * perMille, bright: bright * perMille };
}

function ringOffsets(width: number): Int32Array {
  const offsets: number[] = [];
  for (let y = -RING_REACH; y <= RING_REACH; y++) {
    for (let x = -RING_REACH; x <= RING_REACH; x++) {
      if (RING.includes(x * x + y * y)) offsets.push(y * width + x);
    }
  }
  return Int32Array.from(offsets);
}
