/** SVG paths of lines and bands. Coordinates are shares of the plot: x to the right, y up. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

export function linePath(spots: readonly Spot[], width: number, height: number): string {
  return spots
    .map(({ x, y }, at) => `${at === 0 ? 'M' : 'L'}${short(x * width)} ${short((1 - y) * height)}`)
    .join('');
}

/** What lies between an upper and a lower line. */
export function bandPath(
  upper: readonly Spot[],
  lower: readonly Spot[],
  width: number,
  height: number,
): string {
  if (upper.length === 0) return '';
  return `${linePath([...upper, ...lower.toReversed()], width, height)}Z`;
}

/** A filled hill over the base line, from counts on an even grid; its top is 1. */
export function hillSpots(counts: readonly number[], smoothing: number): readonly Spot[] {
  if (counts.length === 0) return [];
  const smooth = smoothen(counts, smoothing);
  const top = Math.max(...smooth);
  if (top <= 0) return [];
  return smooth.map((count, at) => ({ x: (at + 0.5) / counts.length, y: count / top }));
}

/** A running mean of `reach` neighbours on either side, twice, so that corners go. */
function smoothen(counts: readonly number[], reach: number): readonly number[] {
  const once = (values: readonly number[]) =>
    values.map((_, at) => {
      const near = values.slice(Math.max(0, at - reach), at + reach + 1);
      return near.reduce((sum, value) => sum + value, 0) / (2 * reach + 1);
    });
  return reach < 1 ? counts : once(once(counts));
}

function short(value: number): number {
  return Math.round(value * 100) / 100;
}
