/** Fingers by their ISO/IEC 19794-4 codes. */
import type { FingerPosition } from './vocabulary.ts';

/** The name of code n is entry n. */
export const FINGER_NAMES = [
  'unknown',
  'right-thumb',
  'right-index',
  'right-middle',
  'right-ring',
  'right-little',
  'left-thumb',
  'left-index',
  'left-middle',
  'left-ring',
  'left-little',
] as const;

export type FingerName = (typeof FINGER_NAMES)[number];

export const UNKNOWN_FINGER: FingerPosition = 0;

export function fingerName(finger: FingerPosition): FingerName {
  return FINGER_NAMES[finger];
}

export function isFingerPosition(value: unknown): value is FingerPosition {
  return (
    typeof value === 'number' &&
    Number.isInteger(value) &&
    value >= 0 &&
    value < FINGER_NAMES.length
  );
}

/** Reads a name or a code: `right-index`, `Right_Index` and `2` are one finger. */
export function parseFinger(text: string): FingerPosition | undefined {
  const word = text
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_]+/g, '-');
  const code = /^\d{1,2}$/.test(word)
    ? Number(word)
    : FINGER_NAMES.findIndex((name) => name === word);
  return isFingerPosition(code) ? code : undefined;
}
