/**
 * `window.host` in the page, by the browser's own protocol: calls come in as pieces of text through
 * a binding, answers and events go out by a function that the preload has put into the page.
 *
 * Not Playwright's exposeBinding: it takes a second for a megabyte, and a page that calls what it
 * leaves there with text of another form ends the host by an unhandled rejection.
 */
import { randomUUID } from 'node:crypto';
import type { CDPSession, Page } from 'playwright-core';
import type { HostEvent } from '../../contract/events.ts';
import { toFailure } from '../../core/failure.ts';
import { pack, unpack } from '../../preload/wire.ts';
import type { App } from '../../services/compose.ts';
import { CHROMIUM_ORIGIN } from '../window/origin.ts';
import { createReceiver } from '../window/receive.ts';
import { createCalls, readPiece, type Piece } from './calls.ts';
import { watchContexts } from './page-contexts.ts';

/** Longer ones are fetched, which the browser does beside the page. */
const MOST_INLINE_BYTES = 16 * 1024;

/** Long answers and events, each waiting to be fetched once. */
export type Answers = Map<string, Uint8Array>;

/** Path of an answer's address, before its id. */
export const ANSWER_PATH = '/.answer/';

/** Names that app/preload/chromium.ts knows, too. */
const SEND = '__send';
const HEAR = 'function (call, packed) { return globalThis.__hear?.(call, packed); }';

export interface Bridge {
  /** In the order in which they come. A page that is gone hears nothing. */
  emit(event: HostEvent): void;
}

/** Before the page is led to the app. */
export async function bridgePage(
  page: Page,
  app: Pick<App, 'invoke'>,
  answers: Answers,
): Promise<Bridge> {
  const session = await page.context().newCDPSession(page);
  const receive = createReceiver(app, CHROMIUM_ORIGIN);
  const calls = createCalls();
  // A page that is loaded afresh counts its calls from the beginning.
  const contexts = await watchContexts(session, () => calls.forget());

  async function answer(contextId: number, piece: Piece): Promise<void> {
    const block = takePiece(piece);
    if (block === undefined) return;
    const reply = block instanceof Uint8Array ? await call(contextId, block) : block;
    await hear(session, contextId, piece.call, hand(packAnswer(reply), answers));
  }

  function takePiece(piece: Piece): unknown {
    try {
      return calls.take(piece);
    } catch (thrown) {
      return { ok: false, failure: toFailure(thrown) };
    }
  }

  async function call(contextId: number, block: Uint8Array): Promise<unknown> {
    try {
      const [name, input] = unpack(block) as readonly unknown[];
      return await receive(contexts.addressOf(contextId), name, input);
    } catch {
      const message = 'Expected a call in its own form but received another.';
      return { ok: false, failure: { code: 'bad-input', message } };
    }
  }

  session.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
    const piece = name === SEND ? readPiece(payload) : undefined;
    // Who sends what is no piece gets no answer: the preload never does.
    if (piece) answer(executionContextId, piece).catch(() => undefined);
  });
  await session.send('Runtime.addBinding', { name: SEND });
  return { emit: createEmitter(session, contexts.current, answers) };
}

function createEmitter(
  session: CDPSession,
  currentContext: () => number | undefined,
  answers: Answers,
): (event: HostEvent) => void {
  let last: Promise<unknown> = Promise.resolve();
  return (event) => {
    last = last
      .then(() => {
        const context = currentContext();
        return context && hear(session, context, null, hand(pack(event), answers));
      })
      .catch(() => undefined);
  };
}

function packAnswer(answer: unknown): Uint8Array {
  try {
    return pack(answer);
  } catch (thrown) {
    return pack({ ok: false, failure: toFailure(thrown) });
  }
}

/** What the page is handed: base64, or where to fetch it. */
function hand(block: Uint8Array, answers: Answers): Record<string, string> {
  if (block.length <= MOST_INLINE_BYTES) return { inline: Buffer.from(block).toString('base64') };
  const id = randomUUID();
  answers.set(id, block);
  return { address: `${ANSWER_PATH}${id}` };
}

/** @param call null for an event @returns once the page has heard it */
function hear(
  session: CDPSession,
  executionContextId: number,
  call: number | null,
  packed: Record<string, string>,
): Promise<unknown> {
  return session.send('Runtime.callFunctionOn', {
    functionDeclaration: HEAR,
    executionContextId,
    arguments: [{ value: call }, { value: packed }],
    awaitPromise: true,
    returnByValue: true,
    silent: true,
  });
}
