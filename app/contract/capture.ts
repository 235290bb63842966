/** Looking at a capture without deciding anything, and making any image fit to be shown. */
import { z } from 'zod';
import { command } from './command.ts';
import type { SampleReport } from './results.ts';
import { captureOfPerson, encodedImage } from './values.ts';
import type { Point } from '../core/vocabulary.ts';

/** How good a live frame is; nothing of it is kept. */
export interface AssessmentReport {
  readonly sample: SampleReport;
  /** Of a face: eyes, nose, mouth corners, in pixels of the image; of a print: its anchors. */
  readonly points: readonly Point[];
}

export interface ImagePreview {
  /** A JPEG or PNG that any browser shows, upright, at most as large as was asked for. */
  readonly bytes: Uint8Array;
  readonly type: 'image/jpeg' | 'image/png';
  readonly width: number;
  readonly height: number;
}

export const captureCommands = {
  'capture.assess': command(
    z.strictObject({ probe: encodedImage, capture: captureOfPerson('dominant') }),
  )<AssessmentReport>(),
  /** Of formats that browsers do not show: WSQ, JPEG 2000, TIFF, PGM. */
  'capture.preview': command(
    z.strictObject({
      image: encodedImage,
      maxSide: z.number().int().min(16).max(2048).default(512),
    }),
  )<ImagePreview>(),
} as const;
