/** Whatever the bytes are: an image or a WsqProblem, soon, and no memory beyond the allowed size. */
import { beforeAll, describe, expect, it } from 'vitest';
import { decodeWsq } from '../../../app/core/wsq/decode.ts';
import { encodeWsq } from '../../../app/core/wsq/encode.ts';
import { WsqProblem } from '../../../app/core/wsq/problem.ts';
import { seededRandom } from '../../fixtures/images.ts';
import { binary } from './bits.ts';
import { drawRidges } from './ridges.ts';
import { be16, scaled, segment, writeFile } from './segments.ts';

class TooLarge extends Error {}
const MOST_PIXELS = 1e6;
const checkSize = (width: number, height: number) => {
  if (width * height > MOST_PIXELS) throw new TooLarge();
};

function outcomeOf(bytes: Uint8Array): 'image' | 'problem' | 'too large' {
  try {
    const { width, height, grey } = decodeWsq(bytes, checkSize);
    expect(grey.length).toBe(width * height);
    return 'image';
  } catch (thrown) {
    if (thrown instanceof TooLarge) return 'too large';
    if (thrown instanceof WsqProblem) return 'problem';
    throw new Error('Expected a problem but received another throw.', { cause: thrown });
  }
}

let whole: Uint8Array;
beforeAll(() => {
  whole = encodeWsq(drawRidges(64, 48), 64, 48, { dpi: 500 });
});

it('cut off at any byte is a problem', () => {
  expect(outcomeOf(whole)).toBe('image');
  for (let length = 0; length < whole.length; length++) {
    expect(outcomeOf(whole.subarray(0, length)), `${length} bytes`).toBe('problem');
  }
});

it('with bytes behind its end is the image all the same', () => {
  expect(outcomeOf(Uint8Array.from([...whole, 1, 2, 3]))).toBe('image');
});

describe.each([1, 2, 8, 40])('with %i bytes changed', (changes) => {
  it('is an image, too large, or a problem', () => {
    const random = seededRandom(changes);
    const seen = new Set<string>();
    for (let i = 0; i < 1500; i++) {
      const changed = whole.slice();
      // Half of the changes fall among the tables, where they do most.
      const reach = i % 2 ? changed.length : 640;
      for (let c = 0; c < changes; c++) changed[Math.floor(random() * reach)] = random() * 256;
      seen.add(outcomeOf(changed));
    }
    expect(seen).toContain('problem');
    if (changes < 8) expect(seen).toContain('image');
  });
});

it('noise after the start is a problem', () => {
  const random = seededRandom(9);
  for (let i = 0; i < 300; i++) {
    const noise = Array.from({ length: i * 7 }, () => random() * 256);
    expect(outcomeOf(Uint8Array.from([0xff, 0xa0, ...noise])), `${i}`).toBe('problem');
  }
});

it('of an absurd size is refused before memory is taken', () => {
  const before = process.memoryUsage().rss;
  const bins = [[...scaled(0, 64), ...scaled(0, 64)]];
  const file = writeFile({ width: 65535, height: 65535, bins, bits: '00' });
  expect(outcomeOf(file)).toBe('too large');
  expect(process.memoryUsage().rss - before).toBeLessThan(32 * 2 ** 20);
});

it('of a large size without the coefficients is a problem, soon', () => {
  const bins = Array<number[]>(60).fill([...scaled(0, 64), ...scaled(0, 64)]);
  const started = performance.now();
  expect(outcomeOf(writeFile({ width: 1000, height: 1000, bins, bits: '' }))).toBe('problem');
  expect(performance.now() - started).toBeLessThan(1000);
});

it('with runs of zeros beyond every place is a problem', () => {
  // 106, the code 0, with 16 bits: 40 x 65535 zeros for 64 x 64 places.
  const table = [0, 1, ...Array<number>(15).fill(0), 106];
  const bits = `0${binary(65535, 16)}`.repeat(40);
  const bins = Array<number[]>(60).fill([...scaled(0, 64), ...scaled(0, 64)]);
  const file = [...writeFile({ width: 64, height: 64, bins, bits })];
  const at = file.findIndex((byte, i) => byte === 0xff && file[i + 1] === 0xa6);
  file.splice(at, 2 + file[at + 2] * 256 + file[at + 3], ...segment(0xa6, table));
  expect(outcomeOf(Uint8Array.from(file))).toBe('problem');
});

it('with numbers beyond all bounds gives pixels all the same', () => {
  const huge = [...scaled(0, 65535), ...scaled(0, 65535)];
  const file = writeFile({
    ...{ width: 64, height: 64, bins: Array<number[]>(4).fill(huge), scale: scaled(0, 65535) },
    bits: '00 01 '.repeat(8),
  });
  expect(outcomeOf(file)).toBe('image');
  const tiny = [...scaled(255, 1), ...scaled(255, 1)];
  expect(outcomeOf(writeFile({ width: 32, height: 32, bins: [tiny], bits: '00' }))).toBe('image');
});

it('with millions of tables takes no time for them', () => {
  const tables = Array<number[]>(20_000).fill(
    segment(0xa6, [0, 0, 1, ...Array<number>(14).fill(0), 1]),
  );
  const file = Uint8Array.from([0xff, 0xa0, ...tables.flat(), 0xff, 0xa8, ...be16(2)]);
  const started = performance.now();
  expect(outcomeOf(file)).toBe('problem');
  expect(performance.now() - started).toBeLessThan(1000);
});
