/** What captures are sliced by: fields of the pattern or columns of the manifest. */
import type { Attribute } from '../../core/evaluation/slices.ts';
import { AppError } from '../../core/failure.ts';
import type { MeasuredSet } from './measured.ts';
import type { Plan } from './plan.ts';

/** Every two values are a slice: more would be told by themselves than anybody reads. */
const MOST_VALUES = 24;

/** @throws AppError `bad-input` for a field that is not there, or has too many values */
export function checkSlices({ captures, fields, protocol }: Plan, names: readonly string[]): void {
  for (const name of names) {
    if (protocol === 'pairs' || !fields.includes(name)) {
      const there = fields.length === 0 ? 'there are none' : `there are ${fields.join(', ')}`;
      throw new AppError(
        'bad-input',
        `Expected a field of the pattern or a column of the manifest for a slice but received ` +
          `"${name}"; ${there}.`,
      );
    }
    const values = new Set(captures.map((capture) => capture.fields[name] ?? ''));
    if (values.size <= MOST_VALUES) continue;
    throw new AppError(
      'bad-input',
      `Expected at most ${MOST_VALUES} values for the slice "${name}" but received ${values.size}.`,
    );
  }
}

/** Of the captures that were acquired; an empty value is one like any other. */
export function attributesOf(
  { captures }: Plan,
  measured: MeasuredSet,
  names: readonly string[],
): readonly Attribute[] {
  return names.map((name) => {
    const valueOf = (row: number) => captures[measured.captures[row]].fields[name] ?? '';
    const values = [...new Set(Array.from(measured.captures, (_, row) => valueOf(row)))].sort();
    const numbers = new Map(values.map((value, i) => [value, i]));
    return {
      name,
      values: values.map((value) => (value === '' ? '(none)' : value)),
      valueOf: Uint32Array.from(measured.captures, (_, row) => numbers.get(valueOf(row)) ?? 0),
    };
  });
}
