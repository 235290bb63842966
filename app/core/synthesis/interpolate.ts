/** Values between the pixels of a plane; callers stay inside by the reach of each. */

/** Catmull and Rom's cubic: reaches one pixel before and two after. */
export function cubicAt(data: Float32Array, width: number, x: number, y: number): number {
  const column = Math.floor(x);
  const row = Math.floor(y);
  const s = x - column;
  const at = (row - 1) * width + column - 1;
  return catmullRom(
    alongRow(data, at, s),
    alongRow(data, at + width, s),
    alongRow(data, at + 2 * width, s),
    alongRow(data, at + 3 * width, s),
    y - row,
  );
}

function alongRow(data: Float32Array, at: number, s: number): number {
  return catmullRom(data[at], data[at + 1], data[at + 2], data[at + 3], s);
}

function catmullRom(a: number, b: number, c: number, d: number, t: number): number {
  return b + (t / 2) * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
}

export function linearAt(data: Uint8Array, width: number, x: number, y: number): number {
  const column = Math.floor(x);
  const row = Math.floor(y);
  const [s, t] = [x - column, y - row];
  const at = row * width + column;
  const upper = data[at] + (data[at + 1] - data[at]) * s;
  const lower = data[at + width] + (data[at + width + 1] - data[at + width]) * s;
  return upper + (lower - upper) * t;
}
