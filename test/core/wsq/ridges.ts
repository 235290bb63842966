/** A drawn print: bent ridges about 9 pixels apart inside an oval, with grain, on a light ground. */
import { seededRandom } from '../../fixtures/images.ts';

export function drawRidges(width: number, height: number): Uint8Array {
  const random = seededRandom(7);
  return Uint8Array.from({ length: width * height }, (_, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    const [dx, dy] = [x - 0.45 * width, y - 0.6 * height];
    const outside = Math.hypot(
      (x - width / 2) / (0.42 * width),
      (y - height / 2) / (0.45 * height),
    );
    const inside = 1 / (1 + Math.exp(20 * (outside - 1)));
    const phase = (2 * Math.PI * Math.hypot(dx, 1.2 * dy)) / 9 + 2 * Math.atan2(dy, dx);
    const value = 245 - inside * (115 + 85 * Math.cos(phase)) + 8 * (random() - 0.5);
    return Math.min(255, Math.max(0, Math.round(value)));
  });
}

/** Peak signal-to-noise ratio in decibels. */
export function psnr(one: Uint8Array, other: Uint8Array): number {
  const squares = one.reduce((sum, value, i) => sum + (value - other[i]) ** 2, 0);
  return 10 * Math.log10(255 ** 2 / (squares / one.length));
}
