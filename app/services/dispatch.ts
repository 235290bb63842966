/** Looks up, validates, calls and wraps: the one way from a host to the services. */
import { type z } from 'zod';
import {
  commands,
  type CommandInput,
  type CommandName,
  type CommandResult,
  type ParsedInput,
} from '../contract/commands.ts';
import type { Answer, Host } from '../contract/host.ts';
import { AppError, toFailure } from '../core/failure.ts';

export type Handlers = {
  readonly [Name in CommandName]: (
    input: ParsedInput<Name>,
  ) => CommandResult<Name> | Promise<CommandResult<Name>>;
};

export interface DispatchOptions {
  /** The only commands that are reachable; all of them where absent. */
  readonly allow?: readonly CommandName[];
  /** Asked at every call, after {@link allow}: what it throws is the answer. */
  readonly gate?: (name: CommandName) => void;
  /** Told of what is no {@link AppError}: a bug. */
  readonly onBug?: (thrown: unknown) => void;
}

export function createDispatch(handlers: Handlers, options: DispatchOptions = {}): Host['invoke'] {
  const allowed = new Set<string>(options.allow ?? Object.keys(commands));

  async function run<Name extends CommandName>(name: Name, input: unknown) {
    // First the set, which compares: the other would make text of whatever came as a name.
    if (!allowed.has(name) || !Object.hasOwn(commands, name)) {
      throw new AppError(
        'bad-input',
        'Expected a command that is allowed here but received another.',
      );
    }
    options.gate?.(name);
    return handlers[name](parseInput(name, input));
  }

  return async <Name extends CommandName>(
    name: Name,
    input: CommandInput<Name>,
  ): Promise<Answer<CommandResult<Name>>> => {
    try {
      return { ok: true, value: await run(name, input) };
    } catch (thrown) {
      if (!(thrown instanceof AppError)) options.onBug?.(thrown);
      return { ok: false, failure: toFailure(thrown) };
    }
  };
}

function parseInput<Name extends CommandName>(name: Name, input: unknown): ParsedInput<Name> {
  const parsed = commands[name].input.safeParse(input);
  // The table pairs each name with its own validator, which TypeScript can't follow here.
  if (parsed.success) return parsed.data as ParsedInput<Name>;
  throw new AppError('bad-input', describe(name, parsed.error));
}

/** Says which value is wrong and what it should be; never the value itself, which may be a name. */
function describe(name: CommandName, error: z.ZodError): string {
  const [issue] = error.issues;
  const place = issue.path.length > 0 ? issue.path.join('.') : 'the input';
  // The validator's own words would repeat the keys.
  const what = issue.code === 'unrecognized_keys' ? 'keys that it does not have' : issue.message;
  return `Expected a valid ${place} for ${name} but received another: ${what}.`;
}
