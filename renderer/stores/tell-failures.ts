import { toClientFailure } from '../client.ts';
import { words } from '../words/words.ts';
import { toast } from './toasts.svelte.ts';

/** Does something, and says so where it fails. Answers whether it went well. */
export async function tellFailures(work: () => unknown): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (thrown) {
    const failure = toClientFailure(thrown);
    // Who cancelled knows.
    if (failure.code !== 'cancelled') {
      toast({ kind: 'failure', text: words().shell.failed, detail: failure.message });
    }
    return false;
  }
}
