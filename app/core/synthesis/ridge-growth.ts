/**
 * Ridges grown out of noise: filters tuned to the direction and period of each place turn it into
 * ridges within a few passes, and minutiae arise where they do not fit (as in Cappelli, Maio and
 * Maltoni's generator, 2002).
 */
import type { Chance } from './chance.ts';
import { RIDGE_PERIOD_PX } from './finger-traits.ts';
import { MASTER } from './master-grid.ts';
import { createPlane, enlarge, normalise, type Plane } from './plane.ts';
import { createRidgeBank, filterRidges, kernelIndex, type RidgeBank } from './ridge-filter.ts';

/** Grown at 250 dpi, where it takes a quarter of the pixels, and drawn out at 500. */
const GROWTH = { passes: 8, gain: 1.6, normalisedOver: 12 } as const;

const growthBank = lazily(() =>
  createRidgeBank({
    radius: 8,
    orientations: 48,
    periods: { least: RIDGE_PERIOD_PX.least / 2, most: RIDGE_PERIOD_PX.most / 2, count: 9 },
    across: 0.75,
    along: 0.75,
  }),
);

const finishBank = lazily(() =>
  createRidgeBank({
    radius: 9,
    orientations: 64,
    periods: { ...RIDGE_PERIOD_PX, count: 9 },
    across: 0.4,
    along: 0.5,
  }),
);

type Field = (x: number, y: number) => number;

/** @returns 500 dpi, -1 (valley) .. 1 (ridge), row-major, MASTER.width x MASTER.height */
export function growRidges(direction: Field, period: Field, chance: Chance): Float32Array {
  return drawOut(grow(direction, period, chance), direction, period);
}

function grow(field: Field, period: Field, chance: Chance): Plane {
  const bank = growthBank();
  const plane = createPlane(MASTER.width / 2, MASTER.height / 2, bank.radius);
  for (let i = 0; i < plane.data.length; i++) plane.data[i] = chance.bell();
  const choice = chooseKernels(bank, plane, 2, field, (x, y) => period(x, y) / 2);
  const answers = new Float32Array(plane.width * plane.height);
  for (let pass = 0; pass < GROWTH.passes; pass++) {
    filterRidges(bank, plane, choice, answers);
    normalise(answers, plane, GROWTH.normalisedOver, GROWTH.gain);
  }
  return plane;
}

/** The same ridges at twice the resolution: enlarged, then filtered once for smooth outlines. */
function drawOut(coarse: Plane, field: Field, period: Field): Float32Array {
  const bank = finishBank();
  const plane = createPlane(MASTER.width, MASTER.height, bank.radius);
  enlarge(coarse, plane);
  const choice = chooseKernels(bank, plane, 1, field, period);
  const answers = new Float32Array(plane.width * plane.height);
  filterRidges(bank, plane, choice, answers);
  normalise(answers, plane, 2 * GROWTH.normalisedOver, 1);
  const ridges = new Float32Array(plane.width * plane.height);
  for (let y = 0; y < plane.height; y++) {
    const from = (y + plane.border) * plane.stride + plane.border;
    ridges.set(plane.data.subarray(from, from + plane.width), y * plane.width);
  }
  return ridges;
}

/** @param scale pixels of 500 dpi per pixel of the plane */
function chooseKernels(
  bank: RidgeBank,
  { width, height }: Plane,
  scale: number,
  field: Field,
  period: Field,
): Uint16Array {
  const choice = new Uint16Array(width * height);
  const half = (scale - 1) / 2;
  for (let row = 0, i = 0; row < height; row++) {
    const y = scale * row + half - MASTER.originY;
    for (let column = 0; column < width; column++, i++) {
      const x = scale * column + half - MASTER.originX;
      choice[i] = kernelIndex(bank, field(x, y), period(x, y));
    }
  }
  return choice;
}

function lazily<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}
