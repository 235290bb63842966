/** Who is enrolled under the number that is being typed. */
import type { PersonDetails } from '../../../app/contract/results.ts';
import { client, toClientFailure } from '../../client.ts';

export function createLookUp() {
  let known = $state.raw<PersonDetails>();
  /** The number that `known` is about. */
  let answered = $state('');
  let problem = $state('');
  let wanted = '';

  return {
    get known() {
      return known;
    },
    get problem() {
      return problem;
    },
    /** Whether it is known who that is, or that it is nobody. */
    isAnswered(externalId: string): boolean {
      return answered === externalId;
    },

    async find(externalId: string): Promise<void> {
      wanted = externalId;
      if (answered === externalId) return;
      const found = await look(externalId);
      if (wanted !== externalId) return; // Typed on meanwhile.
      known = found.known;
      problem = found.problem;
      answered = externalId;
    },
  };
}

interface Found {
  readonly known?: PersonDetails;
  readonly problem: string;
}

async function look(externalId: string): Promise<Found> {
  if (externalId === '') return { problem: '' };
  try {
    return { known: await client.invoke('people.show', { externalId }), problem: '' };
  } catch (thrown) {
    const failure = toClientFailure(thrown);
    return { problem: failure.code === 'not-found' ? '' : failure.message };
  }
}
