/** Making synthetic people: what is asked for, and what comes of it. */
import { z } from 'zod';
import {
  PRINT_QUALITIES,
  type Pose,
  type PrintQuality,
} from '../core/synthesis/capture-conditions.ts';
import type { FingerPattern } from '../core/synthesis/finger-traits.ts';
import { SENSOR_NAMES, type SensorName } from '../core/synthesis/sensor.ts';
import { MOST_FINGERS } from '../core/synthesis/synthetic-people.ts';
import { folderId } from './values.ts';

export { MOST_FINGERS, PRINT_QUALITIES, SENSOR_NAMES };
export type { PrintQuality, SensorName };

export const PRINT_FORMATS = ['bmp', 'pgm', 'wsq'] as const;
export type PrintFormat = (typeof PRINT_FORMATS)[number];

/** More of anything is a slip of the finger. */
export const MOST_SYNTHETIC = {
  people: 10_000,
  impressions: 100,
  /** All together: days of work for one processor. */
  prints: 1_000_000,
  seed: 2 ** 32 - 1,
} as const;

export const synthesisInput = z.strictObject({
  folder: folderId,
  people: z.number().int().min(1).max(MOST_SYNTHETIC.people),
  fingers: z.number().int().min(1).max(MOST_FINGERS).default(2),
  impressions: z.number().int().min(1).max(MOST_SYNTHETIC.impressions).default(6),
  seed: z.number().int().min(0).max(MOST_SYNTHETIC.seed).default(1),
  quality: z.enum(PRINT_QUALITIES).default('ordinary'),
  sensor: z.enum(SENSOR_NAMES).default('optical'),
  format: z.enum(PRINT_FORMATS).default('bmp'),
  /** Replaces files of the same names. */
  force: z.boolean().default(false),
});

/** One capture and the truth about it. */
export interface SyntheticCapture {
  /** Relative to the folder, with forward slashes. */
  readonly path: string;
  /** The folder's name, to be used as external id. */
  readonly person: string;
  /** ISO/IEC 19794-4. */
  readonly finger: number;
  readonly impression: number;
  readonly pattern: FingerPattern;
  readonly pose: Pose;
  /** Deviation of the skin's smooth displacement, in pixels. */
  readonly distortionPx: number;
  /** -1 dry .. 1 wet. */
  readonly moisture: number;
}

export interface SynthesisReport {
  readonly seed: number;
  readonly quality: PrintQuality;
  readonly sensor: SensorName;
  readonly format: PrintFormat;
  readonly dpi: number;
  readonly width: number;
  readonly height: number;
  readonly people: number;
  readonly captures: readonly SyntheticCapture[];
}
