/** A consent as it is being written down, before it is recorded. Pure. */
import type { CommandInput } from '../../app/contract/commands.ts';

export interface ConsentDraft {
  purpose: string;
  /** `2029-11-25`. */
  retainUntil: string;
  operator: string;
  form: string;
}

/** What the commands take. */
export type ConsentInput = CommandInput<'people.recordConsent'>['consent'];

/** The same day of the month, some months on; the last one where that month is shorter. */
export function monthsOn(from: Date, months: number): string {
  const last = new Date(from.getFullYear(), from.getMonth() + months + 1, 0);
  const day = Math.min(from.getDate(), last.getDate());
  const two = (value: number) => String(value).padStart(2, '0');
  return `${last.getFullYear()}-${two(last.getMonth() + 1)}-${two(day)}`;
}

/** What the contract takes: purpose and a day that is still to come. */
export function consentOf(draft: ConsentDraft, today: string): Readonly<ConsentDraft> | undefined {
  const purpose = draft.purpose.trim();
  if (purpose === '' || !/^\d{4}-\d\d-\d\d$/.test(draft.retainUntil)) return undefined;
  if (draft.retainUntil <= today) return undefined;
  return {
    purpose,
    retainUntil: draft.retainUntil,
    operator: draft.operator.trim(),
    form: draft.form.trim(),
  };
}

const PURPOSE_KEY = 'consent/purpose';

/** The purpose of the last one, of this machine: most of a day's are the same. */
export function lastPurpose(): string {
  try {
    return localStorage.getItem(PURPOSE_KEY) ?? '';
  } catch {
    return '';
  }
}

export function rememberPurpose(purpose: string): void {
  try {
    localStorage.setItem(PURPOSE_KEY, purpose);
  } catch {
    // Without a storage it is typed again.
  }
}
