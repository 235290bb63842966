/** How many samples of each kind are asked for, and what is wanted of the next one. Pure. */
import { FINGERPRINT } from '../../../app/core/parameters.ts';
import type { Modality } from '../../../app/core/vocabulary.ts';

/**
 * Faces: straight, and a little to each side; by judgement, 2026-11. Of fingers as many as are
 * advised at least. More at once than the most would only slow the comparing.
 */
export const SAMPLES: Readonly<
  Record<Modality, { readonly wanted: number; readonly most: number }>
> = {
  face: { wanted: 3, most: 10 },
  fingerprint: { wanted: FINGERPRINT.advisedImpressions, most: 10 },
};

/** Milliseconds after a capture in which none is taken by itself: to turn, or lift the finger. */
export const BETWEEN_SHOTS_MS = 1_500;

/** Which hint counts for sample `number`, from 1 on; after the last one they go on from the second. */
export function hintFor(hints: readonly string[], number: number): string {
  if (number <= hints.length) return hints[number - 1];
  return hints[1 + ((number - 2) % (hints.length - 1))];
}
