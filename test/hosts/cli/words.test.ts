import { describe, expect, test } from 'vitest';
import type { Limit } from '../../../app/core/decision.ts';
import { createProgressView } from '../../../app/hosts/cli/progress.ts';
import { table } from '../../../app/hosts/cli/terminal.ts';
import {
  count,
  describeFinger,
  describeLimit,
  describeReason,
  describeSample,
  duration,
  percent,
} from '../../../app/hosts/cli/words.ts';
import { identificationLimit, verificationLimit } from '../../../app/services/thresholds/limits.ts';
import { asRate } from '../../core/support.ts';
import { SCALE, sha256Of } from '../../services/fake-engine.ts';
import { PRINT_QUALITY, QUALITY } from '../../store/fixtures.ts';

describe('a limit', () => {
  const words = (limit: Limit) => describeLimit(limit, { ...SCALE.calibration, origin: 'shipped' });

  test('that was measured is told with its measurement', () => {
    expect(words(verificationLimit(SCALE, 1))).toBe(
      'About 1 in 1,000 comparisons of different people would match by mistake (10,000 of ' +
        '10,000,000 non-mated comparisons matched at 0.9000 on nobody: at most 0.11 % with 95 % ' +
        'confidence).',
    );
  });

  test('for a gallery says how large it is', () => {
    expect(words(identificationLimit(SCALE, 1_000))).toContain(
      'About 1 in 100 searches among 1,000 references would match by mistake',
    );
  });

  test('beyond what was measured says that it is extrapolated', () => {
    const text = words(verificationLimit(SCALE, 1, asRate(1e-8)));
    expect(text).toContain('This is extrapolated: 0.000001 % a comparison is beyond');
    expect(text).toContain('at 0.6000');
    expect(words(verificationLimit(SCALE, 1))).not.toContain('extrapolated');
  });
});

test('reasons come with their numbers', () => {
  expect(describeReason({ problem: 'no-face' })).toMatch(/^no face was found/);
  expect(
    describeReason({ problem: 'too-blurred', measured: 0.0512, limit: 0.07, unit: 'sharpness' }),
  ).toBe('it is blurred; hold still and focus (0.0512 sharpness, limit 0.07)');
  expect(describeReason({ problem: 'too-dark', measured: 12 })).toContain('(12)');
  expect(describeReason({ problem: 'file-too-large', measured: 300_000_000 })).toContain(
    '(300,000,000)',
  );
});

describe('a sample', () => {
  const source = {
    sha256: sha256Of('x'),
    bytes: 1,
    format: 'png',
    width: 300,
    height: 400,
  } as const;

  test('of a face tells which face, and how good it is', () => {
    const box = { left: 0, top: 0, width: 1, height: 1 };
    const one = { outcome: 'acquired', modality: 'face', source, box, quality: QUALITY } as const;
    expect(describeSample({ ...one, faces: 1, face: 0 })).toBe(
      '300 x 400 PNG, 1 face; eyes 80 px apart, sharpness 0.50, turned 3 degrees',
    );
    expect(describeSample({ ...one, faces: 3, face: 1 })).toContain('3 faces, took number 1;');
  });

  test('of a finger tells which finger, at what resolution, and how good it is', () => {
    const one = { outcome: 'acquired', modality: 'fingerprint', source } as const;
    const resolution = { dpi: 500, origin: 'assumed' } as const;
    expect(describeSample({ ...one, finger: 2, resolution, quality: PRINT_QUALITY })).toBe(
      '300 x 400 PNG, the right index finger at 500 dpi (assumed); 180 mm2, 16 anchors, clarity 0.70',
    );
    const inverted = { ...PRINT_QUALITY, inverted: 1 } as const;
    const given = { dpi: 569, origin: 'given' } as const;
    const text = describeSample({ ...one, finger: 0, resolution: given, quality: inverted });
    expect(text).toContain('a finger at 569 dpi (as given)');
    expect(text).toMatch(/, inverted$/);
  });

  test('that could not be acquired tells why, and that there were other faces', () => {
    const failure = { outcome: 'failure-to-acquire', modality: 'face' } as const;
    const reasons = [{ problem: 'several-faces' }] as const;
    expect(describeSample({ ...failure, reasons, faces: 2 })).toMatch(
      /^not usable: .*\[2 faces\]$/,
    );
    expect(
      describeSample({ ...failure, modality: 'fingerprint', reasons: [{ problem: 'too-dry' }] }),
    ).toMatch(/^not usable: the finger is too dry/);
  });

  test('names fingers as people do', () => {
    expect([describeFinger(1), describeFinger(10), describeFinger(0)]).toEqual([
      'the right thumb',
      'the left little finger',
      'an unknown finger',
    ]);
  });
});

test('numbers are short and exact enough', () => {
  expect([count(0), count(1_234_567), count(999.6)]).toEqual(['0', '1,234,567', '1,000']);
  expect([percent(0.0108e-2), percent(0.5), percent(0), percent(1 / 3)]).toEqual([
    '0.0108 %',
    '50 %',
    '0 %',
    '33.3 %',
  ]);
});

test.each([
  [0, '0 s'],
  [0.2, '1 s'],
  [59, '59 s'],
  [59.5, '1 min 0 s'],
  [60, '1 min 0 s'],
  [119.7, '2 min 0 s'],
  [3_599.9, '1 h 0 min'],
  [3_600, '1 h 0 min'],
  [7_199, '2 h 0 min'],
  [90_061, '25 h 1 min'],
])('%d seconds are %s', (seconds, text) => {
  expect(duration(seconds)).toBe(text);
});

test('a table has columns of equal width, numbers to the right, no spaces at the ends', () => {
  const text = table(
    [
      ['name', 'n', ''],
      ['ada', '10,000', 'x'],
      ['a long one', '7', ''],
    ],
    [1],
  );
  expect(text).toBe(
    ['name             n', 'ada         10,000  x', 'a long one       7'].join('\n'),
  );
});

describe('progress', () => {
  /** A stream that keeps what is written. */
  function stream(isTTY: boolean, columns = 80) {
    const written: string[] = [];
    const write = (text: string) => written.push(text) > 0;
    // Of a stream, the view uses only this.
    return { written, to: { isTTY, columns, write } as unknown as NodeJS.WriteStream };
  }
  const half = { jobId: 'job-1', phase: 'auditing', done: 50, total: 100 };

  test('on a terminal is a bar within the line', () => {
    const { written, to } = stream(true, 40);
    createProgressView(to, () => 0).show({ ...half, ratePerSecond: 3.21, secondsLeft: 61 });
    const line = written.at(-1) ?? '';
    expect(line).toMatch(/^\[#{14}\.{14}\] auditing/);
    expect(line.length).toBeLessThan(40);
  });

  test('of nothing is a full bar, not an error', () => {
    const { written, to } = stream(true);
    createProgressView(to, () => 0).show({ ...half, done: 0, total: 0 });
    expect(written.at(-1)).toMatch(/^\[#{28}\]/);
  });

  test('in a pipe is a line now and then', () => {
    const { written, to } = stream(false);
    let ms = 0;
    const view = createProgressView(to, () => ms);
    for (; ms <= 30_000; ms += 100) view.show({ ...half, ratePerSecond: 3.21, secondsLeft: 61 });
    expect(written).toEqual(Array(3).fill('auditing 50 of 100, 3.2 a second, 1 min 1 s left\n'));
  });
});
