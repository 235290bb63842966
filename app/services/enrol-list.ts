/** The list of people to enrol: a row an image. */
import { AppError } from '../core/failure.ts';
import { FINGER_NAMES, parseFinger } from '../core/finger.ts';
import type { FingerPosition } from '../core/vocabulary.ts';
import { readCsvRows } from './csv-rows.ts';

export interface ListedPerson {
  readonly externalId: string;
  readonly displayName?: string;
  readonly images: { readonly path: string; readonly finger?: FingerPosition }[];
}

/**
 * Rows of one person are gathered, wherever they stand; people keep the order of the list.
 *
 * @param what names the list in the failure
 */
export function readEnrolList(text: string, what: string): ListedPerson[] {
  const rows = readCsvRows(text, what);
  const people = new Map<string, ListedPerson>();
  rows.forEach(({ person, path, name, finger }, i) => {
    if (!person || !path) {
      throw new AppError(
        'bad-input',
        `Expected the columns person and path in ${what} but received none or an empty one in row ${i + 1}.`,
      );
    }
    const image = { path, ...(finger ? { finger: fingerOfRow(finger, i, what) } : {}) };
    const known = people.get(person);
    if (known) known.images.push(image);
    else
      people.set(person, { externalId: person, displayName: name || undefined, images: [image] });
  });
  if (people.size > 0) return [...people.values()];
  throw new AppError('bad-input', `Expected at least one person in ${what} but received none.`);
}

function fingerOfRow(text: string, row: number, what: string): FingerPosition {
  const finger = parseFinger(text);
  if (finger !== undefined) return finger;
  throw new AppError(
    'bad-input',
    `Expected a code from 0 to 10 or one of ${FINGER_NAMES.join(', ')} for the finger in ${what} ` +
      `but received another in row ${row + 1}.`,
  );
}
