/** What the list of people shows. Pure. */
import type { PersonSummary } from '../../../app/contract/results.ts';
import type { Column } from '../../parts/table/table.ts';
import { formatCount, formatDate } from '../../words/format.ts';
import { words } from '../../words/words.ts';

export function peopleColumns(): readonly Column<PersonSummary>[] {
  const { columns, yes } = words().people;
  return [
    {
      key: 'name',
      title: columns.name,
      value: ({ displayName }) => displayName,
      sortKey: 'displayName',
      width: 244,
    },
    {
      key: 'externalId',
      title: columns.externalId,
      value: ({ externalId }) => externalId,
      sortKey: 'externalId',
      width: 124,
    },
    count('faces', columns.faces, 76, ({ references }) => references.face),
    count('prints', columns.prints, 112, ({ references }) => references.fingerprint),
    {
      key: 'enrolledAt',
      title: columns.enrolledAt,
      value: ({ enrolledAt }) => enrolledAt,
      text: ({ enrolledAt }) => formatDate(enrolledAt),
      sortKey: 'enrolledAt',
      width: 122,
    },
    {
      key: 'retainUntil',
      title: columns.retainUntil,
      value: ({ retainUntil }) => retainUntil,
      width: 196,
    },
    {
      key: 'synthetic',
      title: columns.synthetic,
      value: ({ synthetic }) => (synthetic ? yes : ''),
      width: 104,
    },
  ];
}

function count(
  key: string,
  title: string,
  width: number,
  of: (person: PersonSummary) => number | undefined,
): Column<PersonSummary> {
  const text = (person: PersonSummary) => formatCount(of(person) ?? 0);
  return { key, title, value: (person) => of(person) ?? 0, text, numeric: true, width };
}
