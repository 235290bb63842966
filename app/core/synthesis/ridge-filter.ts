/** A bank of oriented filters, each answering to ridges of one direction and one period. */
import { cosine, exponential, sine } from './exact-math.ts';
import type { Plane } from './plane.ts';

export interface RidgeBankShape {
  /** Kernels have 2 radius + 1 pixels a side. */
  readonly radius: number;
  readonly orientations: number;
  readonly periods: { readonly least: number; readonly most: number; readonly count: number };
  /** Deviations of the envelope across and along the ridges, in periods. */
  readonly across: number;
  readonly along: number;
}

export interface RidgeBank extends RidgeBankShape {
  /** One kernel after another: periods within orientations. */
  readonly kernels: Float32Array;
}

/** A wave across the ridges under a Gaussian envelope (Gabor's), without mean, of unit energy. */
export function createRidgeBank(shape: RidgeBankShape): RidgeBank {
  const side = 2 * shape.radius + 1;
  const { least, most, count } = shape.periods;
  const kernels = new Float32Array(shape.orientations * count * side * side);
  for (let o = 0; o < shape.orientations; o++) {
    for (let p = 0; p < count; p++) {
      const period = least + ((most - least) * p) / (count - 1);
      const at = (o * count + p) * side * side;
      fillKernel(
        kernels.subarray(at, at + side * side),
        shape,
        (Math.PI * o) / shape.orientations,
        period,
      );
    }
  }
  return { ...shape, kernels };
}

/** @param direction of the ridges, in radians */
function fillKernel(
  kernel: Float32Array,
  { radius, across, along }: RidgeBankShape,
  direction: number,
  period: number,
): void {
  const side = 2 * radius + 1;
  const [cos, sin] = [cosine(direction), sine(direction)];
  const envelope = new Float64Array(side * side);
  const wave = new Float64Array(side * side);
  let [sumEnvelope, sumWave] = [0, 0];
  for (let i = 0; i < side * side; i++) {
    const x = (i % side) - radius;
    const y = Math.floor(i / side) - radius;
    const u = (y * cos - x * sin) / period;
    const v = (x * cos + y * sin) / period;
    envelope[i] = exponential(-(u * u) / (2 * across * across) - (v * v) / (2 * along * along));
    wave[i] = envelope[i] * cosine(2 * Math.PI * u);
    sumEnvelope += envelope[i];
    sumWave += wave[i];
  }
  let energy = 0;
  for (let i = 0; i < side * side; i++) {
    wave[i] -= (envelope[i] * sumWave) / sumEnvelope;
    energy += wave[i] * wave[i];
  }
  const scale = 1 / Math.sqrt(energy);
  for (let i = 0; i < side * side; i++) kernel[i] = scale * wave[i];
}

/** The kernel for ridges of this direction and period, to be kept per pixel. */
export function kernelIndex(bank: RidgeBankShape, direction: number, period: number): number {
  const { least, most, count } = bank.periods;
  const turns = Math.round((direction / Math.PI) * bank.orientations) % bank.orientations;
  const o = turns < 0 ? turns + bank.orientations : turns;
  const p = Math.round(((period - least) / (most - least)) * (count - 1));
  return o * count + (p < 0 ? 0 : p >= count ? count - 1 : p);
}

/** @param choice kernel of each pixel, from {@link kernelIndex}; without the border */
export function filterRidges(
  bank: RidgeBank,
  plane: Plane,
  choice: Uint16Array,
  answers: Float32Array,
): void {
  const side = 2 * bank.radius + 1;
  const { width, height, border, stride, data } = plane;
  for (let y = 0, i = 0; y < height; y++) {
    const start = (y + border - bank.radius) * stride + border - bank.radius;
    for (let x = 0; x < width; x++, i++) {
      answers[i] = weigh(data, start + x, stride, bank.kernels, choice[i] * side * side, side);
    }
  }
}

function weigh(
  data: Float32Array,
  at: number,
  stride: number,
  kernels: Float32Array,
  kernelAt: number,
  side: number,
): number {
  let sum = 0;
  for (let row = 0; row < side; row++, at += stride) {
    // Two sums at a time: each addition would wait for the one before it.
    let [even, odd] = [0, 0];
    let column = 0;
    for (; column < side - 1; column += 2, kernelAt += 2) {
      even += data[at + column] * kernels[kernelAt];
      odd += data[at + column + 1] * kernels[kernelAt + 1];
    }
    sum += even + odd + data[at + column] * kernels[kernelAt];
    kernelAt += 1;
  }
  return sum;
}
