/**
 * Quality as an operator reads it: each measured thing with its value, how much room it has above
 * its limit, and one word for the whole: that of the weakest.
 */
import { FACE, FINGERPRINT } from '../../app/core/parameters.ts';
import type { FaceQuality, FingerprintQuality, Quality } from '../../app/core/sample.ts';
import { formatCount, formatMeasure } from '../words/format.ts';
import { words } from '../words/words.ts';

export type QualityLevel = 'good' | 'fair' | 'poor';

export interface QualityFact {
  readonly name: string;
  readonly value: string;
  /** 0 at the limit below which a capture is refused, 1 where more does not help. */
  readonly share: number;
}

/**
 * What nine of ten captures reach, rounded down: of 24 of lfw_dev, and 40 each of FVC2002 DB1 B and
 * FCJ2020. In the units of the limits in parameters.ts; pose and light by judgement; 2026-11.
 */
const AMPLE = {
  interEyeDistancePx: 38,
  sharpness: 0.23,
  brightness: { dark: 60, bright: 200 },
  contrast: 24,
  poseDeg: 15,
  areaMm2: 140,
  clarity: 0.6,
  clearAnchors: 20,
} as const;

/** Below these shares quality is poor, and fair. By judgement; 2026-11. */
const LEVELS = { poor: 0.15, fair: 0.5 } as const;

function isFaceQuality(quality: Quality): quality is FaceQuality {
  return 'interEyeDistancePx' in quality;
}

export function qualityFacts(quality: Quality): readonly QualityFact[] {
  return isFaceQuality(quality) ? faceFacts(quality) : printFacts(quality);
}

/** 0..1, of the weakest. */
export function qualityShare(quality: Quality): number {
  return Math.min(...qualityFacts(quality).map(({ share }) => share));
}

export function levelOf(share: number): QualityLevel {
  if (share < LEVELS.poor) return 'poor';
  return share < LEVELS.fair ? 'fair' : 'good';
}

export function qualityWord(quality: Quality | undefined): string {
  const say = words().quality;
  return quality ? say[levelOf(qualityShare(quality))] : say.none;
}

function faceFacts(quality: FaceQuality): readonly QualityFact[] {
  const say = words().quality;
  const { quality: limits } = FACE;
  const turned = Math.max(Math.abs(quality.yawDeg), Math.abs(quality.pitchDeg));
  const { dark, bright } = AMPLE.brightness;
  return [
    {
      name: say.interEyeDistancePx,
      value: say.pixels(formatCount(quality.interEyeDistancePx)),
      share: between(
        quality.interEyeDistancePx,
        limits.minInterEyeDistancePx,
        AMPLE.interEyeDistancePx,
      ),
    },
    {
      name: say.sharpness,
      value: formatMeasure(quality.sharpness),
      share: between(quality.sharpness, limits.minSharpness, AMPLE.sharpness),
    },
    {
      name: say.brightness,
      value: formatCount(quality.brightness),
      share: Math.min(
        between(quality.brightness, limits.minBrightness, dark),
        between(quality.brightness, limits.maxBrightness, bright),
      ),
    },
    {
      name: say.contrast,
      value: formatCount(quality.contrast),
      share: between(quality.contrast, limits.minContrast, AMPLE.contrast),
    },
    {
      name: say.pose,
      value: say.degrees(formatCount(turned)),
      share: between(turned, limits.maxPitchDeg, AMPLE.poseDeg),
    },
    {
      name: say.outsideShare,
      value: say.percent(formatCount((1 - quality.outsideShare) * 100)),
      share: between(quality.outsideShare, limits.maxOutsideShare, 0),
    },
  ];
}

function printFacts(quality: FingerprintQuality): readonly QualityFact[] {
  const say = words().quality;
  const { quality: limits } = FINGERPRINT;
  const moisture = quality.dryness > quality.wetness ? quality.dryness : quality.wetness;
  const feel = quality.dryness > quality.wetness ? say.dry : say.wet;
  return [
    {
      name: say.areaMm2,
      value: say.squareMillimetres(formatCount(quality.areaMm2)),
      share: between(quality.areaMm2, limits.minAreaMm2, AMPLE.areaMm2),
    },
    {
      name: say.clarity,
      value: formatMeasure(quality.clarity),
      share: between(quality.clarity, limits.minClarity, AMPLE.clarity),
    },
    {
      name: say.anchors,
      value: formatCount(quality.anchors),
      share: between(quality.anchors * quality.clarity, limits.minClearAnchors, AMPLE.clearAnchors),
    },
    {
      name: say.moisture,
      value: moisture < 0.5 ? say.even : feel,
      share: between(moisture, limits.maxDryness, 0.5),
    },
  ];
}

/** How far a value is on the way from one to the other, 0..1; either may be the larger. */
function between(value: number, from: number, to: number): number {
  return Math.min(1, Math.max(0, (value - from) / (to - from)));
}
