/** Maps written from the descriptions of Netpbm (pgm(5), ppm(5)). */
import { describe, expect, it } from 'vitest';
import { decodeImage } from '../../../app/engine/decode/decode.ts';
import { decodePnm } from '../../../app/engine/decode/pnm.ts';
import { DecodeProblem } from '../../../app/engine/decode/problem.ts';

function file(header: string, pixels: readonly number[] = []): Uint8Array {
  return Uint8Array.from([...Buffer.from(header, 'latin1'), ...pixels]);
}

/** Grey levels, or colours one after another. */
function samplesOf(bytes: Uint8Array): number[] {
  const image = decodePnm(bytes, () => undefined);
  return [...('grey' in image ? image.grey : image.data)];
}

function refusal(bytes: Uint8Array): string {
  try {
    decodePnm(bytes, () => undefined);
  } catch (thrown) {
    if (!(thrown instanceof DecodeProblem)) throw thrown;
    expect(thrown.reason.problem).toBe('damaged-image');
    return thrown.reason.detail ?? '';
  }
  throw new Error('Expected a refusal but received an image.');
}

describe('grey', () => {
  it('in bytes, top row first', () => {
    const image = decodePnm(file('P5\n3 2\n255\n', [1, 2, 3, 4, 5, 255]), () => undefined);
    expect(image).toEqual({ width: 3, height: 2, grey: Uint8Array.from([1, 2, 3, 4, 5, 255]) });
  });

  it('in numbers, however they are broken into lines', () => {
    expect(samplesOf(file('P2 3 2 255 1 2 3\n4\n\n5\t255'))).toEqual([1, 2, 3, 4, 5, 255]);
    expect(samplesOf(file('P2\r\n3 1\r\n255\r\n7 8 9\r\n'))).toEqual([7, 8, 9]);
  });

  it('is stretched from its largest value', () => {
    expect(samplesOf(file('P5 4 1 3\n', [0, 1, 2, 3]))).toEqual([0, 85, 170, 255]);
    expect(samplesOf(file('P2 3 1 15 0 8 15'))).toEqual([0, 136, 255]);
    expect(samplesOf(file('P2 3 1 1 0 1 1'))).toEqual([0, 255, 255]);
  });

  it('of 16 bits has the higher byte first', () => {
    const pixels = [0x00, 0x00, 0xff, 0xff, 0x80, 0x00, 0x00, 0x81];
    expect(samplesOf(file('P5 4 1 65535\n', pixels))).toEqual([0, 255, 128, 1]);
    expect(samplesOf(file('P5 2 1 256\n', [0x01, 0x00, 0x00, 0x80]))).toEqual([255, 128]);
    expect(samplesOf(file('P2 2 1 65535 65535 257'))).toEqual([255, 1]);
  });

  it('beyond the largest value is the largest', () => {
    expect(samplesOf(file('P5 2 1 100\n', [100, 200]))).toEqual([255, 255]);
    expect(samplesOf(file('P2 2 1 100 101 999999999'))).toEqual([255, 255]);
  });

  it('begins right after one blank, even where it looks like blanks', () => {
    expect(samplesOf(file('P5 3 1 255\n', [10, 32, 35]))).toEqual([10, 32, 35]);
  });

  it('may be followed by anything', () => {
    expect(samplesOf(file('P5 2 1 255\n', [1, 2, 3, 4]))).toEqual([1, 2]);
  });
});

it('colours are red, green, blue', () => {
  expect(samplesOf(file('P6 2 1 255\n', [1, 2, 3, 4, 5, 6]))).toEqual([1, 2, 3, 4, 5, 6]);
  expect(samplesOf(file('P3 2 1 255 1 2 3 4 5 6'))).toEqual([1, 2, 3, 4, 5, 6]);
});

it('comments may stand before any number', () => {
  const header = 'P5# one\n#two 9 9\n2 # three\r1\n# four\n255\n';
  expect(samplesOf(file(header, [8, 9]))).toEqual([8, 9]);
  expect(samplesOf(file('P2\n2 1\n255\n#five\n8 # six\n9'))).toEqual([8, 9]);
});

describe('files that lie', () => {
  it.each([
    ['no numbers', 'P5\n', 'cut off'],
    ['no width', 'P5 0 2 255\n', '0 x 2'],
    ['no height', 'P5 2 0 255\n', '2 x 0'],
    ['a negative width', 'P5 -2 2 255\n', 'no number'],
    ['a width of words', 'P5 two 2 255\n', 'no number'],
    ['a width of many digits', 'P5 12345678901 2 255\n', '9 digits'],
    ['no largest value', 'P5 2 2', 'cut off'],
    ['a largest value of 0', 'P5 2 2 0\n', 'largest value of 0'],
    ['a largest value of 17 bits', 'P5 2 2 65536\n', 'largest value of 65536'],
    ['no blank before the pixels', 'P5 2 2 255', 'cut off'],
    ['too few bytes', 'P5 2 2 255\nabc', 'cut off'],
    ['too few bytes of 16 bits', 'P5 2 2 256\nabcdefg', 'cut off'],
    ['too few numbers', 'P2 2 2 255 10 20 30 ', 'cut off'],
    ['fewer letters than numbers', 'P2 2 2 255 1', 'cut off'],
    ['words among the numbers', 'P2 2 2 255 1 2 x 4', 'no number'],
    ['a comment without an end', 'P5 2 2 #', 'cut off'],
  ])('%s', (_what, text, reason) => {
    expect(refusal(file(text))).toContain(reason);
  });

  it('of a huge size take no memory and say how large they are', async () => {
    for (const kind of ['P2', 'P3', 'P5', 'P6']) {
      await expect(decodeImage(file(`${kind} 999999999 999999999 255\n`))).rejects.toMatchObject({
        reason: { problem: 'too-many-pixels', measured: 999999999 ** 2 },
      });
    }
    // Within the limit, but not there.
    for (const kind of ['P2', 'P3', 'P5', 'P6']) {
      await expect(decodeImage(file(`${kind} 7000 7000 255\n1`))).rejects.toMatchObject({
        reason: { problem: 'damaged-image' },
      });
    }
  });
});

it('a large map is halved until it fits, with its mean', async () => {
  const pixels = Array.from({ length: 3300 * 40 }, (_, i) => (i % 2 ? 200 : 100));
  const decoded = await decodeImage(file('P5 3300 40 255\n', pixels));
  expect([decoded.width, decoded.height]).toEqual([3300, 40]);
  expect([decoded.image.width, decoded.image.height]).toEqual([825, 10]);
  expect(new Set(decoded.image.data)).toEqual(new Set([150]));
  expect(decoded.dpi).toBeUndefined();
});
