/** How the keys move the ruler's line. */

/** Of distance: finer than a mouse can do. */
const STEP = 0.005;
const LEAP = 10 * STEP;

/** By how much a key moves it, to either end at the most; undefined for a key that does not. */
export function stepOfKey(key: string): number | undefined {
  return {
    ArrowLeft: -STEP,
    ArrowDown: -STEP,
    ArrowRight: STEP,
    ArrowUp: STEP,
    PageDown: -LEAP,
    PageUp: LEAP,
    Home: -Infinity,
    End: Infinity,
  }[key];
}
