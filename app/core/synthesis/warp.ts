/** From a place in the image to the place on the finger that touched it. */
import type { Pose } from './capture-conditions.ts';
import type { Chance } from './chance.ts';
import { cosine, sine } from './exact-math.ts';
import { MASTER_EXTENT } from './master-grid.ts';
import { createSmoothField } from './smooth-field.ts';

/** Writes x and y, in pixels of 500 dpi from the finger's origin, into `place`. */
export type Warp = (x: number, y: number, place: Float64Array) => void;

/** Skin is drawn over stretches of this length, in pixels of 500 dpi: 6 mm. */
const DISTORTION_SPACING_PX = 118;

/** The pose, and the skin's smooth displacement on top of it. */
export function createWarp(pose: Pose, distortionPx: number, chance: Chance): Warp {
  const angle = (pose.rotationDeg * Math.PI) / 180;
  const [cos, sin] = [cosine(angle), sine(angle)];
  const pullX = createSmoothField(chance, MASTER_EXTENT, DISTORTION_SPACING_PX, distortionPx);
  const pullY = createSmoothField(chance, MASTER_EXTENT, DISTORTION_SPACING_PX, distortionPx);
  return (x, y, place) => {
    const dx = x - pose.originX;
    const dy = y - pose.originY;
    const u = dx * cos + dy * sin;
    const v = dy * cos - dx * sin;
    place[0] = u + pullX(u, v);
    place[1] = v + pullY(u, v);
  };
}
