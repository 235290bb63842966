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
      // At once without look-alikes: searching them waits for the engine.
      const shown = await client.invoke('people.show', { externalId });
      details = { ...shown, lookAlikes: details?.lookAlikes ?? [] };
      void findLookAlikes();
    } catch (thrown) {
      const failure = toClientFailure(thrown);
      if (receipt) return;
      if (failure.code !== 'not-found') throw failure;
      missing = true;
      details = undefined;
    }
  }

  async function findLookAlikes(): Promise<void> {
    const asked = { externalId, lookAlikes: true };
    // Whoever verifies is told where the engine does not work; here only a hint is missing.
    const found = await client.invoke('people.show', asked).catch(() => undefined);
    if (found && details) details = found;
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
