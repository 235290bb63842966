import { expect, test } from 'vitest';
import { FINGER_NAMES, fingerName, isFingerPosition, parseFinger } from '../../app/core/finger.ts';

test('codes are those of ISO/IEC 19794-4', () => {
  expect(FINGER_NAMES).toHaveLength(11);
  expect([fingerName(0), fingerName(1), fingerName(6), fingerName(10)]).toEqual([
    'unknown',
    'right-thumb',
    'left-thumb',
    'left-little',
  ]);
});

test('every name and every code is read, however it is written', () => {
  FINGER_NAMES.forEach((name, code) => {
    const spellings = [
      name,
      name.toUpperCase(),
      name.replace('-', '_'),
      name.replace('-', ' '),
      ` ${name} `,
      String(code),
      String(code).padStart(2, '0'),
    ];
    for (const text of spellings) expect(parseFinger(text), text).toBe(code);
  });
});

test.each(['', ' ', '11', '-1', '1.5', '002', 'pinkie', 'right', 'rightindex', 'NaN'])(
  '"%s" is no finger',
  (text) => {
    expect(parseFinger(text)).toBeUndefined();
  },
);

test('a position is a whole number from 0 to 10', () => {
  expect([0, 10].every(isFingerPosition)).toBe(true);
  expect([-1, 11, 0.5, NaN, '2', null, undefined].some(isFingerPosition)).toBe(false);
});
