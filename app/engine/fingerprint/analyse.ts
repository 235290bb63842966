/** One image to one fingerprint sample: the steps in their order. */
import { packAnchors } from '../../core/fingerprint/anchor-template.ts';
import { readAnchors } from '../../core/fingerprint/anchors.ts';
import { normalise } from '../../core/fingerprint/normalise.ts';
import { samplePatches } from '../../core/fingerprint/patches.ts';
import { greyOf, inverse, type Plane } from '../../core/fingerprint/plane.ts';
import { isInverted } from '../../core/fingerprint/polarity.ts';
import {
  MM_PER_INCH,
  fingerMask,
  judgeFingerprint,
  measureImprint,
  measureInk,
} from '../../core/fingerprint/quality.ts';
import { toResolution } from '../../core/fingerprint/resample.ts';
import { estimateRidges } from '../../core/fingerprint/ridge-period.ts';
import { scalePoints } from '../../core/geometry.ts';
import type { RgbImage } from '../../core/image.ts';
import { FINGERPRINT } from '../../core/parameters.ts';
import type { FingerprintQuality, FingerprintSample } from '../../core/sample.ts';
import type { AcquisitionReason, Point } from '../../core/vocabulary.ts';
import type { FingerprintModels } from './models.ts';

/** A sample without what only the process knows; see {@link FingerprintSample}. */
export type AnalysedPrint = Pick<FingerprintSample, 'quality' | 'features' | 'provider'>;

export type FingerprintAnalysis =
  | { readonly outcome: 'acquired'; readonly sample: AnalysedPrint }
  | {
      readonly outcome: 'failure-to-acquire';
      readonly reasons: readonly AcquisitionReason[];
      readonly quality?: FingerprintQuality;
      /** Places of the anchors, in pixels of the image at its whole size. */
      readonly points?: readonly Point[];
    };

/** Pixels per inch of the image as it was handed over, and of the one that is looked at. */
export interface PrintResolution {
  readonly dpi: number;
  readonly workingDpi: number;
}

export async function analysePrint(
  models: FingerprintModels,
  image: RgbImage,
  { dpi, workingDpi }: PrintResolution,
): Promise<FingerprintAnalysis> {
  const impossible = judgeSize(image, workingDpi);
  if (impossible) return { outcome: 'failure-to-acquire', reasons: [impossible] };

  const { preprocessing, anchors: selection, patch, encoders } = models.manifest;
  const whole = greyOf(image);
  const seen = toResolution(whole, workingDpi, preprocessing.dpi);
  const inverted = isInverted(seen);
  const grey = inverted ? inverse(seen) : seen;
  const print = normalise(inverse(grey), preprocessing);

  const { width, height } = print;
  const field = await models.detect(print);
  const anchors = readAnchors(field, width, height, selection);
  const mask = fingerMask(field, width, height);
  const quality: FingerprintQuality = {
    ...measureImprint(field, mask, preprocessing.dpi),
    ...measureInk(grey, mask),
    anchors: anchors.length,
    ridgePeriodMm: ridgePeriodMm(whole, workingDpi),
    dpi,
    inverted: inverted ? 1 : 0,
  };
  const reasons = judgeFingerprint(quality);
  if (reasons.length > 0) {
    const points = scalePoints(anchors, dpi / preprocessing.dpi);
    return { outcome: 'failure-to-acquire', reasons, quality, points };
  }

  const patches = samplePatches(print, anchors, patch);
  const embeddings = await models.embed(patches, anchors.length);
  const features = packAnchors(anchors, embeddings, encoders.standard.dimensions);
  const { provider } = models;
  return { outcome: 'acquired', sample: { quality, features, provider } };
}

/** A resolution that would make the finger a dot or a wall is wrong; nothing is computed for it. */
function judgeSize({ width, height }: RgbImage, dpi: number): AcquisitionReason | undefined {
  const { minSideMm, maxSideMm } = FINGERPRINT.resolution;
  const shorter = (Math.min(width, height) / dpi) * MM_PER_INCH;
  const longer = (Math.max(width, height) / dpi) * MM_PER_INCH;
  const problem = 'wrong-resolution';
  if (shorter < minSideMm) {
    return { problem, measured: shorter, limit: minSideMm, unit: 'mm of the shorter side' };
  }
  if (longer > maxSideMm) {
    return { problem, measured: longer, limit: maxSideMm, unit: 'mm of the longer side' };
  }
  return undefined;
}

/** 0 where no period can be told. */
function ridgePeriodMm(whole: Plane, dpi: number): number {
  const { periodDpi } = FINGERPRINT.resolution;
  const { periodPx = 0 } = estimateRidges(toResolution(whole, dpi, periodDpi));
  return (periodPx / periodDpi) * MM_PER_INCH;
}
