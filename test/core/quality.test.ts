import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FACE } from '../../app/core/parameters.ts';
import { judgeQuality, measureAppearance } from '../../app/core/quality.ts';
import type { FaceQuality } from '../../app/core/sample.ts';
import type { AcquisitionProblem } from '../../app/core/vocabulary.ts';
import { between, gaussian, RAW, seededRandom, seeds } from './support.ts';

const SIZE = 50;
const NORMALISATION = { mean: [127.5, 120, 100], scale: [1 / 128, 1 / 64, 1 / 32] };

/** Luminance of a made-up face: shapes of a few sizes and grain, within 60..200. */
function randomGrey(random: () => number): number[] {
  const waves = Array.from({ length: 5 }, () => ({
    x: between(random, -0.5, 0.5),
    y: between(random, -0.5, 0.5),
    phase: between(random, 0, 7),
  }));
  return Array.from({ length: SIZE * SIZE }, (_, i) => {
    const [column, row] = [i % SIZE, Math.floor(i / SIZE)];
    const shapes = waves.reduce(
      (sum, { x, y, phase }) => sum + Math.sin(x * column + y * row + phase),
      0,
    );
    return Math.min(200, Math.max(60, 130 + 10 * shapes + 6 * gaussian(random)));
  });
}

/** A grey face as three equal planes. */
function tensorOf(grey: readonly number[]): Float32Array {
  return Float32Array.from([...grey, ...grey, ...grey]);
}

/** A weighted mean of each pixel and its four neighbours; the border repeats. */
function blur(grey: readonly number[]): number[] {
  const at = (column: number, row: number) => {
    const clamp = (value: number) => Math.min(SIZE - 1, Math.max(0, value));
    return grey[clamp(row) * SIZE + clamp(column)];
  };
  return grey.map((value, i) => {
    const [column, row] = [i % SIZE, Math.floor(i / SIZE)];
    const around =
      at(column - 1, row) + at(column + 1, row) + at(column, row - 1) + at(column, row + 1);
    return value / 2 + around / 8;
  });
}

/** Columns and rows from 20 % to 80 % of the side. */
function middleOf(grey: readonly number[]): { at: number; value: number }[] {
  const middle: { at: number; value: number }[] = [];
  for (let row = 10; row < 40; row++) {
    for (let column = 10; column < 40; column++) {
      const at = row * SIZE + column;
      middle.push({ at, value: grey[at] });
    }
  }
  return middle;
}

function naiveMean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function naiveDeviation(values: readonly number[]): number {
  const mean = naiveMean(values);
  return Math.sqrt(naiveMean(values.map((value) => (value - mean) ** 2)));
}

describe('the appearance of an aligned face', () => {
  it('is the mean, the deviation and the share of fine detail in the middle of the chip', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const random = seededRandom(seed);
        const planes = [0, 1, 2].map(() => randomGrey(random));
        const tensor = Float32Array.from(
          planes.flatMap((plane, channel) =>
            plane.map(
              (value) => (value - NORMALISATION.mean[channel]) * NORMALISATION.scale[channel],
            ),
          ),
        );
        const [red, green, blue] = planes;
        const grey = red.map((value, i) => 0.299 * value + 0.587 * green[i] + 0.114 * blue[i]);
        const middle = middleOf(grey);
        const contrast = naiveDeviation(middle.map(({ value }) => value));
        const detail = naiveDeviation(
          middle.map(
            ({ at, value }) =>
              4 * value - (grey[at - 1] + grey[at + 1] + grey[at - SIZE] + grey[at + SIZE]),
          ),
        );
        const measured = measureAppearance(tensor, SIZE, NORMALISATION);
        expect(measured.brightness).toBeCloseTo(naiveMean(middle.map(({ value }) => value)), 3);
        expect(measured.contrast).toBeCloseTo(contrast, 3);
        expect(measured.sharpness).toBeCloseTo(detail / contrast, 3);
      }),
    );
  });

  it('gives green the most weight, then red, then blue: white is 255 and black is 0', () => {
    const brightnessOf = (...colour: number[]) =>
      measureAppearance(
        Float32Array.from(colour.flatMap((value) => new Array<number>(SIZE ** 2).fill(value))),
        SIZE,
        RAW,
      ).brightness;
    expect(brightnessOf(255, 255, 255)).toBeCloseTo(255, 3);
    expect(brightnessOf(0, 0, 0)).toBe(0);
    expect(brightnessOf(0, 255, 0)).toBeGreaterThan(brightnessOf(255, 0, 0));
    expect(brightnessOf(255, 0, 0)).toBeGreaterThan(brightnessOf(0, 0, 255));
  });

  it('does not look at what surrounds the face', () => {
    const grey = randomGrey(seededRandom(4));
    const framed = grey.map((value, i) => {
      const [column, row] = [i % SIZE, Math.floor(i / SIZE)];
      return Math.min(column, row) < 9 || Math.max(column, row) > 40 ? 0 : value;
    });
    expect(measureAppearance(tensorOf(framed), SIZE, RAW)).toEqual(
      measureAppearance(tensorOf(grey), SIZE, RAW),
    );
  });

  it('is less sharp after every blur, by a clear margin after a few', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        let grey = randomGrey(seededRandom(seed));
        const sharpness = () => measureAppearance(tensorOf(grey), SIZE, RAW).sharpness;
        const first = sharpness();
        let before = first;
        for (let times = 0; times < 6; times++) {
          grey = blur(grey);
          const after = sharpness();
          expect(after).toBeLessThan(before);
          before = after;
        }
        expect(before).toBeLessThan(first / 2);
      }),
    );
  });

  it('is as sharp at any contrast and brightness', () => {
    const gains = fc.double({ min: 0.1, max: 1.2, noNaN: true });
    const shifts = fc.double({ min: -50, max: 50, noNaN: true });
    fc.assert(
      fc.property(seeds, gains, shifts, (seed, gain, shift) => {
        const grey = randomGrey(seededRandom(seed));
        const before = measureAppearance(tensorOf(grey), SIZE, RAW);
        const scaled = grey.map((value) => gain * value + shift);
        const after = measureAppearance(tensorOf(scaled), SIZE, RAW);
        expect(after.sharpness / before.sharpness).toBeCloseTo(1, 3);
        expect(after.contrast / before.contrast).toBeCloseTo(gain, 3);
        expect(after.brightness).toBeCloseTo(gain * before.brightness + shift, 3);
      }),
    );
  });

  it('of a single colour has no contrast and no detail, not detail without end', () => {
    for (const value of [0, 77, 255]) {
      const flat = tensorOf(new Array<number>(SIZE ** 2).fill(value));
      const { sharpness, contrast } = measureAppearance(flat, SIZE, RAW);
      expect(sharpness).toBeLessThan(1e-3);
      expect(contrast).toBeLessThan(1e-3);
    }
  });
});

const LIMITS = FACE.quality;

/** Well within every limit, whatever the limits are. */
const GOOD: FaceQuality = {
  interEyeDistancePx: 2 * LIMITS.minInterEyeDistancePx,
  sharpness: LIMITS.minSharpness + 1,
  brightness: (LIMITS.minBrightness + LIMITS.maxBrightness) / 2,
  contrast: LIMITS.minContrast + 20,
  outsideShare: 0,
  yawDeg: 0,
  pitchDeg: 0,
  rollDeg: 0,
  detectionConfidence: 0.9,
  landmarkConfidence: 0.9,
};

interface Rule {
  readonly problem: AcquisitionProblem;
  readonly field: keyof FaceQuality;
  readonly limit: number;
  /** Past the limit by a little, by this much. */
  readonly past: number;
}

const RULES: readonly Rule[] = [
  {
    problem: 'face-too-small',
    field: 'interEyeDistancePx',
    limit: LIMITS.minInterEyeDistancePx,
    past: -0.1,
  },
  { problem: 'too-blurred', field: 'sharpness', limit: LIMITS.minSharpness, past: -0.01 },
  { problem: 'too-dark', field: 'brightness', limit: LIMITS.minBrightness, past: -0.1 },
  { problem: 'too-bright', field: 'brightness', limit: LIMITS.maxBrightness, past: 0.1 },
  { problem: 'low-contrast', field: 'contrast', limit: LIMITS.minContrast, past: -0.1 },
  { problem: 'cut-off', field: 'outsideShare', limit: LIMITS.maxOutsideShare, past: 0.01 },
  { problem: 'extreme-pose', field: 'yawDeg', limit: LIMITS.maxYawDeg, past: 0.1 },
  { problem: 'extreme-pose', field: 'pitchDeg', limit: LIMITS.maxPitchDeg, past: 0.1 },
];

const problemsOf = (quality: FaceQuality) => judgeQuality(quality).map(({ problem }) => problem);

describe('the judgement of quality', () => {
  it('has nothing to say about a good face', () => {
    expect(judgeQuality(GOOD)).toEqual([]);
  });

  it.each(RULES)('is $problem for $field past its limit, with both numbers', (rule) => {
    const { problem, field, limit, past } = rule;
    const measured = limit + past;
    const [reason, ...others] = judgeQuality({ ...GOOD, [field]: measured });
    expect(others).toEqual([]);
    expect(reason).toMatchObject({ problem, measured, limit });
    expect(reason.unit).toMatch(/\w/);
    expect(judgeQuality({ ...GOOD, [field]: limit })).toEqual([]);
  });

  it.each(RULES)('refuses a missing $field instead of letting it pass', ({ problem, field }) => {
    expect(problemsOf({ ...GOOD, [field]: Number.NaN })).toContain(problem);
  });

  it('limits a turned head the same to both sides, and up as down', () => {
    for (const field of ['yawDeg', 'pitchDeg'] as const) {
      const limit = field === 'yawDeg' ? LIMITS.maxYawDeg : LIMITS.maxPitchDeg;
      expect(judgeQuality({ ...GOOD, [field]: -limit })).toEqual([]);
      const [reason] = judgeQuality({ ...GOOD, [field]: -limit - 1 });
      expect(reason).toMatchObject({ problem: 'extreme-pose', measured: limit + 1, limit });
    }
  });

  it('does not mind a tilted head: the alignment takes that away', () => {
    expect(judgeQuality({ ...GOOD, rollDeg: 170 })).toEqual([]);
  });

  it('gives every reason at once, so that one new photograph can mend them all', () => {
    fc.assert(
      fc.property(fc.subarray([...RULES]), (broken) => {
        // A face cannot be too dark and too bright: the later of two rules of one field counts.
        const byField = new Map(broken.map((rule) => [rule.field, rule]));
        let quality = GOOD;
        for (const { field, limit, past } of byField.values()) {
          quality = { ...quality, [field]: limit + past };
        }
        expect(problemsOf(quality).toSorted()).toEqual(
          [...byField.values()].map(({ problem }) => problem).toSorted(),
        );
      }),
    );
  });
});
