/** What the shipped manifest says of its encoders. */
import { z } from 'zod';
import { MANIFEST_TEXT } from '../engine/models.ts';

const calibration = z.object({
  set: z.string(),
  points: z.array(z.looseObject({ falseMatchRate: z.number(), threshold: z.number() })),
});

const manifest = z.object({ encoders: z.record(z.string(), z.object({ calibration })) });

const { encoders } = manifest.parse(JSON.parse(MANIFEST_TEXT));

export function calibrationOf(encoder: 'standard' | 'accurate') {
  return encoders[encoder].calibration;
}

/** Without thresholds it can't decide anything: `npm run calibrate:face` measures them. */
export const accurateIsCalibrated = calibrationOf('accurate').points.length > 0;

if (!accurateIsCalibrated) {
  console.warn('Tests of the accurate encoder are skipped: the manifest has no thresholds for it.');
}
