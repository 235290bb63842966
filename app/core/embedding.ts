import { invariant } from './failure.ts';
import type { Embedding } from './vocabulary.ts';

/** Scales to unit length (L2): what an encoder's output becomes before anything compares it. */
export function toEmbedding(values: Float32Array): Embedding {
  const length = euclideanLength(values);
  invariant(Number.isFinite(length) && length > 0, 'an encoder output has a finite length above 0');
  const unit = new Float32Array(values.length);
  for (let i = 0; i < values.length; i++) unit[i] = values[i] / length;
  return unit as Embedding; // Unit length by construction.
}

/**
 * Joins the unit embeddings of several encoders into one unit embedding, each times its weight:
 * squared distances add up, weighted by the squared weights, and stay within [0, 4].
 */
export function joinEmbeddings(parts: readonly Embedding[], weights: readonly number[]): Embedding {
  if (parts.length === 1) return parts[0];
  const joined = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  parts.forEach((part, index) => {
    for (const value of part) joined[at++] = value * weights[index];
  });
  return toEmbedding(joined);
}

/** Whether these numbers are a unit vector, within the rounding of float32. */
export function isEmbedding(values: Float32Array): values is Embedding {
  return Math.abs(euclideanLength(values) - 1) < 1e-3;
}

function euclideanLength(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return Math.sqrt(sum);
}
