/** Look-alikes: people whose references lie unusually close to somebody else's. */
import { limitFor, ratePerComparison, type Calibration, type Limit } from './decision.ts';
import { GUARD } from './parameters.ts';
import type { Rate } from './vocabulary.ts';

export interface GallerySize {
  readonly people: number;
  readonly references: number;
}

/**
 * The guard distance: within it another person is unusually close. Undefined where there is nobody
 * to be close to, or the calibration holds no point.
 */
export function guardLimit(
  calibration: Calibration,
  verificationRate: Rate,
  { people, references }: GallerySize,
): Limit | undefined {
  if (people < 2) return undefined;
  const each = references / people;
  // Every reference of a person is compared with every one of everybody else.
  const byChance = ratePerComparison(GUARD.flaggedShare as Rate, each * (references - each));
  const rate = Math.min(GUARD.looser * verificationRate, byChance) as Rate;
  return limitFor(calibration, rate, 1);
}
