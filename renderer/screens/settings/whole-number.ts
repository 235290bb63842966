/** A field of a whole number: what is typed, and what is wrong with it. Pure. */
import { words } from '../../words/words.ts';

export interface NumberLimits {
  readonly least: number;
  readonly most: number;
}

/** The number, or what to say beside the field. */
export function readWhole(
  text: string,
  { least, most }: NumberLimits,
): { readonly value: number } | { readonly error: string } {
  const value = Number(text);
  if (/^\d+$/.test(text.trim()) && value >= least && value <= most) return { value };
  return { error: words().settings.wholeNumber(least, most) };
}
