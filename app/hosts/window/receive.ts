/** The one way in from a window: whoever calls is checked first, and every answer is a value. */
import type { CommandInput, CommandName } from '../../contract/commands.ts';
import type { Answer, Host } from '../../contract/host.ts';
import { toFailure } from '../../core/failure.ts';
import { isFromApp, type AppOrigin } from './origin.ts';

/**
 * @param sender address of the frame that calls
 * @param name and input are whatever the frame sent; the dispatch checks them
 */
export type Receive = (sender: string, name: unknown, input: unknown) => Promise<Answer<unknown>>;

export function createReceiver(host: Pick<Host, 'invoke'>, origin: AppOrigin): Receive {
  return async (sender, name, input) => {
    if (!isFromApp(sender, origin)) {
      const message = 'Expected a call of the app itself but received one from elsewhere.';
      return { ok: false, failure: { code: 'bad-input', message } };
    }
    try {
      // Not checked here: the dispatch compares the name with its table, and parses the input.
      return await host.invoke(name as CommandName, input as CommandInput<CommandName>);
    } catch (thrown) {
      return { ok: false, failure: toFailure(thrown) };
    }
  };
}
