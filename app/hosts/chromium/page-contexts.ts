/** Who calls: the browser's own word for the script world that a call came from. */
import type { CDPSession } from 'playwright-core';

export interface PageContexts {
  /** The app's own world of the page, once there is one. */
  current(): number | undefined;
  /** Of whoever runs in that world; of none that is the app where it is a frame's, or not known. */
  addressOf(contextId: number): string;
}

/** What is not the page itself: a frame inside of it, a world of an extension, one that is gone. */
const STRANGER = 'about:srcdoc';

/** @param onNew the page was loaded afresh */
export async function watchContexts(session: CDPSession, onNew: () => void): Promise<PageContexts> {
  // The main frame has its page's id.
  const { targetInfo } = await session.send('Target.getTargetInfo');
  const origins = new Map<number, string>();
  let current: number | undefined;
  session.on('Runtime.executionContextCreated', ({ context }) => {
    // By the protocol, any data: what is not as expected makes a stranger.
    const { isDefault, frameId } = (context.auxData ?? {}) as Record<string, unknown>;
    if (isDefault !== true || frameId !== targetInfo.targetId) return;
    current = context.id;
    origins.set(context.id, context.origin);
    onNew();
  });
  session.on('Runtime.executionContextDestroyed', ({ executionContextId }) => {
    origins.delete(executionContextId);
  });
  session.on('Runtime.executionContextsCleared', () => origins.clear());
  await session.send('Runtime.enable');
  return {
    current: () => (current !== undefined && origins.has(current) ? current : undefined),
    addressOf: (contextId) => origins.get(contextId) ?? STRANGER,
  };
}
