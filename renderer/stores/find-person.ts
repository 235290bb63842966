/** People by number and by name. */
import type { PersonList, PersonSummary } from '../../app/contract/results.ts';
import { client } from '../client.ts';

/** Who has exactly this number; a search would find whoever has it as a part. */
export async function findPerson(externalId: string): Promise<PersonSummary | undefined> {
  const { people } = await client.invoke('people.list', { externalId, limit: 1 });
  return people[0];
}

/**
 * By part of a number or name; nothing finds everybody. Who has exactly this number comes first,
 * however many others there are: who types the whole number, as a badge reader does, means nobody
 * else.
 */
export async function searchPeople(
  search: string,
  asked: { readonly limit: number; readonly sort?: 'externalId' | 'displayName' },
): Promise<PersonList> {
  if (search === '') return client.invoke('people.list', asked);
  const [exact, { people, total }] = await Promise.all([
    findPerson(search),
    client.invoke('people.list', { search, ...asked }),
  ]);
  if (!exact) return { people, total };
  const others = people.filter(({ id }) => id !== exact.id);
  return { people: [exact, ...others].slice(0, asked.limit), total };
}
