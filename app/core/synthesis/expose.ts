/** What the sensor makes of the ink: dirt, blur, contrast, noise, grey levels. */
import type { CaptureConditions } from './capture-conditions.ts';
import type { Chance } from './chance.ts';
import { clamp, cosine, exponential, ramp, sine } from './exact-math.ts';
import type { GreyImage } from './grey-image.ts';
import type { Sensor } from './sensor.ts';
import { createSmoothField } from './smooth-field.ts';

export function exposeSensor(
  ink: Float32Array,
  sensor: Sensor,
  conditions: CaptureConditions,
  chance: Chance,
): GreyImage {
  for (let n = conditions.scratches; n > 0; n--) scratch(ink, sensor, chance);
  leaveResidue(ink, sensor, conditions.residue, chance);
  for (let n = conditions.specks; n > 0; n--) soil(ink, sensor, chance);
  return readOut(blur(ink, sensor), sensor, conditions, chance);
}

/** A straight bright line: a cut, a hair. */
function scratch(ink: Float32Array, { width, height }: Sensor, chance: Chance): void {
  const [x, y] = [chance.between(0.2, 0.8) * width, chance.between(0.2, 0.8) * height];
  const angle = chance.between(0, Math.PI);
  const half = chance.between(15, 70);
  const radius = chance.between(0.7, 1.8);
  const [cos, sin] = [cosine(angle), sine(angle)];
  for (let v = 0, i = 0; v < height; v++) {
    for (let u = 0; u < width; u++, i++) {
      const along = (u - x) * cos + (v - y) * sin;
      const across = ((v - y) * cos - (u - x) * sin) / radius;
      if (Math.abs(along) > half || Math.abs(across) > 3) continue;
      const fade = ramp(half, half * 0.6, Math.abs(along));
      ink[i] *= 1 - fade * exponential(-across * across);
    }
  }
}

/** Grease of earlier fingers: faint grey clouds of fine dots. */
function leaveResidue(
  ink: Float32Array,
  { width, height }: Sensor,
  strength: number,
  chance: Chance,
): void {
  const extent = { left: 0, top: 0, width, height };
  const cloud = createSmoothField(chance, extent, 55, 1);
  const dots = createSmoothField(chance, extent, 1.7, 1);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const share = strength * ramp(0.2, 1.8, cloud(x, y)) * ramp(0.6, 2.2, dots(x, y));
      ink[i] += 0.4 * share * (1 - ink[i]);
    }
  }
}

function soil(ink: Float32Array, { width, height }: Sensor, chance: Chance): void {
  const [x, y] = [chance.between(1, width - 2), chance.between(1, height - 2)];
  const radius = chance.between(0.4, 1.3);
  const depth = chance.between(0.15, 0.8);
  const reach = Math.ceil(2 * radius);
  for (let v = Math.max(0, Math.round(y) - reach); v <= Math.min(height - 1, y + reach); v++) {
    for (let u = Math.max(0, Math.round(x) - reach); u <= Math.min(width - 1, x + reach); u++) {
      const square = ((u - x) * (u - x) + (v - y) * (v - y)) / (radius * radius);
      ink[v * width + u] = Math.max(ink[v * width + u], depth * exponential(-square));
    }
  }
}

/** Gaussian, along rows and then along columns. */
function blur(ink: Float32Array, { width, height, blurPx }: Sensor): Float32Array {
  const side = exponential(-1 / (2 * blurPx * blurPx));
  const far = exponential(-4 / (2 * blurPx * blurPx));
  const weights = [far, side, 1, side, far].map((weight) => weight / (1 + 2 * side + 2 * far));
  return spread(
    spread(ink, width, height, weights, 1, width),
    width,
    height,
    weights,
    width,
    height,
  );
}

/** @param step between neighbours; @param length of the line that they lie on */
function spread(
  values: Float32Array,
  width: number,
  height: number,
  weights: readonly number[],
  step: number,
  length: number,
): Float32Array {
  const result = new Float32Array(values.length);
  for (let i = 0; i < width * height; i++) {
    const along = step === 1 ? i % width : Math.floor(i / width);
    let sum = 0;
    for (let k = -2; k <= 2; k++) {
      const inside = along + k < 0 ? -along : along + k >= length ? length - 1 - along : k;
      sum += weights[k + 2] * values[i + inside * step];
    }
    result[i] = sum;
  }
  return result;
}

function readOut(
  ink: Float32Array,
  sensor: Sensor,
  conditions: CaptureConditions,
  chance: Chance,
): GreyImage {
  const { width, height, background, ridge } = sensor;
  const extent = { left: 0, top: 0, width, height };
  const stripes = Float64Array.from({ length: width }, () => sensor.stripes * chance.bell());
  const light = createSmoothField(chance, extent, 90, sensor.vignette / 2);
  const depth = createSmoothField(chance, extent, 45, 0.07);
  const range = (background - ridge) * conditions.contrast;
  const noise = sensor.noise * conditions.noise;
  const data = new Uint8Array(width * height);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const [u, v] = [(2 * x) / width - 1, (2 * y) / height - 1];
      const lit = background - sensor.vignette * (u * u + v * v) * 0.5 + light(x, y) + stripes[x];
      const dark = range * ink[i] * (1 - Math.abs(depth(x, y)));
      data[i] = Math.round(clamp(lit - dark + noise * chance.bell(), 0, 255));
    }
  }
  return { width, height, data };
}
