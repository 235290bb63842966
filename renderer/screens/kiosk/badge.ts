/**
 * Tells a badge reader from a hand: both are keyboards, but a reader types its code within moments
 * and ends it by itself. Pure: times come with the keys.
 */

/** Milliseconds between two keys of a reader, at most; hands need 80 and more. 2026-11. */
const READER_MS = 50;
/** So many keys at that speed are no hand. */
const READER_KEYS = 4;
/**
 * Milliseconds: what was typed longer ago is of somebody else. A machine that is busy may hold up a
 * key of a reader, so that a short gap ends no code.
 */
const APART_MS = 1_000;

export interface BadgeRun {
  readonly text: string;
  /** How many of its last keys came at a reader's speed. */
  readonly quick: number;
  readonly atMs: number;
}

export const NO_RUN: BadgeRun = { text: '', quick: 0, atMs: -Infinity };

/** One character more: of the same run, or the first of the next. */
export function afterCharacter(run: BadgeRun, character: string, nowMs: number): BadgeRun {
  const gap = nowMs - run.atMs;
  if (gap > APART_MS) return { text: character, quick: 1, atMs: nowMs };
  const quick = gap <= READER_MS ? run.quick + 1 : 1;
  return { text: run.text + character, quick, atMs: nowMs };
}

/** The code where Enter or Tab ends the run of a reader; undefined where a hand has typed. */
export function badgeOf({ text, quick, atMs }: BadgeRun, endedMs: number): string | undefined {
  const isReader = endedMs - atMs <= READER_MS && quick >= READER_KEYS;
  return isReader ? text.trim() : undefined;
}
