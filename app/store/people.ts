import { AppError } from '../core/failure.ts';
import type { Person } from '../core/template.ts';
import type { PersonId } from '../core/vocabulary.ts';
import { notFound } from './checks.ts';
import type { WritableDatabase } from './database.ts';
import type { Effects } from './effects.ts';
import { type Erased, erasePerson } from './erase-person.ts';
import {
  type ListedPerson,
  PERSON_COLUMNS,
  type PeopleFilter,
  type PeopleQuery,
  countPeople,
  listPeople,
} from './people-list.ts';
import { checkDisplayName, checkExternalId, checkNotes, searchKeyOf } from './person-fields.ts';

export interface NewPerson {
  readonly externalId: string;
  readonly displayName: string;
  readonly notes?: string;
  /** Belongs to nobody: made to try the program with. */
  readonly synthetic?: boolean;
}

export interface People {
  create(person: NewPerson): Person;
  get(id: PersonId): Person;
  findByExternalId(externalId: string): Person | undefined;
  /** The one whose id comes next; the first where none does. */
  nextAfter(id: string): Person | undefined;
  list(query: PeopleQuery): ListedPerson[];
  count(filter?: PeopleFilter): number;
  isSynthetic(id: PersonId): boolean;
  /** In order of external ids. */
  listSynthetic(): Person[];
  rename(id: PersonId, displayName: string): Person;
  setNotes(id: PersonId, notes: string): Person;
  setExternalId(id: PersonId, externalId: string): Person;
  /** Erases the person; see erase-person.ts. */
  remove(id: PersonId): Erased;
}

export const SYNTHETIC_SQL = `SELECT ${PERSON_COLUMNS} FROM people WHERE synthetic = 1
  ORDER BY external_id`;

export function createPeople(database: WritableDatabase, effects: Effects): People {
  const byExternalId = (externalId: string): Person | undefined =>
    database.get<Person>(
      `SELECT ${PERSON_COLUMNS} FROM people WHERE external_id = ?`,
      externalId.normalize('NFC'),
    );

  const get = (id: PersonId): Person => {
    const person = database.get<Person>(`SELECT ${PERSON_COLUMNS} FROM people WHERE id = ?`, id);
    if (person === undefined) throw notFound('person');
    return person;
  };

  const refuseTaken = (externalId: string, owner?: PersonId): void => {
    const holder = byExternalId(externalId);
    if (holder === undefined || holder.id === owner) return;
    throw new AppError(
      'conflict',
      'Expected an external id that nobody has but received one that is taken; choose another.',
    );
  };

  const change = (id: PersonId, fields: Partial<Person>): Person =>
    database.transaction(() => {
      const person = { ...get(id), ...fields };
      refuseTaken(person.externalId, id);
      database.run(
        `UPDATE people SET external_id = ?, display_name = ?, notes = ?, search_key = ?
         WHERE id = ?`,
        person.externalId,
        person.displayName,
        person.notes,
        searchKeyOf(person.externalId, person.displayName),
        id,
      );
      return person;
    });

  return {
    create(input) {
      const externalId = checkExternalId(input.externalId);
      const displayName = checkDisplayName(input.displayName);
      const notes = checkNotes(input.notes ?? '');
      return database.transaction(() => {
        refuseTaken(externalId);
        // A fresh id of a person is what this line makes it.
        const id = effects.newId() as PersonId;
        database.run(
          `INSERT INTO people
             (id, external_id, display_name, notes, search_key, enrolled_at, synthetic)
           VALUES (?, ?, ?, ?, ?, ?, ?)`,
          id,
          externalId,
          displayName,
          notes,
          searchKeyOf(externalId, displayName),
          effects.now(),
          input.synthetic === true ? 1 : 0,
        );
        return get(id);
      });
    },
    get,
    findByExternalId: byExternalId,
    nextAfter: (id) =>
      database.get<Person>(
        `SELECT ${PERSON_COLUMNS} FROM people WHERE id > ? ORDER BY id LIMIT 1`,
        id,
      ) ?? database.get<Person>(`SELECT ${PERSON_COLUMNS} FROM people ORDER BY id LIMIT 1`),
    list: (query) => listPeople(database, query),
    count: (filter = {}) => countPeople(database, filter),
    isSynthetic: (id) =>
      database.get('SELECT 1 FROM people WHERE id = ? AND synthetic = 1', id) !== undefined,
    listSynthetic: () => database.all<Person>(SYNTHETIC_SQL),
    rename: (id, displayName) => change(id, { displayName: checkDisplayName(displayName) }),
    setNotes: (id, notes) => change(id, { notes: checkNotes(notes) }),
    setExternalId: (id, externalId) => change(id, { externalId: checkExternalId(externalId) }),
    remove: (id) => erasePerson(database, get, id),
  };
}
