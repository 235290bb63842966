import { squash } from './exact-math.ts';

/** A grey plane with a border wide enough for a bank's kernels. */
export interface Plane {
  readonly width: number;
  readonly height: number;
  readonly border: number;
  readonly stride: number;
  readonly data: Float32Array;
}

export function createPlane(width: number, height: number, border: number): Plane {
  const stride = width + 2 * border;
  return { width, height, border, stride, data: new Float32Array(stride * (height + 2 * border)) };
}

/** Divides by the local deviation and bends to -1..1, back into the plane. */
export function normalise(answers: Float32Array, plane: Plane, radius: number, gain: number): void {
  const { width, height, border, stride, data } = plane;
  const power = boxMeans(answers, width, height, radius);
  for (let y = 0, i = 0; y < height; y++) {
    let to = (y + border) * stride + border;
    for (let x = 0; x < width; x++, i++, to++) {
      data[to] = squash((gain * answers[i]) / (Math.sqrt(power[i]) + 1e-9));
    }
  }
  mirrorBorder(plane);
}

/** Means of the squares over windows that are cut at the edges. */
function boxMeans(
  values: Float32Array,
  width: number,
  height: number,
  radius: number,
): Float64Array {
  const rows = new Float64Array(width * height);
  for (let y = 0; y < height; y++) {
    slide(
      width,
      radius,
      (x) => values[y * width + x] * values[y * width + x],
      (x, mean) => (rows[y * width + x] = mean),
    );
  }
  const means = new Float64Array(width * height);
  for (let x = 0; x < width; x++) {
    slide(
      height,
      radius,
      (y) => rows[y * width + x],
      (y, mean) => (means[y * width + x] = mean),
    );
  }
  return means;
}

function slide(
  length: number,
  radius: number,
  get: (i: number) => number,
  set: (i: number, mean: number) => void,
): void {
  let [sum, count] = [0, 0];
  for (let i = -radius; i < length; i++) {
    if (i + radius < length) {
      sum += get(i + radius);
      count += 1;
    }
    if (i - radius - 1 >= 0) {
      sum -= get(i - radius - 1);
      count -= 1;
    }
    if (i >= 0) set(i, sum / count);
  }
}

/** Without it, ridges would fade towards the edge. */
function mirrorBorder({ width, height, border, stride, data }: Plane): void {
  for (let y = border; y < border + height; y++) {
    const row = y * stride;
    for (let k = 0; k < border; k++) {
      data[row + border - 1 - k] = data[row + border + k];
      data[row + border + width + k] = data[row + border + width - 1 - k];
    }
  }
  for (let k = 0; k < border; k++) {
    data.copyWithin((border - 1 - k) * stride, (border + k) * stride, (border + k + 1) * stride);
    const last = border + height - 1 - k;
    data.copyWithin((border + height + k) * stride, last * stride, (last + 1) * stride);
  }
}

/** To twice the size: quarters of the pixels' distance, by straight lines. */
export function enlarge(from: Plane, to: Plane): void {
  for (let y = 0; y < to.height; y++) {
    const v = (y - 0.5) / 2 + from.border;
    const row = Math.floor(v);
    for (let x = 0; x < to.width; x++) {
      const u = (x - 0.5) / 2 + from.border;
      const column = Math.floor(u);
      const at = row * from.stride + column;
      const [s, t] = [u - column, v - row];
      const upper = from.data[at] * (1 - s) + from.data[at + 1] * s;
      const lower = from.data[at + from.stride] * (1 - s) + from.data[at + from.stride + 1] * s;
      to.data[(y + to.border) * to.stride + x + to.border] = upper * (1 - t) + lower * t;
    }
  }
  mirrorBorder(to);
}
