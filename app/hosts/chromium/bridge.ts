/** `window.host` in the page: calls come in through a binding, events go out by evaluation. */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { BrowserContext, Frame, Page } from 'playwright-core';
import type { HostEvent } from '../../contract/events.ts';
import type { Answer } from '../../contract/host.ts';
import { toFailure } from '../../core/failure.ts';
import { pack, unpack } from '../../preload/wire.ts';
import type { App } from '../../services/compose.ts';
import { CHROMIUM_ORIGIN } from '../window/origin.ts';
import { createReceiver, type Receive } from '../window/receive.ts';
import { createCalls, readPiece, type Calls } from './calls.ts';

/** Longer ones are fetched: a binding carries a megabyte in most of a second. */
const MOST_INLINE_BYTES = 16 * 1024;

/** Long answers and events, each waiting to be fetched once. */
export type Answers = Map<string, Uint8Array>;

/** Path of an answer's address, before its id. */
export const ANSWER_PATH = '/.answer/';

/** @param preloadFile the built app/preload/chromium.ts */
export async function installBridge(
  context: BrowserContext,
  app: Pick<App, 'invoke'>,
  answers: Answers,
  preloadFile: string,
): Promise<void> {
  const receive = createReceiver(app, CHROMIUM_ORIGIN);
  const calls = createCalls();
  context.on('framenavigated', (frame) => {
    // A page that is loaded afresh counts its calls from the beginning.
    if (frame.parentFrame() === null) calls.forget();
  });
  await context.exposeBinding('__send', async ({ frame }, ...values: unknown[]) => {
    const answer = await takeCall(receive, calls, frame, values);
    if (answer === undefined) return undefined;
    return sendAnswer(packAnswer(answer), answers);
  });
  await context.addInitScript({ content: await readFile(preloadFile, 'utf8') });
}

async function takeCall(
  receive: Receive,
  calls: Calls,
  frame: Frame,
  values: readonly unknown[],
): Promise<Answer<unknown> | undefined> {
  try {
    const piece = readPiece(values);
    const block = piece && calls.take(piece);
    if (piece && !block) return undefined;
    const [name, input] = block ? (unpack(block) as readonly unknown[]) : [];
    // Only the page itself is the app, never a frame inside of it.
    const sender = frame.parentFrame() === null ? frame.url() : 'about:srcdoc';
    return await receive(sender, name, input);
  } catch {
    const message = 'Expected a call in its own form but received another.';
    return { ok: false, failure: { code: 'bad-input', message } };
  }
}

function packAnswer(answer: Answer<unknown>): Uint8Array {
  try {
    return pack(answer);
  } catch (thrown) {
    return pack({ ok: false, failure: toFailure(thrown) });
  }
}

function sendAnswer(block: Uint8Array, answers: Answers) {
  if (block.length <= MOST_INLINE_BYTES) return { inline: Buffer.from(block).toString('base64') };
  const id = randomUUID();
  answers.set(id, block);
  return { address: `${ANSWER_PATH}${id}` };
}

/** In the order in which they come. A page that is gone hears nothing. */
export function createEmitter(
  currentPage: () => Page,
  answers: Answers,
): (event: HostEvent) => void {
  let last: Promise<unknown> = Promise.resolve();
  return (event) => {
    last = last
      .then(() => currentPage().evaluate(tellPage, sendAnswer(pack(event), answers)))
      .catch(() => undefined);
  };
}

/** Runs in the page, where the preload has put `__emit`. */
function tellPage(packed: unknown): Promise<void> | undefined {
  return (globalThis as { __emit?: (packed: unknown) => Promise<void> }).__emit?.(packed);
}
