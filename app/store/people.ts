import { AppError } from '../core/failure.ts';
import type { Person } from '../core/template.ts';
import type { PersonId } from '../core/vocabulary.ts';
import { checkLimit, checkRequired, isCount, notFound } from './checks.ts';
import type { WritableDatabase } from './database.ts';
import type { Effects } from './effects.ts';
import { erasePerson } from './erase-person.ts';
import {
  checkDisplayName,
  checkExternalId,
  checkNotes,
  foldForSearch,
  searchKeyOf,
} from './person-fields.ts';

export interface NewPerson {
  readonly externalId: string;
  readonly displayName: string;
  readonly notes?: string;
}

export interface PeopleQuery {
  /** Part of the external id or the display name; case and accents do not count. */
  readonly search?: string;
  readonly limit: number;
  readonly offset: number;
}

export interface People {
  create(person: NewPerson): Person;
  get(id: PersonId): Person;
  findByExternalId(externalId: string): Person | undefined;
  /** In order of external ids. */
  list(query: PeopleQuery): Person[];
  count(search?: string): number;
  rename(id: PersonId, displayName: string): Person;
  setNotes(id: PersonId, notes: string): Person;
  setExternalId(id: PersonId, externalId: string): Person;
  /** Erases the person; see erase-person.ts. */
  remove(id: PersonId): void;
}

const COLUMNS = `id, external_id AS externalId, display_name AS displayName, notes,
  enrolled_at AS enrolledAt`;
const MATCHES_SEARCH = `instr(search_key, ?) > 0`;

export function createPeople(database: WritableDatabase, effects: Effects): People {
  const byExternalId = (externalId: string): Person | undefined =>
    database.get<Person>(
      `SELECT ${COLUMNS} FROM people WHERE external_id = ?`,
      externalId.normalize('NFC'),
    );

  const get = (id: PersonId): Person => {
    const person = database.get<Person>(`SELECT ${COLUMNS} FROM people WHERE id = ?`, id);
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

  const change = (id: PersonId, fields: Partial<NewPerson>): Person =>
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
          `INSERT INTO people (id, external_id, display_name, notes, search_key, enrolled_at)
           VALUES (?, ?, ?, ?, ?, ?)`,
          id,
          externalId,
          displayName,
          notes,
          searchKeyOf(externalId, displayName),
          effects.now(),
        );
        return get(id);
      });
    },
    get,
    findByExternalId: byExternalId,
    list({ search = '', limit, offset }) {
      checkLimit(limit);
      checkRequired(offset, isCount, 'offset', 'a whole number from 0');
      return database.all<Person>(
        `SELECT ${COLUMNS} FROM people WHERE ${MATCHES_SEARCH}
         ORDER BY external_id LIMIT ? OFFSET ?`,
        foldForSearch(search),
        limit,
        offset,
      );
    },
    count(search = '') {
      const row = database.get<{ people: number }>(
        `SELECT count(*) AS people FROM people WHERE ${MATCHES_SEARCH}`,
        foldForSearch(search),
      );
      return row?.people ?? 0;
    },
    rename: (id, displayName) => change(id, { displayName: checkDisplayName(displayName) }),
    setNotes: (id, notes) => change(id, { notes: checkNotes(notes) }),
    setExternalId: (id, externalId) => change(id, { externalId: checkExternalId(externalId) }),
    remove: (id) => erasePerson(database, get, id),
  };
}
