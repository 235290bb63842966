/** Whether there is still somebody under a number. */
import { client, toClientFailure } from '../../client.ts';

export async function isEnrolled(externalId: string): Promise<boolean> {
  try {
    await client.invoke('people.show', { externalId });
    return true;
  } catch (thrown) {
    const failure = toClientFailure(thrown);
    if (failure.code === 'not-found') return false;
    throw failure;
  }
}
