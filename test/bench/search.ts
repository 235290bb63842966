import { toEmbedding } from '../../app/core/embedding.ts';
import { findClosest } from '../../app/core/search.ts';
import { fastest } from './times.ts';

/** The exhaustive search beside one pass over the same memory. */
export function measureSearch(references = 100_000, dimensions = 192) {
  const rows = new Float32Array(references * dimensions);
  for (let row = 0; row < references; row++) {
    rows.set(unitVector(dimensions, row + 1), row * dimensions);
  }
  const probe = toEmbedding(unitVector(dimensions, 0));
  const oursMs = fastest(() => findClosest({ dimensions, rows }, probe, 10).length);
  // A copy reads and writes every byte: its half is the reading.
  const copy = new Float32Array(rows.length);
  const memoryMs = fastest(() => copy.set(rows)) / 2;
  return { references, dimensions, oursMs, memoryMs };
}

function unitVector(dimensions: number, seed: number): Float32Array {
  let state = seed * 2654435761 + 1;
  const values = new Float32Array(dimensions);
  for (let i = 0; i < dimensions; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    values[i] = state / 2 ** 32 - 0.5;
  }
  return toEmbedding(values);
}
