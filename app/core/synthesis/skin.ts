/** What a finger has besides ridges, for life: pores along the ridges, creases across them. */
import type { Chance } from './chance.ts';
import { cosine, exponential, ramp, sine } from './exact-math.ts';
import { PX_PER_MM, type FingerTraits } from './finger-traits.ts';
import { MASTER } from './master-grid.ts';

/** Both of MASTER's size: 0 none .. 255 deep. */
export interface Skin {
  readonly pores: Uint8Array;
  readonly creases: Uint8Array;
}

/** Between pores along a ridge, in mm (9 to 18 in a centimetre). */
const PORE_SPACING_MM = 0.52;
const PORE_RADIUS_PX = 1.25;

/** Creases of a finger pad on average; some people have none, some many. */
const CREASES = { mean: 1.3, most: 6 } as const;

export function createSkin(ridges: Float32Array, traits: FingerTraits, chance: Chance): Skin {
  const pores = new Uint8Array(MASTER.width * MASTER.height);
  const creases = new Uint8Array(MASTER.width * MASTER.height);
  openPores(pores, ridges, chance);
  for (let n = chance.events(CREASES.mean, CREASES.most); n > 0; n--) {
    fold(creases, drawCrease(traits, chance));
  }
  for (let n = Math.floor(chance.between(2, 5)); n > 0; n--) {
    fold(creases, drawFlexion(traits, chance));
  }
  return { pores, creases };
}

/** On a jittered grid, each moved to the top of the nearest ridge. */
function openPores(pores: Uint8Array, ridges: Float32Array, chance: Chance): void {
  const spacing = PORE_SPACING_MM * PX_PER_MM;
  for (let y = spacing; y < MASTER.height - spacing; y += spacing * 0.85) {
    for (let x = spacing; x < MASTER.width - spacing; x += spacing * 0.85) {
      let [column, row] = [
        Math.round(x + chance.between(-4, 4)),
        Math.round(y + chance.between(-4, 4)),
      ];
      for (let step = 0; step < 4; step++) [column, row] = uphill(ridges, column, row);
      const depth = chance.between(0.35, 1);
      if (ridges[row * MASTER.width + column] > 0.6)
        stamp(pores, column, row, PORE_RADIUS_PX, depth);
    }
  }
}

function uphill(ridges: Float32Array, column: number, row: number): [number, number] {
  let best = row * MASTER.width + column;
  for (let dy = -1; dy <= 1; dy++) {
    for (let dx = -1; dx <= 1; dx++) {
      const at = (row + dy) * MASTER.width + column + dx;
      if (ridges[at] > ridges[best]) best = at;
    }
  }
  return [best % MASTER.width, Math.floor(best / MASTER.width)];
}

/** A shallow arc, in pixels from the finger's origin; thin at its ends. */
interface Crease {
  readonly x: number;
  readonly y: number;
  readonly angle: number;
  readonly length: number;
  readonly width: number;
  /** Radians that the direction turns over the whole length. */
  readonly bend: number;
  readonly depth: number;
  /** Phase of the breaks along it. */
  readonly phase: number;
}

function drawCrease({ halfWidth, halfHeight }: FingerTraits, chance: Chance): Crease {
  // Most lie across the finger, some run along it.
  const angle = chance.is(0.8) ? 0.35 * chance.bell() : Math.PI / 2 + 0.4 * chance.bell();
  return {
    x: chance.between(-0.8, 0.8) * halfWidth,
    y: chance.between(-0.6, 0.9) * halfHeight,
    angle,
    length: chance.between(2.5, 11) * PX_PER_MM,
    width: chance.between(1.2, 4.2),
    bend: 0.25 * chance.bell(),
    depth: chance.between(0.6, 1),
    phase: chance.between(0, 6),
  };
}

/** The wrinkles of the joint, below the pad. */
function drawFlexion({ halfWidth, halfHeight }: FingerTraits, chance: Chance): Crease {
  return {
    x: chance.between(-0.5, 0.5) * halfWidth,
    y: halfHeight * chance.between(1.05, 1.4),
    angle: 0.12 * chance.bell(),
    length: chance.between(6, 16) * PX_PER_MM,
    width: chance.between(1.5, 4),
    bend: 0.15 * chance.bell(),
    depth: chance.between(0.5, 1),
    phase: chance.between(0, 6),
  };
}

function fold(creases: Uint8Array, crease: Crease): void {
  const { length, width, bend, depth, phase } = crease;
  const half = length / 2;
  for (let along = -half; along <= half; along += 0.7) {
    const share = along / length;
    const angle = crease.angle + bend * share;
    const taper = ramp(half, half * 0.5, Math.abs(along));
    const uneven = 0.75 + 0.25 * sine(phase + along * 0.13) * sine(2 * phase + along * 0.047);
    const column =
      MASTER.originX + crease.x + along * cosine(angle) + 0.6 * sine(along * 0.21 + phase);
    const row = MASTER.originY + crease.y + along * sine(angle) + 0.6 * sine(along * 0.17 + phase);
    stamp(creases, column, row, width * uneven * (0.4 + 0.6 * taper), depth * (0.3 + 0.7 * taper));
  }
}

/** A soft dot; where dots meet the deeper one stays. */
function stamp(map: Uint8Array, x: number, y: number, radius: number, depth: number): void {
  const reach = Math.ceil(2 * radius);
  const [column, row] = [Math.round(x), Math.round(y)];
  for (let v = Math.max(0, row - reach); v <= Math.min(MASTER.height - 1, row + reach); v++) {
    for (
      let u = Math.max(0, column - reach);
      u <= Math.min(MASTER.width - 1, column + reach);
      u++
    ) {
      const square = ((u - x) * (u - x) + (v - y) * (v - y)) / (radius * radius);
      const value = Math.round(255 * depth * exponential(-square));
      const at = v * MASTER.width + u;
      if (value > map[at]) map[at] = value;
    }
  }
}
