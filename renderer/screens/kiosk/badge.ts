/**
 * Tells a badge reader from a hand: both are keyboards, but a reader types its whole code within
 * moments and ends it by itself. Pure: times come with the keys.
 */

/** Milliseconds between two keys of a reader, at most; hands need 80 and more. 2026-11. */
const READER_MS = 50;
/** Shorter ones are a hand that is quick. */
const LEAST_CHARACTERS = 4;

export interface BadgeRun {
  readonly text: string;
  readonly atMs: number;
}

export const NO_RUN: BadgeRun = { text: '', atMs: -Infinity };

/** One character more: of the same run, or the first of the next. */
export function afterCharacter(
  { text, atMs }: BadgeRun,
  character: string,
  nowMs: number,
): BadgeRun {
  return { text: nowMs - atMs <= READER_MS ? text + character : character, atMs: nowMs };
}

/** The code where Enter or Tab ends the run of a reader; undefined where a hand has typed. */
export function badgeOf({ text, atMs }: BadgeRun, endedMs: number): string | undefined {
  const code = text.trim();
  return endedMs - atMs <= READER_MS && code.length >= LEAST_CHARACTERS ? code : undefined;
}
