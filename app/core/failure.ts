/**
 * Failures: what went wrong that is no outcome of a comparison. A closed list of codes that
 * crosses every boundary as a value. Messages read "Expected X for Y but received Z" and say what
 * to do; they carry no names, template bytes or absolute paths.
 */
export const FAILURE_CODES = [
  'bad-input',
  'not-found',
  'not-allowed',
  'conflict',
  'model-missing',
  'model-invalid',
  'provider-refused',
  'engine-crashed',
  'engine-timeout',
  'store-unusable',
  'cancelled',
  'internal',
] as const;

export type FailureCode = (typeof FAILURE_CODES)[number];

/** A failure as a value, for messages between processes. */
export interface Failure {
  readonly code: FailureCode;
  readonly message: string;
}

export class AppError extends Error {
  readonly code: FailureCode;

  constructor(code: FailureCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'AppError';
    this.code = code;
  }
}

/** Turns anything thrown into a value; what is not an {@link AppError} is a bug. */
export function toFailure(thrown: unknown): Failure {
  if (thrown instanceof AppError) return { code: thrown.code, message: thrown.message };
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: 'internal', message };
}

export function fromFailure(failure: Failure): AppError {
  return new AppError(failure.code, failure.message);
}

/** Makes a forgotten case a compile error, and a loud one at run time. */
export function assertNever(value: never): never {
  throw new Error(`Expected every case to be handled but received ${JSON.stringify(value)}.`);
}

/** A promise that the code makes to itself; breaking it is a bug, not a failure. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`Broken promise: ${message}`);
}
