import { AppError } from '../../../core/failure.ts';

/** Examples under a command's help. */
export function usage(examples: readonly (readonly [command: string, meaning: string])[]): string {
  const lines = examples.map(([command, meaning]) => `  twinmark ${command}\n      ${meaning}`);
  return `\nExamples:\n${lines.join('\n')}\n`;
}

/** @throws AppError `bad-input` */
export function required<Value>(value: Value | undefined, what: string): Value {
  if (value !== undefined) return value;
  throw new AppError('bad-input', `Expected ${what} but received none; see --help.`);
}
