import type { Box, Point } from './vocabulary.ts';

/**
 * Maps a point of the output to the image it is sampled from:
 * `x' = a x + b y + tx`, `y' = c x + d y + ty`.
 */
export interface Affine {
  readonly a: number;
  readonly b: number;
  readonly tx: number;
  readonly c: number;
  readonly d: number;
  readonly ty: number;
}

export function applyAffine(map: Affine, { x, y }: Point): Point {
  return { x: map.a * x + map.b * y + map.tx, y: map.c * x + map.d * y + map.ty };
}

/** Points of an image in one of the same picture that has `scale` times as many pixels a side. */
export function scalePoints(points: readonly Point[], scale: number): readonly Point[] {
  // Centres of pixels lie on whole numbers, so the border of an image is at -1/2.
  const scaled = (value: number) => (scale === 1 ? value : (value + 0.5) * scale - 0.5);
  return points.map(({ x, y }) => ({ x: scaled(x), y: scaled(y) }));
}

export function scaleBox({ left, top, width, height }: Box, scale: number): Box {
  const [corner] = scalePoints([{ x: left, y: top }], scale);
  return { left: corner.x, top: corner.y, width: width * scale, height: height * scale };
}

/** Samples a `size` x `size` output from a square of the image, turned about its centre. */
export function squareCrop(centre: Point, side: number, angleRad: number, size: number): Affine {
  const scale = side / size;
  const cos = Math.cos(angleRad) * scale;
  const sin = Math.sin(angleRad) * scale;
  // Centres of pixels lie on whole numbers, so the middle of 0..size-1 is (size - 1) / 2.
  const middle = (size - 1) / 2;
  return {
    a: cos,
    b: -sin,
    tx: centre.x - cos * middle + sin * middle,
    c: sin,
    d: cos,
    ty: centre.y - sin * middle - cos * middle,
  };
}

/**
 * Least-squares similarity (rotation, one scale, shift; Umeyama 1991 without reflection) that
 * takes `from` to `to`, returned inverted: it maps output points (in the frame of `to`) back to
 * the frame of `from`, which is what sampling needs.
 */
export function fitSimilarity(from: readonly Point[], to: readonly Point[]): Affine {
  const meanFrom = meanPoint(from);
  const meanTo = meanPoint(to);
  let along = 0;
  let across = 0;
  let spread = 0;
  for (let i = 0; i < from.length; i++) {
    const x = from[i].x - meanFrom.x;
    const y = from[i].y - meanFrom.y;
    const u = to[i].x - meanTo.x;
    const v = to[i].y - meanTo.y;
    along += x * u + y * v;
    across += x * v - y * u;
    spread += x * x + y * y;
  }
  const cos = along / spread;
  const sin = across / spread;
  const tx = meanTo.x - (cos * meanFrom.x - sin * meanFrom.y);
  const ty = meanTo.y - (sin * meanFrom.x + cos * meanFrom.y);
  const det = cos * cos + sin * sin;
  return {
    a: cos / det,
    b: sin / det,
    tx: -(cos * tx + sin * ty) / det,
    c: -sin / det,
    d: cos / det,
    ty: (sin * tx - cos * ty) / det,
  };
}

export function meanPoint(points: readonly Point[]): Point {
  let x = 0;
  let y = 0;
  for (const point of points) {
    x += point.x;
    y += point.y;
  }
  return { x: x / points.length, y: y / points.length };
}

export function boxCentre(box: Box): Point {
  return { x: box.left + box.width / 2, y: box.top + box.height / 2 };
}

/** Area of the intersection over area of the union: 0..1. */
export function overlap(one: Box, other: Box): number {
  const width =
    Math.min(one.left + one.width, other.left + other.width) - Math.max(one.left, other.left);
  const height =
    Math.min(one.top + one.height, other.top + other.height) - Math.max(one.top, other.top);
  if (width <= 0 || height <= 0) return 0;
  const shared = width * height;
  return shared / (one.width * one.height + other.width * other.height - shared);
}
