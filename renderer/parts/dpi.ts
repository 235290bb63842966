/** The resolution of prints as it is typed, in pixels per inch. Pure. */
import { FINGERPRINT } from '../../app/core/parameters.ts';
import { words } from '../words/words.ts';

/** A number within the bounds of the contract; undefined where nothing is typed. */
export function dpiOf(typed: string): number | undefined | 'wrong' {
  if (typed.trim() === '') return undefined;
  const value = Number(typed);
  return value >= FINGERPRINT.minDpi && value <= FINGERPRINT.maxDpi ? value : 'wrong';
}

/** What is to be said beside the field; undefined where nothing is. */
export function dpiError(typed: string): string | undefined {
  if (dpiOf(typed) !== 'wrong') return undefined;
  return words().parts.dpiError(FINGERPRINT.minDpi, FINGERPRINT.maxDpi);
}
