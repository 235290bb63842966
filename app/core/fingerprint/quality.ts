import { FINGERPRINT } from '../parameters.ts';
import type { FingerprintQuality } from '../sample.ts';
import type { AcquisitionReason } from '../vocabulary.ts';
import { CELL_PX, CLARITY_PLANE, FINGER_PLANE, sigmoid, type DetectorField } from './anchors.ts';
import { boxMean } from './box-mean.ts';
import { greyAtShares } from './grey-levels.ts';
import type { Plane } from './plane.ts';

export type Imprint = Pick<FingerprintQuality, 'areaMm2' | 'clarity' | 'cutOffShare'>;
export type Ink = Pick<FingerprintQuality, 'contrast' | 'darkness' | 'dryness' | 'wetness'>;

export const MM_PER_INCH = 25.4;

/** Side of the window that ridges and valleys are averaged in, in pixels of 250 dpi: 2 mm. */
const WINDOW = 21;

/** Cells of the detector that belong to the finger, without those added to the print. */
export interface FingerMask {
  readonly width: number;
  readonly height: number;
  /** 1 for the finger. */
  readonly cells: Uint8Array;
}

/** @param width of the print in pixels, without what was added; and its height */
export function fingerMask(field: DetectorField, width: number, height: number): FingerMask {
  const columns = Math.ceil(width / CELL_PX);
  const rows = Math.ceil(height / CELL_PX);
  const plane = FINGER_PLANE * field.width * field.height;
  const cells = new Uint8Array(columns * rows);
  for (let y = 0, cell = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++, cell++) {
      cells[cell] = field.data[plane + y * field.width + x] > 0 ? 1 : 0;
    }
  }
  return { width: columns, height: rows, cells };
}

/** How much of a finger there is, how clear, and how much of its outline the image cuts off. */
export function measureImprint(field: DetectorField, mask: FingerMask, dpi: number): Imprint {
  const { width, height, cells } = mask;
  const plane = CLARITY_PLANE * field.width * field.height;
  let area = 0;
  let clarity = 0;
  let outline = 0;
  let cutOff = 0;
  for (let y = 0, cell = 0; y < height; y++) {
    for (let x = 0; x < width; x++, cell++) {
      if (cells[cell] === 0) continue;
      area += 1;
      clarity += sigmoid(field.data[plane + y * field.width + x]);
      const border = x === 0 || y === 0 || x === width - 1 || y === height - 1;
      if (border) cutOff += 1;
      else if (cells[cell - 1] + cells[cell + 1] + cells[cell - width] + cells[cell + width] < 4) {
        outline += 1;
      }
    }
  }
  const cellMm = (CELL_PX * MM_PER_INCH) / dpi;
  return {
    areaMm2: area * cellMm * cellMm,
    clarity: area > 0 ? clarity / area : 0,
    cutOffShare: area > 0 ? cutOff / (cutOff + outline) : 0,
  };
}

/**
 * How the imprint is inked. Between the grey of its ridges and that of its valleys the mean of a
 * place says how much of it is ridge: dry skin leaves little, wet skin fills the valleys.
 *
 * @param grey the print at the preprocessing's resolution, 0..1, ridges dark
 */
export function measureInk(grey: Plane, mask: FingerMask): Ink {
  const pixels = pixelsOf(grey, mask);
  if (pixels.length === 0) return { contrast: 0, darkness: 255, dryness: 0, wetness: 0 };
  const mean = boxMean(grey.data, grey.width, grey.height, WINDOW);
  const [ridge, valley] = greyAtShares(grey.data, pixels, [0.05, 0.95]);
  const spread = Math.max(valley - ridge, 1 / 255);
  let sum = 0;
  let squares = 0;
  let dry = 0;
  let wet = 0;
  for (const at of pixels) {
    const value = grey.data[at];
    sum += value;
    squares += value * value;
    const bright = Math.min(1, Math.max(0, (mean[at] - ridge) / spread));
    dry += Math.max(0, 2 * bright - 1);
    wet += Math.max(0, 1 - 2 * bright);
  }
  const count = pixels.length;
  const average = sum / count;
  return {
    contrast: 255 * Math.sqrt(Math.max(0, squares / count - average * average)),
    darkness: 255 * average,
    dryness: dry / count,
    wetness: wet / count,
  };
}

function pixelsOf({ width, height }: Plane, mask: FingerMask): Uint32Array {
  const pixels = new Uint32Array(width * height);
  let count = 0;
  for (let y = 0, at = 0; y < height; y++) {
    const row = Math.floor(y / CELL_PX) * mask.width;
    for (let x = 0; x < width; x++, at++) {
      if (mask.cells[row + Math.floor(x / CELL_PX)] === 1) pixels[count++] = at;
    }
  }
  return pixels.subarray(0, count);
}

/** Everything that keeps a print from being compared; empty where nothing does. */
export function judgeFingerprint(quality: FingerprintQuality): AcquisitionReason[] {
  const limits = FINGERPRINT.quality;
  const reasons: AcquisitionReason[] = [];
  const require = (
    problem: AcquisitionReason['problem'],
    holds: boolean,
    measured: number,
    limit: number,
    unit: string,
  ) => {
    if (!holds) reasons.push({ problem, measured, limit, unit });
  };
  const atLeast = (...[problem, measured, limit, unit]: Limit) =>
    require(problem, measured >= limit, measured, limit, unit);
  const atMost = (...[problem, measured, limit, unit]: Limit) =>
    require(problem, measured <= limit, measured, limit, unit);

  const { minRidgePeriodMm, maxRidgePeriodMm } = FINGERPRINT.resolution;
  const { ridgePeriodMm } = quality;
  // Told first, for what follows may come of it. 0 says that no period was found.
  if (ridgePeriodMm > 0) {
    const unit = `mm from ridge to ridge at ${Math.round(quality.dpi)} dpi`;
    atLeast('wrong-resolution', ridgePeriodMm, minRidgePeriodMm, unit);
    atMost('wrong-resolution', ridgePeriodMm, maxRidgePeriodMm, unit);
  }
  // What has no area has nothing else either; texture without a period is no ridges.
  const withoutRidges = ridgePeriodMm === 0 && quality.clarity < limits.minClarityWithoutPeriod;
  if (quality.areaMm2 === 0 || withoutRidges) return [...reasons, { problem: 'no-finger' }];
  atLeast('finger-too-small', quality.areaMm2, limits.minAreaMm2, 'mm2');
  atMost('cut-off', quality.cutOffShare, limits.maxCutOffShare, 'share of the outline');
  atLeast('low-contrast', quality.contrast, limits.minContrast, 'grey deviation');
  atMost('too-dry', quality.dryness, limits.maxDryness, 'dryness');
  atMost('too-wet', quality.wetness, limits.maxWetness, 'wetness');
  atLeast('unclear-ridges', quality.clarity, limits.minClarity, 'clarity');
  const clear = quality.anchors * quality.clarity;
  atLeast('too-few-anchors', clear, limits.minClearAnchors, 'clear anchors');
  return reasons;
}

type Limit = [problem: AcquisitionReason['problem'], measured: number, limit: number, unit: string];
