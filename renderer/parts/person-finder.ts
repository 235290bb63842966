/** Who is meant by what is typed. Of several questions at once only the last one's answer counts. */
import type { PersonSummary } from '../../app/contract/results.ts';

export interface PeopleFound {
  /** What was searched for; nothing finds everybody. */
  readonly wanted: string;
  /** The first of them. */
  readonly people: readonly PersonSummary[];
  readonly total: number;
}

export interface PersonFinder {
  find(wanted: string): Promise<void>;
  /**
   * Who has exactly this number, else who is highlighted. A badge reader types the whole number and
   * Enter before the list has come: nobody is picked from the list of something else.
   */
  meant(wanted: string, highlighted: number): Promise<PersonSummary | undefined>;
}

export function createPersonFinder(
  list: (wanted: string) => Promise<Omit<PeopleFound, 'wanted'>>,
  answered: (found: PeopleFound) => void,
): PersonFinder {
  let asked: string | undefined;
  let found: PeopleFound | undefined;

  async function find(wanted: string): Promise<void> {
    asked = wanted;
    const { people, total } = await list(wanted);
    if (wanted !== asked) return; // Typed on meanwhile.
    found = { wanted, people, total };
    answered(found);
  }

  return {
    find,
    async meant(wanted, highlighted) {
      const known = found?.wanted === wanted;
      if (!known) await find(wanted);
      if (found?.wanted !== wanted) return undefined;
      const exact = found.people.find(({ externalId }) => externalId === wanted);
      return exact ?? found.people[known ? highlighted : 0];
    },
  };
}
