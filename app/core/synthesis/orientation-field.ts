/**
 * The direction of the ridges at every point: Sherlock and Monro's zero-pole model (1993) for
 * what turns around cores and deltas, the bend of the fingertip for what lies above, a sine for
 * the rise of an arch, and smooth noise so that no two are alike.
 */
import type { Point } from '../vocabulary.ts';
import type { Chance } from './chance.ts';
import { arcTangent2, clamp, exponential, ramp, sine } from './exact-math.ts';
import { PX_PER_MM, type FingerTraits } from './finger-traits.ts';
import { createSmoothField, type FieldExtent } from './smooth-field.ts';

/** Radians from the x axis towards y; ridges have no sense, so only its value modulo pi counts. */
export type OrientationField = (x: number, y: number) => number;

/** Radians. More makes the ridges look combed. */
const NOISE_DEVIATION = 0.1;
const NOISE_SPACING_MM = 4.5;

/** Half the width of an arch's rise, and over which heights below the apex it fades. */
const ARCH_HALF_WIDTH_MM = 7.5;
const ARCH_FADE_MM = { from: 1, to: 8.5 } as const;

/** Centre of the fingertip's bend below the apex, and the heights over which the bend fades. */
const BEND_CENTRE_MM = 5.5;
const BEND_FADE_MM = { from: -1.5, to: 7 } as const;

/** How much of the difference between parabolas and round tops, and how far around a core. */
const ROUNDING = { share: 0.75, reachMm: 4.5 } as const;

export function createOrientationField(
  traits: FingerTraits,
  chance: Chance,
  extent: FieldExtent,
): OrientationField {
  const noise = createSmoothField(chance, extent, NOISE_SPACING_MM * PX_PER_MM, NOISE_DEVIATION);
  const pure = createPureField(traits);
  return (x, y) => pure(x, y) + noise(x, y);
}

/** Without noise: what the singular points and the outline alone ask for. */
export function createPureField(traits: FingerTraits): OrientationField {
  const rounds = traits.cores.map((core, i) => createRounding(traits, core, i));
  return (x, y) => {
    let direction = smoothPart(traits, x, y);
    direction += (turn(traits.cores, x, y) - turn(traits.deltas, x, y)) / 2;
    for (const round of rounds) direction += round(x, y);
    return direction;
  };
}

function smoothPart(traits: FingerTraits, x: number, y: number): number {
  const right = (x - traits.apex.x) / PX_PER_MM;
  const down = (y - traits.apex.y) / PX_PER_MM;
  return traits.tipBend * bendOfTip(right, down) + riseOfArch(traits.archSlope, right, down);
}

/**
 * Around a core the zero-pole model draws parabolas. Ridges keep their distance: round tops over
 * straight legs. This is the difference, in part, close to the core.
 */
function createRounding(
  { cores, ...traits }: FingerTraits,
  core: Point,
  index: number,
): OrientationField {
  const others = cores.filter((_, i) => i !== index);
  const nearest = others.map((other) => distance(core, other));
  const reach = Math.min(ROUNDING.reachMm * PX_PER_MM, ...nearest.map((length) => length / 2));
  const { x: cx, y: cy } = core;
  const background =
    smoothPart({ cores, ...traits }, cx, cy) +
    (turn(others, cx, cy) - turn(traits.deltas, cx, cy)) / 2;
  // Where the ridges' direction is the direction away from the core: along its legs.
  const axis = 2 * background;
  return (x, y) => {
    const [dx, dy] = [x - cx, y - cy];
    const square = (dx * dx + dy * dy) / (reach * reach);
    if (square > 12) return 0;
    const turned = arcTangent2(dy, dx) - axis;
    const angle = turned - 2 * Math.PI * Math.round(turned / (2 * Math.PI));
    const size = Math.max(0, Math.abs(angle) - Math.PI / 2);
    const round = angle < 0 ? -size : size;
    return ROUNDING.share * exponential(-square) * (round - angle / 2);
  };
}

function distance(one: Point, other: Point): number {
  const [dx, dy] = [one.x - other.x, one.y - other.y];
  return Math.sqrt(dx * dx + dy * dy);
}

/** Sum of the directions from the points to here. */
function turn(points: readonly Point[], x: number, y: number): number {
  let sum = 0;
  for (const point of points) sum += arcTangent2(y - point.y, x - point.x);
  return sum;
}

/** Ridges over the pattern run as circles around a point below it; at the crease they lie flat. */
function bendOfTip(right: number, down: number): number {
  const toCentre = BEND_CENTRE_MM - down;
  // Never below 4 mm: near the centre circles would turn too sharply.
  const radius = (toCentre + Math.sqrt(toCentre * toCentre + 64)) / 2;
  const share = ramp(BEND_FADE_MM.to, BEND_FADE_MM.from, down);
  return share * arcTangent2(right, radius);
}

function riseOfArch(slope: number, right: number, down: number): number {
  if (slope === 0) return 0;
  const share = ramp(ARCH_FADE_MM.to, ARCH_FADE_MM.from, down) * ramp(-9, -1, down);
  const phase = clamp(right / ARCH_HALF_WIDTH_MM, -1, 1);
  return share * arcTangent2(slope * sine(Math.PI * phase), 1);
}
