import type { Failure } from '../core/failure.ts';
import type { CommandInput, CommandName, CommandResult } from './commands.ts';
import type { HostEvent } from './events.ts';

export type Answer<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly failure: Failure };

/** What a user interface sees of the program: one channel in, one channel out. */
export interface Host {
  invoke<Name extends CommandName>(
    name: Name,
    input: CommandInput<Name>,
  ): Promise<Answer<CommandResult<Name>>>;
  /** Returns what ends the subscription. */
  onEvent(listener: (event: HostEvent) => void): () => void;
}
