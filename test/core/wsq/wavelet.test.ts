/** Against the definition, which is short and slow. */
import { describe, expect, it } from 'vitest';
import {
  CDF_9_7,
  analysisKernels,
  checkReconstruction,
  synthesisKernels,
  type FilterPair,
} from '../../../app/core/wsq/filters.ts';
import { WsqProblem } from '../../../app/core/wsq/problem.ts';
import { layOut, type Split } from '../../../app/core/wsq/subbands.ts';
import { transform, type Plane } from '../../../app/core/wsq/wavelet.ts';
import { seededRandom } from '../../fixtures/images.ts';

const ANALYSIS = analysisKernels(CDF_9_7);
const SYNTHESIS = synthesisKernels(CDF_9_7);

function noise(width: number, height: number, seed = 1): Plane {
  const random = seededRandom(seed);
  const data = Float32Array.from({ length: width * height }, () => 256 * random() - 128);
  return { width, height, data };
}

function largestDifference(one: Plane, other: Plane): number {
  return one.data.reduce((most, v, i) => Math.max(most, Math.abs(v - other.data[i])), 0);
}

const copy = (plane: Plane): Plane => ({ ...plane, data: plane.data.slice() });

describe('the filters', () => {
  it('have the sums that the theory gives', () => {
    const sum = (taps: readonly number[]) => taps[0] + 2 * taps.slice(1).reduce((a, b) => a + b, 0);
    expect(sum(CDF_9_7.low)).toBeCloseTo(Math.SQRT2, 9);
    expect(sum(CDF_9_7.high), 'no answer to a flat signal').toBeCloseTo(0, 9);
    const alternating = CDF_9_7.low.map((tap, i) => (i % 2 ? -tap : tap));
    expect(sum(alternating), 'no answer to the fastest change').toBeCloseTo(0, 9);
  });

  it('undo each other, and a change of any tap is noticed', () => {
    expect(() => checkReconstruction(CDF_9_7)).not.toThrow();
    for (const which of ['low', 'high'] as const) {
      CDF_9_7[which].forEach((_, i) => {
        for (const change of [(v: number) => v + 0.01, (v: number) => -v, () => 0]) {
          const changed = CDF_9_7[which].map((tap, j) => (j === i ? change(tap) : tap));
          expect(() => checkReconstruction({ ...CDF_9_7, [which]: changed })).toThrow(WsqProblem);
        }
      });
    }
  });

  const root = Math.SQRT1_2;
  const others: Readonly<Record<string, FilterPair>> = {
    'the shorter 5/3': {
      length: 'odd',
      low: [1.5 * root, 0.5 * root, -0.25 * root],
      high: [root, -root / 2],
    },
    Haar: { length: 'even', low: [root], high: [-root] },
    '6/2': { length: 'even', low: [root, root / 8, -root / 8], high: [-root] },
  };

  it.each(Object.keys(others))('may be another pair that does: %s', (name) => {
    const pair = others[name];
    expect(() => checkReconstruction(pair)).not.toThrow();
    for (const [width, height] of [
      [37, 23],
      [64, 50],
      [5, 2],
      [1, 1],
    ] as const) {
      const plane = noise(width, height);
      const back = copy(plane);
      const { splits } = layOut(width, height);
      transform(back, splits, analysisKernels(pair));
      transform(back, splits, synthesisKernels(pair));
      expect(largestDifference(back, plane)).toBeLessThan(1e-3);
    }
    const worse = { ...pair, high: pair.high.map((tap) => -tap) };
    expect(() => checkReconstruction(worse)).toThrow(WsqProblem);
  });

  it('of even length give sums and differences of neighbours, the last one its own', () => {
    const plane = { width: 5, height: 1, data: Float32Array.from([1, 4, 10, 20, 7]) };
    const { splits } = layOut(5, 1);
    transform(plane, splits.slice(0, 1), analysisKernels(others.Haar));
    // The column of one sample is filtered too: times the root of 2.
    const expected = [1 + 4, 10 + 20, 7 + 7, 4 - 1, 20 - 10];
    expected.forEach((value, i) => expect(plane.data[i]).toBeCloseTo(value, 4));
  });
});

describe('one split of a row', () => {
  /** Sample i of a signal that is mirrored at its first and last sample. */
  const mirrored = (signal: readonly number[], i: number) => {
    let at = i;
    while (at < 0 || at >= signal.length) at = at < 0 ? -at : 2 * (signal.length - 1) - at;
    return signal[at];
  };
  const filtered = (signal: readonly number[], centre: number, taps: readonly number[]) => {
    let sum = 0;
    for (let d = 1 - taps.length; d < taps.length; d++) {
      sum += taps[Math.abs(d)] * mirrored(signal, centre + d);
    }
    return sum;
  };
  const split = (width: number, reversed: boolean): Split => ({
    ...{ x: 0, y: 0, width, height: 1, reversedX: reversed, reversedY: false },
  });

  it.each([2, 3, 4, 5, 8, 9, 16, 31])(
    'of %i samples has low-pass ones of even places first',
    (n) => {
      const plane = noise(n, 1, n);
      const signal = [...plane.data];
      const low = Array.from({ length: Math.ceil(n / 2) }, (_, k) =>
        filtered(signal, 2 * k, CDF_9_7.low),
      );
      const high = Array.from({ length: n >> 1 }, (_, k) =>
        filtered(signal, 2 * k + 1, CDF_9_7.high),
      );
      for (const [reversed, expected] of [
        [false, [...low, ...high]],
        [true, [...high, ...low]],
      ] as const) {
        const result = copy(plane);
        // A column of one sample is only scaled; that is taken off again.
        transform(result, [split(n, reversed)], ANALYSIS);
        expected.forEach((value, i) => {
          expect(result.data[i] / Math.SQRT2, `${i}`).toBeCloseTo(value, 3);
        });
      }
    },
  );
});

describe('all splits together', () => {
  const sizes = [
    [1, 1],
    [1, 2],
    [2, 3],
    [5, 4],
    [9, 1],
    [16, 16],
    [31, 33],
    [64, 64],
    [65, 127],
    [200, 131],
  ] as const;

  it.each(sizes)('of %i x %i are undone by the synthesis', (width, height) => {
    const plane = noise(width, height);
    const result = copy(plane);
    const { splits } = layOut(width, height);
    transform(result, splits, ANALYSIS);
    if (width > 4 && height > 3) expect(largestDifference(result, plane)).toBeGreaterThan(1);
    transform(result, splits, SYNTHESIS);
    expect(largestDifference(result, plane)).toBeLessThan(2e-3);
  });

  it('put a flat image into the lowest subband alone', () => {
    const plane = { width: 96, height: 80, data: new Float32Array(96 * 80).fill(10) };
    const { splits, subbands } = layOut(96, 80);
    transform(plane, splits, ANALYSIS);
    const [{ width, height }] = subbands;
    plane.data.forEach((value, i) => {
      const inside = i % 96 < width && Math.floor(i / 96) < height;
      expect(Math.abs(value - (inside ? 320 : 0)), `${i}`).toBeLessThan(1e-3); // 10 x 2^5.
    });
  });

  it('put waves into the order of their frequency', () => {
    const [width, height] = [256, 256];
    const { splits } = layOut(width, height);
    // Sixteenths of the range of frequencies up to where subbands are that narrow.
    for (let sixteenth = 0; sixteenth < 8; sixteenth++) {
      const frequency = ((sixteenth + 0.5) / 16) * Math.PI;
      const data = Float32Array.from({ length: width * height }, (_, i) =>
        Math.cos(frequency * (i % width) + 0.3),
      );
      const plane = { width, height, data };
      transform(plane, splits, ANALYSIS);
      const energy = Array<number>(16).fill(0);
      plane.data.forEach((value, i) => (energy[Math.floor((i % width) / 16)] += value ** 2));
      expect(energy.indexOf(Math.max(...energy)), `${sixteenth}`).toBe(sixteenth);
    }
  });
});

describe('subbands', () => {
  it('of 512 x 512 are where the specification draws them', () => {
    const { subbands } = layOut(512, 512);
    const at = (i: number) => {
      const { x, y, width, height } = subbands[i];
      return [x, y, width, height];
    };
    expect(at(0)).toEqual([0, 0, 16, 16]);
    expect(at(3)).toEqual([16, 16, 16, 16]);
    expect(at(4)).toEqual([32, 0, 32, 32]);
    expect(at(6)).toEqual([32, 32, 32, 32]);
    expect(at(7)).toEqual([64, 0, 32, 32]);
    expect(at(11)).toEqual([0, 64, 32, 32]);
    expect(at(18)).toEqual([96, 96, 32, 32]);
    expect(at(19)).toEqual([128, 0, 32, 32]);
    expect(at(23)).toEqual([192, 0, 32, 32]);
    expect(at(35)).toEqual([0, 128, 32, 32]);
    expect(at(50)).toEqual([96, 224, 32, 32]);
    expect(at(51)).toEqual([128, 128, 128, 128]);
    expect(at(52)).toEqual([256, 0, 128, 128]);
    expect(at(55)).toEqual([384, 128, 128, 128]);
    expect(at(56)).toEqual([0, 256, 128, 128]);
    expect(at(59)).toEqual([128, 384, 128, 128]);
  });

  it('of odd sizes give the longer half to the lower frequencies', () => {
    const { subbands } = layOut(301, 299);
    // 301 = 151 + 150. The right half is reversed: its left part has the high-pass ones.
    expect(subbands[52]).toEqual({ x: 151, y: 0, width: 75, height: 75 });
    const { subbands: other } = layOut(302, 299);
    // 302 = 151 + 151; the right 151 = 75 high-pass + 76 low-pass.
    expect(other[52]).toEqual({ x: 151, y: 0, width: 75, height: 75 });
    expect(other[53]).toEqual({ x: 226, y: 0, width: 76, height: 75 });
    // 151 = 76 + 75, of which 76 = 38 + 38 and 75, reversed, = 37 + 38.
    expect(other[51]).toEqual({ x: 76, y: 75, width: 75, height: 75 });
  });

  it.each([
    [1, 1],
    [3, 7],
    [33, 64],
    [301, 299],
    [512, 512],
  ] as const)('of %i x %i cover everything but the last quarter, once', (width, height) => {
    const seen = new Uint8Array(width * height);
    for (const part of layOut(width, height).subbands) {
      for (let y = part.y; y < part.y + part.height; y++) {
        for (let x = part.x; x < part.x + part.width; x++) seen[y * width + x] += 1;
      }
    }
    seen.forEach((times, i) => {
      const last =
        i % width >= Math.ceil(width / 2) && Math.floor(i / width) >= Math.ceil(height / 2);
      expect(times, `${i}`).toBe(last ? 0 : 1);
    });
  });
});
