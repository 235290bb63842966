/** How a finger is put onto the sensor this time: drawn within what a quality allows. */
import type { Chance } from './chance.ts';
import { clamp } from './exact-math.ts';
import { PX_PER_MM, type FingerTraits } from './finger-traits.ts';
import type { Sensor } from './sensor.ts';

export const PRINT_QUALITIES = ['good', 'ordinary', 'poor'] as const;
export type PrintQuality = (typeof PRINT_QUALITIES)[number];

/** Where the finger lies: ground truth for tests. */
export interface Pose {
  /** Clockwise as one looks at the image. */
  readonly rotationDeg: number;
  /** Where the finger's origin lies in the image, in pixels, before distortion. */
  readonly originX: number;
  readonly originY: number;
}

export interface CaptureConditions {
  readonly pose: Pose;
  /** Deviation of the smooth displacement of skin, in pixels of 500 dpi. */
  readonly distortionPx: number;
  /** -1 dry, thin, broken ridges; 1 wet, thick ridges that run together. */
  readonly moisture: number;
  /** Deviation of moisture and pressure over the print, in heights of ridges. */
  readonly unevenness: number;
  /** Roughness of the skin, in heights of ridges. */
  readonly grain: number;
  /** 0..1: how open pores are. */
  readonly pores: number;
  /** Middle of the contact in the finger's own pixels, and its half axes. */
  readonly contact: {
    readonly x: number;
    readonly y: number;
    readonly halfWidth: number;
    readonly halfHeight: number;
  };
  /** Cuts and hairs of this moment. */
  readonly scratches: number;
  /** Specks of dirt on the sensor. */
  readonly specks: number;
  /** Factor on the sensor's noise. */
  readonly noise: number;
  /** Share of the sensor's contrast. */
  readonly contrast: number;
  /** Strength of what an earlier finger left behind, 0..1. */
  readonly residue: number;
}

interface QualityProfile {
  readonly rotationDeg: { readonly deviation: number; readonly most: number };
  readonly shiftMm: number;
  readonly distortionPx: readonly [number, number];
  readonly moisture: number;
  readonly unevenness: readonly [number, number];
  readonly grain: readonly [number, number];
  readonly pores: readonly [number, number];
  /** Factor on the area's sides, and how far its middle strays from the pad's, in mm. */
  readonly contactSize: readonly [number, number];
  readonly contactStrayMm: number;
  readonly scratches: number;
  readonly specks: readonly [number, number];
  readonly noise: readonly [number, number];
  readonly contrast: readonly [number, number];
  readonly residue: readonly [number, number];
}

/**
 * Rotation and shift as in public sets (90 % of mated pairs within 33 degrees). Clearness, told as
 * the median agreement of the gradients in blocks of 32 pixels: good 0.87, ordinary 0.72, poor
 * 0.49; FVC2002 DB1 has 0.66, FCJ2020 0.52; 2026-11.
 */
const PROFILES: Readonly<Record<PrintQuality, QualityProfile>> = {
  good: {
    rotationDeg: { deviation: 6, most: 15 },
    shiftMm: 0.8,
    distortionPx: [1, 2.5],
    moisture: 0.18,
    unevenness: [0.06, 0.12],
    grain: [0.15, 0.35],
    pores: [0.1, 0.5],
    contactSize: [0.94, 1.06],
    contactStrayMm: 0.4,
    scratches: 0.2,
    specks: [0, 12],
    noise: [0.8, 1.1],
    contrast: [0.96, 1],
    residue: [0, 0.1],
  },
  ordinary: {
    rotationDeg: { deviation: 12, most: 30 },
    shiftMm: 1.4,
    distortionPx: [3, 5],
    moisture: 0.42,
    unevenness: [0.12, 0.24],
    grain: [0.22, 0.58],
    pores: [0.1, 0.8],
    contactSize: [0.78, 1.02],
    contactStrayMm: 0.9,
    scratches: 0.8,
    specks: [0, 60],
    noise: [0.9, 1.6],
    contrast: [0.9, 1],
    residue: [0, 0.5],
  },
  poor: {
    rotationDeg: { deviation: 14, most: 30 },
    shiftMm: 2.2,
    distortionPx: [4, 6.5],
    moisture: 0.8,
    unevenness: [0.22, 0.4],
    grain: [0.42, 0.82],
    pores: [0.1, 1],
    contactSize: [0.6, 0.92],
    contactStrayMm: 1.8,
    scratches: 2,
    specks: [20, 160],
    noise: [1.2, 2.6],
    contrast: [0.7, 0.98],
    residue: [0.2, 1],
  },
};

export function drawConditions(
  traits: FingerTraits,
  sensor: Sensor,
  quality: PrintQuality,
  chance: Chance,
): CaptureConditions {
  const profile = PROFILES[quality];
  const within = ([low, high]: readonly [number, number]) => chance.between(low, high);
  // Rarely far: a finger beside the sensor is no capture.
  const mm = (deviation: number) => deviation * clamp(chance.bell(), -1.8, 1.8) * PX_PER_MM;
  const { deviation, most } = profile.rotationDeg;
  const contactSize = within(profile.contactSize);
  return {
    pose: {
      rotationDeg: clamp(deviation * chance.bell(), -most, most),
      originX: sensor.width / 2 + mm(profile.shiftMm),
      originY: sensor.height / 2 + mm(profile.shiftMm),
    },
    distortionPx: within(profile.distortionPx),
    moisture: clamp(0.35 * traits.moisture + profile.moisture * chance.bell(), -1, 1),
    unevenness: within(profile.unevenness),
    grain: within(profile.grain),
    pores: within(profile.pores),
    contact: {
      x: mm(profile.contactStrayMm),
      y: mm(profile.contactStrayMm),
      halfWidth: traits.halfWidth * contactSize * chance.between(0.95, 1.05),
      halfHeight: traits.halfHeight * contactSize * chance.between(0.92, 1.08),
    },
    scratches: chance.events(profile.scratches, 6),
    specks: Math.round(within(profile.specks)),
    noise: within(profile.noise),
    contrast: within(profile.contrast),
    residue: within(profile.residue),
  };
}
