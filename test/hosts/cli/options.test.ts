import { Command, InvalidArgumentError } from 'commander';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addCaptureOptions,
  parseRate,
  readCapture,
  wholeNumber,
  type CaptureFlags,
} from '../../../app/hosts/cli/options.ts';

describe('a rate', () => {
  test.each(['0.001', '1e-3', '0.1%', '0.1 %', '1:1000', '1/1000', '1 : 1000', ' .001 '])(
    'may be written %s',
    (text) => {
      expect(parseRate(text)).toBeCloseTo(0.001, 15);
    },
  );

  test('is above 0 and up to 0.1', () => {
    expect(parseRate('0.1')).toBe(0.1);
    expect(parseRate('1:10')).toBe(0.1);
    expect(parseRate('10%')).toBe(0.1);
    expect(parseRate('1e-12')).toBe(1e-12);
  });

  const GARBAGE = [
    '',
    ' ',
    '%',
    '0',
    '0%',
    '-0.001',
    '0.11',
    '11%',
    '1',
    '1:0',
    '1:9',
    '1:',
    '1:-1000',
    '1:1e3',
    '2:1000',
    '1:1000%',
    '0,001',
    'NaN',
    'Infinity',
    '0.001x',
    '1000',
    '0x1',
  ];
  test.each(GARBAGE)('is not "%s"', (text) => {
    expect(() => parseRate(text)).toThrow(InvalidArgumentError);
  });

  test('is within its range, whatever is read', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.double().map(String)), (text) => {
        let rate: number | undefined;
        try {
          rate = parseRate(text);
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(InvalidArgumentError);
        }
        if (rate !== undefined) expect(rate > 0 && rate <= 0.1).toBe(true);
      }),
    );
  });

  test('one in n is read as it is meant', () => {
    fc.assert(
      fc.property(fc.integer({ min: 10, max: 1e9 }), (n) => {
        expect(parseRate(`1:${n}`)).toBe(1 / n);
      }),
    );
  });
});

test('a whole number is digits within its range', () => {
  const read = wholeNumber(1, 256);
  expect([read('1'), read('256'), read('007')]).toEqual([1, 256, 7]);
  for (const text of ['0', '257', '1.5', '-1', '1e2', '', ' 1', '0x10', 'one']) {
    expect(() => read(text)).toThrow(InvalidArgumentError);
  }
});

/** What a command makes of its words. */
function captureOf(...words: string[]) {
  const command = addCaptureOptions(new Command('x'), 'main', 'finger')
    .option('--accurate')
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  return readCapture(command.parse(words, { from: 'user' }).opts<CaptureFlags>());
}

test('a face is one of the words, or a number', () => {
  const read = (text: string) => captureOf('--face', text);
  for (const face of ['main', 'dominant', 'largest', 'only']) {
    expect(read(face)).toEqual({ modality: 'face', face });
  }
  expect(read('0')).toEqual({ modality: 'face', face: { index: 0 } });
  expect(read('12')).toEqual({ modality: 'face', face: { index: 12 } });
  for (const text of ['first', '-1', '1.5', '1000', 'Main']) {
    expect(() => read(text)).toThrow(/face/);
  }
});

describe('a capture', () => {
  const print = (...words: string[]) => captureOf('--modality', 'fingerprint', ...words);

  test('is of faces unless fingerprints are named', () => {
    expect(captureOf()).toEqual({ modality: 'face' });
    expect(print()).toStrictEqual({ modality: 'fingerprint' });
  });

  test('of a finger knows resolution and finger, by name or code', () => {
    const expected = { modality: 'fingerprint', dpi: 569, finger: 2 };
    for (const finger of ['right-index', 'RIGHT_INDEX', '2']) {
      expect(print('--dpi', '569', '--finger', finger)).toEqual(expected);
    }
    expect(print('--finger', 'unknown')).toMatchObject({ finger: 0 });
    expect([print('--dpi', '150'), print('--dpi', '2000')]).toMatchObject([
      { dpi: 150 },
      { dpi: 2000 },
    ]);
  });

  test.each([
    ['a resolution too low', ['--dpi', '149']],
    ['a resolution too high', ['--dpi', '2001']],
    ['a finger that is none', ['--finger', 'pinkie']],
    ['a code that is none', ['--finger', '11']],
    ['which face', ['--face', 'main']],
    ['the accurate face encoder', ['--accurate']],
  ])('of a finger is refused with %s', (_, words) => {
    expect(() => print(...words)).toThrow(/Expected/);
  });

  test.each([
    ['a resolution', ['--dpi', '500']],
    ['a finger', ['--finger', '2']],
  ])('of a face is refused with %s', (_, words) => {
    expect(() => captureOf(...words)).toThrow(/with --modality fingerprint only/);
  });
});
