/**
 * Every string that is shown. A translation is another object of the type {@link Words}; its
 * functions know the plurals of their language.
 */
import { en } from './en.ts';

export type Words = typeof en;

let current: Words = en;

export function words(): Words {
  return current;
}

export function useWords(next: Words): void {
  current = next;
}
