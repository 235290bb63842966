/** Whether a consent still holds, by the calendar of this machine. Pure. */

export type ConsentState = 'holds' | 'ends-soon' | 'due' | 'none';

/** Days before the end from which on it is told. */
const SOON_DAYS = 30;

/** @param retainUntil ISO 8601 date; on that day the person is due */
export function consentState(retainUntil: string | undefined, now: Date): ConsentState {
  if (retainUntil === undefined) return 'none';
  if (retainUntil <= dayOf(now)) return 'due';
  const soon = new Date(now.getFullYear(), now.getMonth(), now.getDate() + SOON_DAYS);
  return retainUntil <= dayOf(soon) ? 'ends-soon' : 'holds';
}

/** Whole days of the calendar until then; what has passed is below 0. */
export function daysUntil(retainUntil: string, now: Date): number {
  const DAY_MS = 86_400_000;
  // As if both were in UTC: no day there is 23 hours long.
  return Math.round((Date.parse(retainUntil) - Date.parse(dayOf(now))) / DAY_MS);
}

/** `2026-11-25`, local. */
export function dayOf(date: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
