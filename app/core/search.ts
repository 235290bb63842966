/** Exhaustive 1:N search over references of one embedding space. */
import { invariant } from './failure.ts';
import type { Distance, Embedding } from './vocabulary.ts';

/** References as the rows of one matrix: `rows.length = count x dimensions`. */
export interface ReferenceMatrix {
  readonly dimensions: number;
  readonly rows: Float32Array;
}

export interface Neighbour {
  /** Row of the matrix. */
  readonly row: number;
  readonly distance: Distance;
}

/**
 * The `count` closest rows, closest first, ties by row. Ranked by the dot product (for unit
 * vectors `distance^2 = 2 - 2 dot`), which is four times as fast as the difference; the caller
 * takes distances that decide from distance.ts.
 */
export function findClosest(matrix: ReferenceMatrix, probe: Embedding, count: number): Neighbour[] {
  const { dimensions, rows } = matrix;
  invariant(probe.length === dimensions, `a probe has ${dimensions} numbers, not ${probe.length}`);
  invariant(rows.length % dimensions === 0, `a matrix is whole rows of ${dimensions} numbers`);
  const closest: { row: number; similarity: number }[] = [];
  let bar = count > 0 ? -Infinity : Infinity;
  for (let row = 0, at = 0; at < rows.length; row++, at += dimensions) {
    const similarity = dot(rows, at, probe, dimensions);
    // Not `<=`: a damaged row, whose similarity is NaN, must not rank before a whole one.
    if (!(similarity > bar)) continue;
    let place = closest.length;
    while (place > 0 && closest[place - 1].similarity < similarity) place -= 1;
    closest.splice(place, 0, { row, similarity });
    if (closest.length > count) closest.pop();
    if (closest.length === count) bar = closest[count - 1].similarity;
  }
  return closest.map(({ row, similarity }) => ({ row, distance: distanceOfDot(similarity) }));
}

function distanceOfDot(similarity: number): Distance {
  return Math.sqrt(Math.max(0, 2 - 2 * similarity)) as Distance;
}

/** Four independent sums let the processor overlap the multiplications. */
function dot(rows: Float32Array, at: number, probe: Float32Array, dimensions: number): number {
  let one = 0;
  let two = 0;
  let three = 0;
  let four = 0;
  const whole = dimensions - (dimensions % 4);
  let i = 0;
  for (; i < whole; i += 4) {
    one += rows[at + i] * probe[i];
    two += rows[at + i + 1] * probe[i + 1];
    three += rows[at + i + 2] * probe[i + 2];
    four += rows[at + i + 3] * probe[i + 3];
  }
  for (; i < dimensions; i++) one += rows[at + i] * probe[i];
  return one + two + (three + four);
}
