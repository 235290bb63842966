import { AppError } from '../core/failure.ts';
import type { Distance, ModelId, Rate, Sha256 } from '../core/vocabulary.ts';

/** Predicates that give a checked value its brand: at the edge of the store, and nowhere else. */
export function isText(value: unknown): value is string {
  return typeof value === 'string';
}

export function isFiniteNumber(value: unknown): value is number {
  return Number.isFinite(value);
}

export function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

export function isDistance(value: unknown): value is Distance {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

export function isRate(value: unknown): value is Rate {
  return typeof value === 'number' && value >= 0 && value <= 1;
}

export function isSha256(value: unknown): value is Sha256 {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
}

export function isUtcTime(value: unknown): value is string {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(value);
}

/** An ISO 8601 date that the calendar has. */
export function isDate(value: unknown): value is string {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(value)) return false;
  const midnight = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(value);
}

export function isModelId(value: unknown): value is ModelId {
  return typeof value === 'string' && value !== '';
}

/** SQLite would store NaN as NULL, which means something else. */
export function checkOptional(
  value: unknown,
  is: (value: unknown) => boolean,
  field: string,
  expected: string,
): void {
  if (value === undefined || is(value)) return;
  throw new AppError(
    'bad-input',
    `Expected ${expected} for ${field} but received ${JSON.stringify(value)}; correct the caller.`,
  );
}

export function checkRequired(
  value: unknown,
  is: (value: unknown) => boolean,
  field: string,
  expected: string,
): void {
  checkOptional(value ?? null, is, field, expected);
}

export function checkLimit(limit: number): void {
  checkRequired(limit, (value) => isCount(value) && value > 0, 'limit', 'a whole number above 0');
}

export function notFound(what: string): AppError {
  return new AppError(
    'not-found',
    `Expected a known ${what} but received one that is not in the store; reload the list.`,
  );
}
