/** Whole files whose pixels follow from the specification by hand. */
import { describe, expect, it } from 'vitest';
import { decodeWsq } from '../../../app/core/wsq/decode.ts';
import { WsqProblem } from '../../../app/core/wsq/problem.ts';
import { be16, scaled, segment, writeFile } from './segments.ts';

const anySize = () => undefined;
const letters = (text: string) => Array.from(text, (letter) => letter.charCodeAt(0));

/** Subband 0 of 32 x 32 pixels is one coefficient: 32 times the mean. */
const ONE = { width: 32, height: 32, bins: [[...scaled(0, 64), ...scaled(0, 64)]] };

describe('a file with one coefficient', () => {
  it.each([
    // 64 x (1 - 0.5) + 64 / 2 = 64, a mean of 2; times the scale of 2, plus the shift of 100.
    ['00', 104],
    ['01', 96],
    ['10', 100],
  ])('of bits %s is flat', (bits, grey) => {
    const image = decodeWsq(writeFile({ ...ONE, bits }), anySize);
    expect([image.width, image.height]).toEqual([32, 32]);
    expect(new Set(image.grey)).toEqual(new Set([grey]));
    expect(image.dpi).toBeUndefined();
  });

  it('reads exponents', () => {
    const bins = [[...scaled(2, 6400), ...scaled(1, 640)]];
    const parts = { ...ONE, bins, bits: '00', shift: scaled(1, 205), scale: scaled(2, 1525) };
    // 20.5 + 15.25 x 2 = 51
    expect(new Set(decodeWsq(writeFile(parts), anySize).grey)).toEqual(new Set([51]));
  });

  it.each([
    [scaled(0, 65535), 255],
    [scaled(0, 0), 0],
  ])('keeps to 0..255', (shift, grey) => {
    const { grey: pixels } = decodeWsq(writeFile({ ...ONE, bits: '01', shift }), anySize);
    expect(new Set(pixels)).toEqual(new Set([grey]));
  });
});

it('an edge image has the orientation of its subbands', () => {
  // 64 x 64: subbands 0..3 have 2 x 2 coefficients; the upper left one of subband 0 is set.
  const file = writeFile({ ...ONE, width: 64, height: 64, bits: '00 10 10 10' });
  const { grey } = decodeWsq(file, anySize);
  const at = (x: number, y: number) => grey[y * 64 + x];
  expect(at(2, 2)).toBeGreaterThan(101);
  expect(Math.abs(at(62, 62) - 100)).toBeLessThanOrEqual(1);
  // Symmetric about the diagonal, as both axes are filtered alike.
  for (let i = 0; i < 64; i++) expect(at(i, 5)).toBe(at(5, i));
  const next = decodeWsq(
    writeFile({ ...ONE, width: 64, height: 64, bits: '10 00 10 10' }),
    anySize,
  );
  expect(next.grey[2 * 64 + 62], 'the second coefficient lies to the right').toBeGreaterThan(101);
  expect(next.grey[62 * 64 + 2]).toBeLessThan(102);
});

describe('the resolution', () => {
  const withComment = (...texts: string[]) =>
    decodeWsq(
      writeFile({
        ...ONE,
        bits: '00',
        more: texts.flatMap((text) => segment(0xa8, letters(text))),
      }),
      anySize,
    ).dpi;

  it('is in the comment of NIST', () => {
    expect(withComment('NIST_COM 3\nPIX_WIDTH 32\nPPI 500\nLOSSY 1\n')).toBe(500);
    expect(withComment('NIST_COM 1\nPPI 1000')).toBe(1000);
    expect(withComment('hello', 'NIST_COM 1\nPPI 500')).toBe(500);
  });

  it.each([
    'NIST_COM 1\nPPI -1',
    'NIST_COM 1\nPPI 0',
    'NIST_COM 1\nPPI',
    'NIST_COM 1\nXPPI 500',
    'PPI 500',
    'NIST_COM',
    '',
  ])('is not in %j', (text) => {
    expect(withComment(text)).toBeUndefined();
  });
});

it('filters of even length are read as well', () => {
  // Haar's: 0.707106781 and, for the high-pass, the same with the sign turned.
  const root = (sign: number) => [sign, 9, ...be16(707106781 >>> 16), ...be16(707106781 & 0xffff)];
  const file = [...writeFile({ ...ONE, bits: '00' })];
  const at = file.findIndex((byte, i) => byte === 0xff && file[i + 1] === 0xa4);
  file.splice(at, 60, ...segment(0xa4, [2, 2, ...root(0), ...root(1)]));
  expect(new Set(decodeWsq(Uint8Array.from(file), anySize).grey)).toEqual(new Set([104]));
});

it('restarts begin a new byte and go on with the same table', () => {
  // 64 x 64: four coefficients, two of them behind a restart.
  const parts = { ...ONE, width: 64, height: 64, bits: '00 10 10 01' };
  const whole = writeFile(parts);
  const [before, after] = [writeFile({ ...parts, bits: '00 10' }), [0b10011111, 0xff, 0xa1]];
  const interval = segment(0xa7, [0, 2]);
  const file = [
    ...[0xff, 0xa0],
    ...interval,
    ...before.subarray(2, before.length - 2),
    ...[0xff, 0xb0],
    ...after,
  ];
  expect(decodeWsq(Uint8Array.from(file), anySize)).toEqual(decodeWsq(whole, anySize));
});

describe('a file that breaks the rules', () => {
  const good = { ...ONE, bits: '00' };
  const refused = (file: Uint8Array | number[], reason: string) => {
    expect(() => decodeWsq(Uint8Array.from(file), anySize)).toThrow(WsqProblem);
    expect(() => decodeWsq(Uint8Array.from(file), anySize)).toThrow(reason);
  };
  /** Takes the segments of the kinds out, or puts others in their place. */
  const replaced = (kind: number, by: readonly number[]) => {
    const file = [...writeFile(good)];
    const at = file.findIndex((byte, i) => byte === 0xff && file[i + 1] === kind);
    const length = file[at + 2] * 256 + file[at + 3] + 2;
    file.splice(at, length, ...by);
    return file;
  };

  it.each([
    [0xa2, 'before the frame'],
    [0xa4, 'no transform table'],
    [0xa5, 'before the quantisation table'],
    [0xa6, 'before its Huffman table'],
  ])('because segment %i is missing', (kind, reason) => {
    refused(replaced(kind, []), reason);
  });

  it('because coefficients are missing or too many', () => {
    refused(writeFile({ ...good, bits: '' }), 'coefficients are missing');
    refused(writeFile({ ...good, bits: '00 00' }), 'more coefficients');
    refused(writeFile({ ...good, bits: '00 10' }), 'more coefficients');
  });

  it('because it has no size', () => {
    const frame = (w: number, h: number) =>
      segment(0xa2, [0, 255, ...be16(h), ...be16(w), ...scaled(0, 1), ...scaled(0, 1), 1, 0, 0]);
    refused(replaced(0xa2, frame(0, 32)), '0 x 32');
    refused(replaced(0xa2, frame(32, 0)), '32 x 0');
    refused(replaced(0xa2, [...frame(32, 32), ...frame(32, 32)]), 'a second frame');
  });

  it('because its Huffman tables are none', () => {
    const counts = (...first: number[]) => [...first, ...Array<number>(16 - first.length).fill(0)];
    refused(replaced(0xa6, segment(0xa6, [0, 1, 2])), 'a Huffman table is cut off');
    refused(replaced(0xa6, segment(0xa6, [0, ...counts(3), 1, 2, 3])), 'more Huffman codes');
    refused(replaced(0xa6, segment(0xa6, [0, ...counts(0, 3), 181])), 'cut off');
    refused(replaced(0xa6, segment(0xa6, [0, ...counts(200, 200)])), '400 Huffman codes');
    refused(replaced(0xa6, segment(0xa6, [1, ...counts(1), 181])), 'before its Huffman table');
  });

  it('because its filters are none', () => {
    refused(replaced(0xa4, segment(0xa4, [])), 'cut off');
    refused(replaced(0xa4, segment(0xa4, [9, 7, 0, 1])), 'cut off');
    refused(replaced(0xa4, segment(0xa4, [9, 8, ...Array<number>(54).fill(1)])), '9 and 8 taps');
    refused(replaced(0xa4, segment(0xa4, [0, 0])), '0 and 0 taps');
    refused(replaced(0xa4, segment(0xa4, [255, 255])), '255 and 255 taps');
    refused(replaced(0xa4, segment(0xa4, [9, 7, ...Array<number>(54).fill(0)])), 'undo each other');
  });

  it('because of a marker that has no place', () => {
    refused([0xff, 0xd8, 0xff, 0xa1], 'no start');
    refused([0xff, 0xa0], 'the end is missing');
    refused([0xff, 0xa0, 0xff, 0xa1], 'no block');
    refused([0xff, 0xa0, ...segment(0xb0, [])], 'unknown marker');
    refused([0xff, 0xa0, 0xff, 0xa8, 0, 1], 'cut off');
  });

  it('because it has blocks without end', () => {
    const blocks = Array<number[]>(65)
      .fill(segment(0xa3, [0]))
      .flat();
    refused(replaced(0xa3, blocks), 'more than 64 blocks');
  });
});
