/** Levels that grey (0..1) is told apart by: finer than an 8-bit image's. */
const LEVELS = 2048;

/** The grey that each share of some pixels is at or below, to 1/2048; 0 where there are none. */
export function greyAtShares(
  data: Float32Array,
  pixels: ArrayLike<number>,
  shares: readonly number[],
): number[] {
  const counts = new Uint32Array(LEVELS);
  for (let i = 0; i < pixels.length; i++) {
    const level = Math.floor(data[pixels[i]] * LEVELS);
    counts[Math.min(LEVELS - 1, Math.max(0, level))] += 1;
  }
  return shares.map((share) => {
    const rank = Math.floor(share * (pixels.length - 1)) + 1;
    let level = 0;
    for (let below = counts[0]; below < rank && level < LEVELS - 1; below += counts[level]) {
      level += 1;
    }
    return pixels.length > 0 ? level / LEVELS : 0;
  });
}
