/**
 * Elementary functions from +, -, *, / and square roots alone. Those are rounded alike on every
 * machine, which Math.sin and its like are not: the same seed must give the same bytes anywhere.
 * Errors stay below 1e-8.
 */
const HALF_PI = Math.PI / 2;

export function sine(angle: number): number {
  const halfTurns = Math.round(angle / Math.PI);
  const rest = angle - halfTurns * Math.PI;
  const value = sineNearZero(rest);
  return halfTurns % 2 === 0 ? value : -value;
}

export function cosine(angle: number): number {
  return sine(angle + HALF_PI);
}

/** Taylor's series to x^15: the next term is below 5e-12 at a quarter turn. */
function sineNearZero(x: number): number {
  const square = x * x;
  let sum = 1 - square / 210;
  for (let k = 12; k >= 2; k -= 2) sum = 1 - (square / (k * (k + 1))) * sum;
  return x * sum;
}

/** Direction of (x, y) in -pi..pi, as Math.atan2; 0 for no direction at all. */
export function arcTangent2(y: number, x: number): number {
  const [ax, ay] = [Math.abs(x), Math.abs(y)];
  if (ax === 0 && ay === 0) return 0;
  const flat = ay <= ax ? arcTangent(ay / ax) : HALF_PI - arcTangent(ax / ay);
  const angle = x < 0 ? Math.PI - flat : flat;
  return y < 0 ? -angle : angle;
}

/** For 0..1. Halved twice, so that the series ends soon: atan x = 2 atan(x / (1 + sqrt(1 + x²))). */
function arcTangent(x: number): number {
  const half = x / (1 + Math.sqrt(1 + x * x));
  const quarter = half / (1 + Math.sqrt(1 + half * half));
  const square = quarter * quarter;
  let sum = 0;
  for (let k = 13; k >= 1; k -= 2) sum = 1 / k - square * sum;
  return 4 * quarter * sum;
}

export function exponential(x: number): number {
  if (x < -700) return 0;
  // Close to zero the series is short; ten squarings lead back.
  const small = x / 1024;
  let value =
    1 + small * (1 + (small / 2) * (1 + (small / 3) * (1 + (small / 4) * (1 + small / 5))));
  for (let i = 0; i < 10; i++) value *= value;
  return value;
}

/** From -1 to 1, as the hyperbolic tangent in shape (within 0.024), level beyond -3 and 3. */
export function squash(x: number): number {
  if (x >= 3) return 1;
  if (x <= -3) return -1;
  const square = x * x;
  return (x * (27 + square)) / (27 + 9 * square);
}

export function clamp(value: number, low: number, high: number): number {
  return value < low ? low : value > high ? high : value;
}

/** 0 up to `from`, 1 beyond `to`, smooth in between; falling where `from` is the larger one. */
export function ramp(from: number, to: number, value: number): number {
  const share = clamp((value - from) / (to - from), 0, 1);
  return share * share * (3 - 2 * share);
}
