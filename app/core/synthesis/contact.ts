/** Where the finger touches the sensor, and how firmly. */
import type { CaptureConditions } from './capture-conditions.ts';
import type { Chance } from './chance.ts';
import { MASTER_EXTENT } from './master-grid.ts';
import { createSmoothField } from './smooth-field.ts';

/** At a place of the finger: 0 and less outside, rising to 1 in the middle. */
export type Contact = (x: number, y: number) => number;

/** Towards the palm the pad goes on, flatter. */
const LOWER_STRETCH = 1.3;

/** Deviations of the outline, in shares of the half width: as a whole, and ragged. */
const OUTLINE = { wave: 0.035, waveSpacingPx: 80, fringe: 0.03, fringeSpacingPx: 9 } as const;

export function createContact({ contact }: CaptureConditions, chance: Chance): Contact {
  const { waveSpacingPx, fringeSpacingPx } = OUTLINE;
  const wave = createSmoothField(chance, MASTER_EXTENT, waveSpacingPx, OUTLINE.wave);
  const fringe = createSmoothField(chance, MASTER_EXTENT, fringeSpacingPx, OUTLINE.fringe);
  return (x, y) => {
    const across = (x - contact.x) / contact.halfWidth;
    const down = (y - contact.y) / contact.halfHeight;
    const along = down > 0 ? down / LOWER_STRETCH : down;
    const [a, b] = [across * across, along * along];
    // Halfway between an ellipse and a rounded rectangle.
    const radius = Math.sqrt((a + b + Math.sqrt(a * a + b * b)) / 2);
    if (radius > 1.3 || radius < 0.5) return 1 - radius;
    return 1 - radius + wave(x, y) + fringe(x, y);
  };
}
