/** Smooth noise over the plane: a cubic B-spline through chance. */
import type { Chance } from './chance.ts';

/** Mean about 0; the deviation of one value is about `deviation`. */
export type SmoothField = (x: number, y: number) => number;

/** Deviation of a value between the knots of a B-spline surface over independent knots. */
const SPLINE_DEVIATION = 0.48;

export interface FieldExtent {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * @param extent where it is asked for; beyond it goes on with the values of the edge
 * @param spacing of the knots: about half the size of the hills
 */
export function createSmoothField(
  chance: Chance,
  extent: FieldExtent,
  spacing: number,
  deviation: number,
): SmoothField {
  const columns = Math.ceil(extent.width / spacing) + 4;
  const rows = Math.ceil(extent.height / spacing) + 4;
  const knots = new Float32Array(columns * rows);
  const scale = deviation / SPLINE_DEVIATION;
  for (let i = 0; i < knots.length; i++) knots[i] = scale * chance.bell();
  const lastColumn = columns - 4 - 1e-6;
  const lastRow = rows - 4 - 1e-6;

  return (x, y) => {
    const u = within((x - extent.left) / spacing, lastColumn);
    const v = within((y - extent.top) / spacing, lastRow);
    const column = Math.floor(u);
    const row = Math.floor(v);
    const s = u - column;
    const t = v - row;
    const at = row * columns + column;
    return spline(
      alongRow(knots, at, s),
      alongRow(knots, at + columns, s),
      alongRow(knots, at + 2 * columns, s),
      alongRow(knots, at + 3 * columns, s),
      t,
    );
  };
}

function alongRow(knots: Float32Array, at: number, s: number): number {
  return spline(knots[at], knots[at + 1], knots[at + 2], knots[at + 3], s);
}

function within(value: number, last: number): number {
  return value < 0 ? 0 : value > last ? last : value;
}

function spline(a: number, b: number, c: number, d: number, t: number): number {
  const square = t * t;
  const cube = square * t;
  return (
    (a * (1 - 3 * t + 3 * square - cube) +
      b * (4 - 6 * square + 3 * cube) +
      c * (1 + 3 * t + 3 * square - 3 * cube) +
      d * cube) /
    6
  );
}
