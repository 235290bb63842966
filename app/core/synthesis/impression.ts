/** One capture of a finger: pressed on, distorted, too dry or too wet, seen by a sensor. */
import { drawConditions, type CaptureConditions, type PrintQuality } from './capture-conditions.ts';
import { Chance } from './chance.ts';
import { createContact, type Contact } from './contact.ts';
import { clamp, ramp, squash } from './exact-math.ts';
import { PURPOSE } from './finger-traits.ts';
import type { GreyImage } from './grey-image.ts';
import { cubicAt, linearAt } from './interpolate.ts';
import { MASTER, MASTER_EXTENT } from './master-grid.ts';
import type { Master } from './master.ts';
import { exposeSensor } from './expose.ts';
import { SENSORS, type Sensor, type SensorName } from './sensor.ts';
import { createSmoothField, type SmoothField } from './smooth-field.ts';
import { createWarp, type Warp } from './warp.ts';

export interface Impression {
  readonly image: GreyImage;
  readonly conditions: CaptureConditions;
  /** From the image to the finger, distortion included. */
  readonly warp: Warp;
}

export interface ImpressionKey {
  /** 1 for the first capture. */
  readonly impression: number;
  readonly quality: PrintQuality;
  readonly sensor: SensorName;
}

/** Steepness of the edge between ridge and valley: about a pixel wide. */
const EDGE = 3.2;

/** Knots of the skin's texture: between pores, and from pore to pore. */
const ROUGHNESS = { finePx: 2.2, wearPx: 5 } as const;

/** Share that wet valleys darken by. */
const HAZE = 0.16;

/** Height of the threshold: 0 makes ridges as wide as valleys. */
const THRESHOLD = { atMoistureOne: -0.5, neutral: 0.02, atRim: 0.5 } as const;

export function createImpression(
  master: Master,
  { impression, quality, sensor: name }: ImpressionKey,
): Impression {
  const { seed, person, finger } = master.key;
  const sensor = SENSORS[name];
  const chance = new Chance(seed, person, finger, PURPOSE.capture, impression);
  const conditions = drawConditions(master.traits, sensor, quality, chance);
  const warp = createWarp(conditions.pose, conditions.distortionPx, chance);
  const ink = press(master, sensor, conditions, warp, chance);
  return { image: exposeSensor(ink, sensor, conditions, chance), conditions, warp };
}

/** @returns how much of each pixel a ridge covers, 0..1 */
function press(
  master: Master,
  { width, height }: Sensor,
  conditions: CaptureConditions,
  warp: Warp,
  chance: Chance,
): Float32Array {
  const touch = createTouch(master, conditions, createContact(conditions, chance), chance);
  const ink = new Float32Array(width * height);
  const place = new Float64Array(2);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      warp(x, y, place);
      ink[i] = touch(place[0], place[1]);
    }
  }
  return ink;
}

/** @returns what of a place of the finger is printed, 0..1 */
function createTouch(
  { ridges, skin }: Master,
  conditions: CaptureConditions,
  contact: Contact,
  chance: Chance,
): SmoothField {
  const { moisture, unevenness, grain, pores } = conditions;
  const pressure = createSmoothField(chance, MASTER_EXTENT, 34, unevenness);
  const coarse = grain * (1 + 0.6 * Math.max(0, -moisture));
  const roughness = createSmoothField(chance, MASTER_EXTENT, ROUGHNESS.finePx, 0.85 * coarse);
  const wear = createSmoothField(chance, MASTER_EXTENT, ROUGHNESS.wearPx, 0.34 * coarse);
  const neutral = THRESHOLD.neutral + THRESHOLD.atMoistureOne * moisture;
  return (x, y) => {
    const column = x + MASTER.originX;
    const row = y + MASTER.originY;
    if (column < 2 || row < 2 || column > MASTER.width - 4 || row > MASTER.height - 4) return 0;
    const firmness = contact(x, y);
    if (firmness <= 0) return 0;
    const height =
      cubicAt(ridges, MASTER.width, column, row) +
      roughness(x, y) +
      wear(x, y) -
      (2.4 * linearAt(skin.creases, MASTER.width, column, row)) / 255 -
      (2 * pores * linearAt(skin.pores, MASTER.width, column, row)) / 255;
    const rim = ramp(0.3, 0, firmness);
    const threshold = clamp(neutral + pressure(x, y), -0.75, 0.75) + THRESHOLD.atRim * rim;
    const over = height - threshold;
    const covered = (0.5 + 0.5 * squash(EDGE * over)) * (0.76 + 0.24 * ramp(0, 0.9, over));
    const damp = HAZE * Math.max(0, moisture) * (1 - rim);
    return (covered + damp * (1 - covered)) * ramp(0, 0.03, firmness);
  };
}
