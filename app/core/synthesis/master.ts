/** A whole finger: its ridges and the marks of its skin, from which captures are taken. */
import { Chance } from './chance.ts';
import { clamp, exponential, ramp } from './exact-math.ts';
import {
  drawTraits,
  PURPOSE,
  PX_PER_MM,
  RIDGE_PERIOD_PX,
  type FingerTraits,
  type FingerKey,
} from './finger-traits.ts';
import { MASTER_EXTENT } from './master-grid.ts';
import { createOrientationField } from './orientation-field.ts';
import { growRidges } from './ridge-growth.ts';
import { createSkin, type Skin } from './skin.ts';
import { createSmoothField, type SmoothField } from './smooth-field.ts';

export interface Master {
  readonly key: FingerKey;
  readonly traits: FingerTraits;
  /** 500 dpi, -1 (valley) .. 1 (ridge), row-major, see master-grid.ts. */
  readonly ridges: Float32Array;
  readonly skin: Skin;
}

export function createMaster(key: FingerKey): Master {
  const traits = drawTraits(key);
  const { direction, period } = createFields(key, traits);
  const ridges = growRidges(direction, period, chanceFor(key, PURPOSE.ridges));
  return { key, traits, ridges, skin: createSkin(ridges, traits, chanceFor(key, PURPOSE.skin)) };
}

/** What the ridges follow: their direction and period at every place of the finger. */
export function createFields(key: FingerKey, traits: FingerTraits) {
  const chance = chanceFor(key, PURPOSE.field);
  return {
    direction: createOrientationField(traits, chance, MASTER_EXTENT),
    period: createPeriodField(traits, chance),
  };
}

function chanceFor({ seed, person, finger }: FingerKey, purpose: number): Chance {
  return new Chance(seed, person, finger, purpose);
}

/** Ridges are wider towards the crease, and the width drifts by a few percent. */
function createPeriodField(traits: FingerTraits, chance: Chance): SmoothField {
  const drift = createSmoothField(chance, MASTER_EXTENT, 5 * PX_PER_MM, 0.045);
  return (x, y) => {
    const wider = 0.09 * ramp(-4 * PX_PER_MM, 12 * PX_PER_MM, y - traits.apex.y) - 0.03;
    const period = traits.ridgePeriodPx * exponential(drift(x, y) + wider);
    return clamp(period, RIDGE_PERIOD_PX.least, RIDGE_PERIOD_PX.most);
  };
}
