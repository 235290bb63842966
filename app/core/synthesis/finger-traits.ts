/** What a synthetic finger is like for life: its pattern, its ridges' width, its size. */
import type { Point } from '../vocabulary.ts';
import { Chance } from './chance.ts';
import { clamp, cosine, sine } from './exact-math.ts';

/** Loops are named by the side that they open to in the print. */
export type FingerPattern = 'left-loop' | 'right-loop' | 'whorl' | 'arch' | 'tented-arch';

/**
 * Lengths in pixels of 500 dpi. The origin is the middle of the finger pad, x to the right, y
 * towards the palm.
 */
export interface FingerTraits {
  readonly pattern: FingerPattern;
  readonly cores: readonly Point[];
  readonly deltas: readonly Point[];
  /** Where an arch rises, where the ridges over any other pattern bend round. */
  readonly apex: Point;
  /** Slope of an arch at its steepest; 0 without one. */
  readonly archSlope: number;
  /** How far ridges follow the fingertip's outline: 1 as circles do. */
  readonly tipBend: number;
  readonly ridgePeriodPx: number;
  /** Half axes of the area that a firm touch covers. */
  readonly halfWidth: number;
  readonly halfHeight: number;
  /** -1 dry skin, 1 moist skin. */
  readonly moisture: number;
}

/** Which people, as an infinite list; `seed` names the list. */
export interface FingerKey {
  readonly seed: number;
  readonly person: number;
  /** ISO/IEC 19794-4: 1 right thumb .. 5 right little finger, 6 left thumb .. 10. */
  readonly finger: number;
}

export const PX_PER_MM = 500 / 25.4;

/** Shares of all fingers (Galton's classes as counted since); 2026-11. */
export const PATTERN_SHARES = { loop: 0.65, whorl: 0.28, arch: 0.07 } as const;

/** Ridge periods in pixels of 500 dpi, of nearly all adults. */
export const RIDGE_PERIOD_PX = { least: 8, most: 10.2 } as const;

/** Of an arch's share, with a delta under its core. */
const TENTED_SHARE = 0.35;

/** Loops that open to the thumb's side: a quarter on index fingers, rare elsewhere. */
const RADIAL_SHARE = { index: 0.25, other: 0.05 } as const;

/** Half the width of a flat print in mm, thumb to little finger. */
const HALF_WIDTHS_MM = [7.9, 6.5, 6.7, 6.3, 5.5] as const;

/** One {@link Chance} for each thing to be drawn, so that a change to one leaves the others. */
export const PURPOSE = { person: 1, finger: 2, field: 3, ridges: 4, skin: 5, capture: 6 } as const;

export function drawTraits({ seed, person, finger }: FingerKey): FingerTraits {
  const body = new Chance(seed, person, PURPOSE.person);
  const personPeriod = 9 + 0.55 * body.bell();
  const personSize = 1 + 0.06 * body.bell();
  const personMoisture = 0.5 * body.bell();

  const chance = new Chance(seed, person, finger, PURPOSE.finger);
  const pattern = drawPattern(chance, finger);
  const digit = (finger - 1) % 5;
  const halfWidth = HALF_WIDTHS_MM[digit] * personSize * (1 + 0.05 * chance.bell()) * PX_PER_MM;
  const size = halfWidth / (HALF_WIDTHS_MM[1] * PX_PER_MM);
  return {
    pattern,
    ...drawSingularPoints(chance, pattern, Math.sqrt(size)),
    tipBend: chance.between(0.75, 1.05),
    ridgePeriodPx: clamp(
      personPeriod + (digit === 0 ? 0.35 : 0) + 0.2 * chance.bell(),
      RIDGE_PERIOD_PX.least + 0.2,
      RIDGE_PERIOD_PX.most - 0.3,
    ),
    halfWidth,
    halfHeight: halfWidth * chance.between(1.3, 1.55),
    moisture: clamp(personMoisture + 0.25 * chance.bell(), -1, 1),
  };
}

function drawPattern(chance: Chance, finger: number): FingerPattern {
  const draw = chance.next();
  const [tented, radial] = [chance.is(TENTED_SHARE), chance.next()];
  if (draw < PATTERN_SHARES.arch) return tented ? 'tented-arch' : 'arch';
  if (draw < PATTERN_SHARES.arch + PATTERN_SHARES.whorl) return 'whorl';
  const isIndex = finger === 2 || finger === 7;
  // In a print of the right hand the little finger's side lies to the right.
  const opensOutward = radial >= (isIndex ? RADIAL_SHARE.index : RADIAL_SHARE.other);
  return opensOutward === finger <= 5 ? 'right-loop' : 'left-loop';
}

type SingularPoints = Pick<FingerTraits, 'cores' | 'deltas' | 'apex' | 'archSlope'>;

/** Distances in mm as they are in inked prints, times the size of the finger. */
function drawSingularPoints(chance: Chance, pattern: FingerPattern, size: number): SingularPoints {
  const scale = size * PX_PER_MM;
  const centre = { x: chance.between(-1, 1) * scale, y: chance.between(-2.2, 1) * scale };
  const away = (x: number, y: number): Point => ({
    x: centre.x + x * scale,
    y: centre.y + y * scale,
  });
  switch (pattern) {
    case 'arch':
      return {
        cores: [],
        deltas: [],
        apex: away(0, 1.5),
        archSlope: chance.between(0.7, 1.35),
      };
    case 'tented-arch': {
      const lean = chance.between(-0.5, 0.5);
      return {
        cores: [away(0, 0.5)],
        deltas: [away(lean, chance.between(3.5, 6.5))],
        apex: away(0, 0),
        archSlope: 0.45,
      };
    }
    case 'left-loop':
    case 'right-loop': {
      // The delta lies on the side that the loop does not open to.
      const side = pattern === 'left-loop' ? 1 : -1;
      const delta = away(side * chance.between(4.2, 7.8), chance.between(5, 9));
      return { cores: [away(0, 0)], deltas: [delta], apex: away(side * 0.5, 0), archSlope: 0 };
    }
    case 'whorl': {
      const half = chance.between(0.25, 1.9);
      // Upright for most; turned towards a double loop for some.
      const turn = chance.is(0.3) ? chance.between(-1.3, 1.3) : chance.between(-0.5, 0.5);
      const [x, y] = [half * sine(turn), half * cosine(turn)];
      return {
        cores: [away(x, -y), away(-x, y)],
        deltas: [
          away(-chance.between(5.2, 8.5), chance.between(5, 9)),
          away(chance.between(5.2, 8.5), chance.between(5, 9)),
        ],
        apex: away(0, 0),
        archSlope: 0,
      };
    }
  }
}
