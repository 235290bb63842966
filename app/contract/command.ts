/** One row of the command table: how its input is checked, and the type of what it answers. */
import type { z } from 'zod';

export interface Command<Input extends z.ZodType, Result> {
  readonly input: Input;
  /** Never there at run time: results come from our own services and are typed, not parsed. */
  readonly result?: { readonly value: Result };
}

export function command<Input extends z.ZodType>(input: Input) {
  return <Result>(): Command<Input, Result> => ({ input });
}
