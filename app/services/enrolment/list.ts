/** The list of people to enrol: a row an image. */
import { displayName, externalId } from '../../contract/values.ts';
import { AppError } from '../../core/failure.ts';
import { FINGER_NAMES, parseFinger } from '../../core/finger.ts';
import type { FingerPosition } from '../../core/vocabulary.ts';
import { readCsvRows } from '../csv-rows.ts';

export interface ListedPerson {
  readonly externalId: string;
  readonly displayName?: string;
  readonly images: { readonly path: string; readonly finger?: FingerPosition }[];
}

type Row = Readonly<Partial<Record<'person' | 'path' | 'name' | 'finger', string>>>;

/** What a row has to be; `expected` and `received` are parts of the sentence that refuses it. */
interface Rule {
  readonly expected: string;
  readonly received: string;
  readonly isKept: (row: Row) => boolean;
}

const RULES: readonly Rule[] = [
  {
    expected: 'the columns person and path',
    received: 'none or an empty one',
    isKept: ({ person, path }) => Boolean(person && path),
  },
  {
    expected: 'a person and a name of at most 200 readable characters',
    received: 'another',
    isKept: ({ person = '', name = '' }) =>
      person === '' ||
      (externalId.safeParse(person).success && displayName.safeParse(name).success),
  },
  {
    expected: `a code from 0 to 10 or one of ${FINGER_NAMES.join(', ')} for the finger`,
    received: 'another',
    isKept: ({ finger }) => !finger || parseFinger(finger) !== undefined,
  },
];

/** So many wrong rows are named. */
const MOST_NAMED = 10;

/**
 * Rows of one person are gathered, wherever they stand; people keep the order of the list.
 *
 * @param what names the list in the failure
 * @throws AppError `bad-input` that names every rule that is broken, and the rows
 */
export function readEnrolList(text: string, what: string): ListedPerson[] {
  const rows: readonly Row[] = readCsvRows(text, what);
  const wrong = RULES.flatMap((rule) => refusalBy(rule, rows, what));
  if (wrong.length > 0) throw new AppError('bad-input', wrong.join(' '));
  const people = new Map<string, ListedPerson>();
  for (const { person = '', path = '', name, finger } of rows) {
    // As the store has it: two ways to write an accent are one person.
    const id = externalId.parse(person);
    const code = finger ? parseFinger(finger) : undefined;
    const image = { path, ...(code !== undefined && { finger: code }) };
    const known = people.get(id);
    if (known) known.images.push(image);
    else people.set(id, { externalId: id, displayName: name || undefined, images: [image] });
  }
  if (people.size > 0) return [...people.values()];
  throw new AppError('bad-input', `Expected at least one person in ${what} but received none.`);
}

/** All rows at once: whoever corrects a list wants to do it once. */
function refusalBy(
  { expected, received, isKept }: Rule,
  rows: readonly Row[],
  what: string,
): readonly string[] {
  const numbers = rows.flatMap((row, i) => (isKept(row) ? [] : [i + 1]));
  if (numbers.length === 0) return [];
  const named = numbers.slice(0, MOST_NAMED).join(', ');
  const more = numbers.length > MOST_NAMED ? ` and ${numbers.length - MOST_NAMED} more` : '';
  const place = numbers.length === 1 ? `row ${named}` : `rows ${named}${more}`;
  return [
    `Expected ${expected} in ${what} but received ${received} in ${place} below the heading.`,
  ];
}
