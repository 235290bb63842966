/** The list of all people: asked a page at a time, quick at 100,000. */
import type { Person } from '../core/template.ts';
import type { Modality, PersonId } from '../core/vocabulary.ts';
import { checkLimit, checkRequired, isCount, isDate } from './checks.ts';
import type { ReadableDatabase, SqlValue } from './database.ts';
import { foldForSearch } from './person-fields.ts';

export type PeopleOrder = 'externalId' | 'displayName' | 'enrolledAt';

export interface PeopleFilter {
  /** Part of the external id or the display name; case and accents do not count. */
  readonly search?: string;
  /** Only who has exactly this external id. */
  readonly externalId?: string;
  /** ISO 8601 date: only those whose newest consent ends on that day or before. */
  readonly dueOn?: string;
}

export interface PeopleQuery extends PeopleFilter {
  /** External ids by their codes, names by their folded letters; equal ones by external id. */
  readonly sort?: PeopleOrder;
  readonly descending?: boolean;
  readonly limit: number;
  readonly offset: number;
}

/** A person with what a list tells besides. */
export interface ListedPerson extends Person {
  /** ISO 8601 date of the newest consent. */
  readonly retainUntil?: string;
  readonly synthetic: boolean;
  /** Of any model; a modality that is absent has none. */
  readonly references: Readonly<Partial<Record<Modality, number>>>;
}

type PersonRow = Person & { readonly retainUntil: string | null; readonly synthetic: 0 | 1 };

export const PERSON_COLUMNS = `id, external_id AS externalId, display_name AS displayName, notes,
  enrolled_at AS enrolledAt`;

const ORDERS: Readonly<Record<PeopleOrder, readonly string[]>> = {
  externalId: ['external_id'],
  displayName: ['name_key', 'external_id'],
  enrolledAt: ['enrolled_at', 'external_id'],
};

/** Answered by an index alone, for as many people as a page has. */
export const REFERENCES_SQL = `SELECT person_id AS personId, modality, count(*) AS templates
  FROM templates WHERE person_id IN (SELECT value FROM json_each(?)) GROUP BY person_id, modality`;

/** @throws AppError `bad-input` */
export function listPeople(database: ReadableDatabase, query: PeopleQuery): ListedPerson[] {
  checkLimit(query.limit);
  checkRequired(query.offset, isCount, 'offset', 'a whole number from 0');
  const { values } = conditionsOf(query);
  const rows = database.all<PersonRow>(listSql(query), ...values, query.limit, query.offset);
  const references = countReferences(
    database,
    rows.map(({ id }) => id),
  );
  return rows.map(({ retainUntil, synthetic, ...person }) => ({
    ...person,
    ...(retainUntil !== null && { retainUntil }),
    synthetic: synthetic === 1,
    references: references.get(person.id) ?? {},
  }));
}

export function countPeople(database: ReadableDatabase, filter: PeopleFilter): number {
  const { values } = conditionsOf(filter);
  return database.get<{ people: number }>(countSql(filter), ...values)?.people ?? 0;
}

export function listSql(query: Omit<PeopleQuery, 'limit' | 'offset'>): string {
  const { sort = 'externalId', descending = false, search = '' } = query;
  const order = ORDERS[sort].map((column) => `${column} ${descending ? 'DESC' : 'ASC'}`);
  // SQLite would take the smaller index of external ids, and fetch every row to search it.
  const index = sort === 'externalId' && search !== '' ? 'INDEXED BY people_by_external_id' : '';
  return `SELECT ${PERSON_COLUMNS}, retain_until AS retainUntil, synthetic FROM people ${index}
    ${conditionsOf(query).where} ORDER BY ${order.join(', ')} LIMIT ? OFFSET ?`;
}

export function countSql(filter: PeopleFilter): string {
  return `SELECT count(*) AS people FROM people ${conditionsOf(filter).where}`;
}

/** Only the conditions that are asked for, so that SQLite can choose the index for them. */
function conditionsOf({ search = '', externalId, dueOn }: PeopleFilter): {
  where: string;
  values: SqlValue[];
} {
  if (dueOn !== undefined) checkRequired(dueOn, isDate, 'the day', 'an ISO 8601 date');
  const folded = foldForSearch(search);
  const asked: readonly (readonly [condition: string, value: SqlValue | undefined])[] = [
    ['external_id = ?', externalId],
    ['retain_until <= ?', dueOn],
    ['instr(search_key, ?) > 0', folded === '' ? undefined : folded],
  ];
  const conditions = asked.filter(([, value]) => value !== undefined);
  return {
    where: conditions.length === 0 ? '' : `WHERE ${conditions.map(([text]) => text).join(' AND ')}`,
    values: conditions.map(([, value]) => value ?? null),
  };
}

function countReferences(
  database: ReadableDatabase,
  ids: readonly PersonId[],
): Map<PersonId, Partial<Record<Modality, number>>> {
  interface CountRow {
    readonly personId: PersonId;
    readonly modality: Modality;
    readonly templates: number;
  }
  const counts = new Map<PersonId, Partial<Record<Modality, number>>>();
  for (const row of database.all<CountRow>(REFERENCES_SQL, JSON.stringify(ids))) {
    counts.set(row.personId, { ...counts.get(row.personId), [row.modality]: row.templates });
  }
  return counts;
}
