/** One person: read anew whenever people or attempts change; what remains once erased. */
import type { PersonDetails, RemovalReceipt } from '../../../app/contract/results.ts';
import { client, toClientFailure } from '../../client.ts';
import { tellFailures } from '../../stores/tell-failures.ts';

export function createPersonPage(externalId: string) {
  let details = $state.raw<PersonDetails>();
  let missing = $state(false);
  let receipt = $state.raw<RemovalReceipt>();

  async function load(): Promise<void> {
    // Once erased, only the receipt is left to be shown.
    if (receipt) return;
    try {
      details = await client.invoke('people.show', { externalId });
    } catch (thrown) {
      const failure = toClientFailure(thrown);
      if (receipt) return;
      if (failure.code !== 'not-found') throw failure;
      missing = true;
      details = undefined;
    }
  }

  return {
    get details() {
      return details;
    },
    get missing() {
      return missing;
    },
    get receipt() {
      return receipt;
    },
    reload: () => void tellFailures(load),

    /** Answers whether it went well. */
    erase: () =>
      tellFailures(async () => {
        const erased = details;
        receipt = await client.invoke('people.remove', { externalId });
        if (erased) details = undefined;
      }),
  };
}

export type PersonPageState = ReturnType<typeof createPersonPage>;
