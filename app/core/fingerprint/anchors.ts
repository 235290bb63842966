/** Reads what the detector says of a print: where anchors are, which way they point, how surely. */
import type { Anchor } from './anchor-template.ts';

/** The detector's cells are two pixels of the preprocessed print wide. */
export const CELL_PX = 2;
/**
 * What it says of each cell, planes of its output: logit of an anchor, where in the cell it lies
 * (pixels from the cell's centre), cosine and sine of its direction, logit of the finger, logit of
 * the clarity.
 */
export const FIELD_PLANES = 7;
const [MINUTIA, OFFSET_X, OFFSET_Y, COS, SIN] = [0, 1, 2, 3, 4];
export const FINGER_PLANE = 5;
export const CLARITY_PLANE = 6;

/** [7, height, width] float32, row-major; see {@link FIELD_PLANES}. */
export interface DetectorField {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

/** How anchors are chosen; the numbers are the manifest's. */
export interface AnchorSelection {
  /** Probability from which a cell may be one. */
  readonly threshold: number;
  /** Pixels around an anchor in which there is no weaker one. */
  readonly radiusPx: number;
  /** The surest ones are kept. */
  readonly max: number;
}

/**
 * The surest anchors first; all of them on the finger.
 *
 * @param width of the print in pixels, without what was added to make it divisible; and its height
 */
export function readAnchors(
  field: DetectorField,
  width: number,
  height: number,
  { threshold, radiusPx, max }: AnchorSelection,
): Anchor[] {
  const columns = Math.ceil(width / CELL_PX);
  const rows = Math.ceil(height / CELL_PX);
  const chosen: Anchor[] = [];
  for (const cell of surestCells(field, columns, rows, Math.log(threshold / (1 - threshold)))) {
    const anchor = anchorAt(field, cell);
    if (chosen.some((other) => isWithin(radiusPx, anchor, other))) continue;
    chosen.push(anchor);
    if (chosen.length === max) break;
  }
  return chosen;
}

/** Cells above the threshold that no neighbour exceeds, the surest first, ties in reading order. */
function surestCells(
  { width, height, data }: DetectorField,
  columns: number,
  rows: number,
  leastLogit: number,
): number[] {
  const finger = FINGER_PLANE * width * height;
  const cells: number[] = [];
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      const cell = y * width + x;
      if (!(data[cell] > leastLogit && data[finger + cell] > 0)) continue;
      if (isPeak(data, width, columns, rows, x, y)) cells.push(cell);
    }
  }
  return cells.sort((one, other) => data[other] - data[one] || one - other);
}

function isPeak(
  data: Float32Array,
  width: number,
  columns: number,
  rows: number,
  x: number,
  y: number,
): boolean {
  const cell = y * width + x;
  for (let ny = Math.max(0, y - 1); ny <= Math.min(rows - 1, y + 1); ny++) {
    for (let nx = Math.max(0, x - 1); nx <= Math.min(columns - 1, x + 1); nx++) {
      if (data[ny * width + nx] > data[cell]) return false;
    }
  }
  return true;
}

function anchorAt({ width, height, data }: DetectorField, cell: number): Anchor {
  const plane = (index: number) => data[index * width * height + cell];
  const column = cell % width;
  const row = (cell - column) / width;
  return {
    // The centre of a cell lies between its two pixels.
    x: CELL_PX * column + 0.5 + plane(OFFSET_X),
    y: CELL_PX * row + 0.5 + plane(OFFSET_Y),
    direction: Math.atan2(plane(SIN), plane(COS)),
    weight: sigmoid(plane(MINUTIA)),
  };
}

function isWithin(radius: number, one: Anchor, other: Anchor): boolean {
  return (one.x - other.x) ** 2 + (one.y - other.y) ** 2 < radius * radius;
}

export function sigmoid(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}
