/** Settings as lines of `key  value`, and one of them changed. */
import type { CommandInput } from '../../contract/commands.ts';
import { USES, type Settings } from '../../contract/settings.ts';
import { AppError } from '../../core/failure.ts';
import { parseRate } from './options.ts';

/** What a line without a value says, and what takes one away. */
export const NONE = 'none';

/** Settings that may be absent: there is no band then. */
const OPTIONAL = USES.map((use) => `policies.${use}.undecidedRate`);

type Leaf = string | number | boolean;

/** Every setting by its key, in the order of the contract. */
export function linesOf(settings: Settings): readonly (readonly [key: string, value: string])[] {
  const leaves = new Map([...flatten(settings)].map(([key, value]) => [key, String(value)]));
  return [...leaves.keys(), ...OPTIONAL.filter((key) => !leaves.has(key))].map((key) => [
    key,
    leaves.get(key) ?? NONE,
  ]);
}

/**
 * The settings with one value changed; whether it may be that is for the contract to say.
 * @throws AppError `bad-input` for a key that there is none of, or a value of another kind
 */
export function withValue(
  settings: Settings,
  key: string,
  text: string,
): CommandInput<'settings.save'>['settings'] {
  const before = new Map(flatten(settings)).get(key);
  if (before === undefined && !OPTIONAL.includes(key)) throw unknownKey();
  const value = OPTIONAL.includes(key) && text === NONE ? undefined : read(key, text, before);
  return replace(settings, key.split('.'), value);
}

function* flatten(value: object, path: readonly string[] = []): Generator<[string, Leaf]> {
  for (const [key, inner] of Object.entries(value) as [string, Leaf | object | undefined][]) {
    if (typeof inner === 'object') yield* flatten(inner, [...path, key]);
    else if (inner !== undefined) yield [[...path, key].join('.'), inner];
  }
}

function read(key: string, text: string, before: Leaf | undefined): Leaf {
  if (key.endsWith('Rate')) return readRate(key, text);
  if (typeof before === 'boolean') {
    if (text === 'true' || text === 'false') return text === 'true';
    throw wrongValue(key, 'true or false');
  }
  if (typeof before === 'number') {
    if (text.trim() !== '' && Number.isFinite(Number(text))) return Number(text);
    throw wrongValue(key, 'a number');
  }
  return text;
}

function readRate(key: string, text: string): number {
  try {
    return parseRate(text);
  } catch {
    throw wrongValue(key, 'a rate above 0 and up to 0.1, such as 0.001 or 1:1000,');
  }
}

function replace<Value extends object>(
  value: Value,
  [key, ...rest]: readonly string[],
  leaf: Leaf | undefined,
): Value {
  if (rest.length === 0) return { ...value, [key]: leaf };
  // The key is one of those that flatten has found, or of OPTIONAL, whose holders are there.
  const inner = value[key as keyof Value] as object;
  return { ...value, [key]: replace(inner, rest, leaf) };
}

function unknownKey(): AppError {
  return new AppError(
    'bad-input',
    'Expected the key of a setting but received another; "twinmark settings show" lists them.',
  );
}

function wrongValue(key: string, expected: string): AppError {
  return new AppError('bad-input', `Expected ${expected} for ${key} but received another.`);
}
