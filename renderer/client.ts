/** The one way from a screen to the program: typed calls, and failures that can be shown. */
import type { CommandInput, CommandName, CommandResult } from '../app/contract/commands.ts';
import type { HostEvent } from '../app/contract/events.ts';
import type { FailureCode } from '../app/core/failure.ts';

export type ClientFailureCode = FailureCode | 'unreachable';

/** What `client.invoke` throws, and nothing else. The message is made to be shown. */
export class ClientFailure extends Error {
  readonly code: ClientFailureCode;

  constructor(code: ClientFailureCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'ClientFailure';
    this.code = code;
  }
}

async function invoke<Name extends CommandName>(
  name: Name,
  input: CommandInput<Name>,
): Promise<CommandResult<Name>> {
  const answer = await window.host.invoke(name, input).catch((cause: unknown) => {
    throw new ClientFailure(
      'unreachable',
      'Expected an answer from the program but it is not reachable; close the window and start it again.',
      { cause },
    );
  });
  if (answer.ok) return answer.value;
  throw new ClientFailure(answer.failure.code, answer.failure.message);
}

function onEvent(listener: (event: HostEvent) => void): () => void {
  return window.host.onEvent(listener);
}

export const client = { invoke, onEvent } as const;

/** For `catch`: what is no {@link ClientFailure} is a bug of ours, and told as one. */
export function toClientFailure(thrown: unknown): ClientFailure {
  if (thrown instanceof ClientFailure) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new ClientFailure('internal', message, { cause: thrown });
}
