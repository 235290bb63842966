import { invariant } from './failure.ts';
import type { Distance, Embedding } from './vocabulary.ts';

/**
 * Euclidean distance of two unit embeddings: [0, 2].
 * Summed in double precision and in index order, so that a replay gives the same bits.
 */
export function compare(probe: Embedding, reference: Embedding): Distance {
  invariant(
    probe.length === reference.length,
    `compared embeddings have one length, not ${probe.length} and ${reference.length}`,
  );
  let sum = 0;
  for (let i = 0; i < probe.length; i++) {
    const difference = probe[i] - reference[i];
    sum += difference * difference;
  }
  return Math.sqrt(sum) as Distance; // The brand is given here and nowhere else.
}

/** The distance that belongs to an angle between unit vectors, in radians. */
export function distanceOfAngle(angleRad: number): Distance {
  return (2 * Math.sin(angleRad / 2)) as Distance; // Chord of the unit circle.
}
