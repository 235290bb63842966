/** A page as the bridge sees one: a session of the browser's protocol, played by hand. */
import { EventEmitter } from 'node:events';
import type { Page } from 'playwright-core';
import { unpack, pack } from '../../../app/preload/wire.ts';
import type { Answers } from '../../../app/hosts/chromium/bridge.ts';

export interface Heard {
  readonly contextId: number;
  /** Null for an event. */
  readonly call: number | null;
  readonly value: unknown;
}

export interface FakePage {
  readonly page: Page;
  /** What the page's preload was handed so far. */
  readonly heard: readonly Heard[];
  /** Of long answers; the page fetches them from the host. */
  readonly answers: Answers;
  load(context: { id: number; origin: string; frameId?: string; isDefault?: boolean }): void;
  unload(contextId: number): void;
  say(contextId: number, payload: string, binding?: string): void;
  call(contextId: number, call: number, value: unknown, pieceBytes?: number): void;
  /** Once so many were heard. */
  hears(count: number): Promise<void>;
}

export const MAIN_FRAME = 'main-frame';

export function fakePage(): FakePage {
  const events = new EventEmitter();
  const heard: Heard[] = [];
  const answers: Answers = new Map();
  const listeners = new Set<() => void>();

  function hear({ executionContextId, arguments: [call, packed] }: HearParams): void {
    const { inline, address } = packed.value;
    const block = address ? answers.get(address.split('/').at(-1) ?? '') : undefined;
    const value = unpack(block ?? Buffer.from(inline ?? '', 'base64'));
    heard.push({ contextId: executionContextId, call: call.value, value });
    for (const listener of listeners) listener();
  }

  const session = {
    on: (name: string, listener: (event: unknown) => void) => events.on(name, listener),
    send: (method: string, params: unknown) => {
      if (method === 'Runtime.callFunctionOn') hear(params as HearParams);
      return Promise.resolve(
        method === 'Target.getTargetInfo' ? { targetInfo: { targetId: MAIN_FRAME } } : {},
      );
    },
  };
  // Of a page the bridge uses no more than this.
  const page = {
    context: () => ({ newCDPSession: () => Promise.resolve(session) }),
  } as unknown as Page;

  const say: FakePage['say'] = (executionContextId, payload, name = '__send') =>
    void events.emit('Runtime.bindingCalled', { name, payload, executionContextId });
  return {
    page,
    heard,
    answers,
    say,
    load({ id, origin, frameId = MAIN_FRAME, isDefault = true }) {
      const context = { id, origin, auxData: { isDefault, frameId } };
      events.emit('Runtime.executionContextCreated', { context });
    },
    unload: (executionContextId) =>
      void events.emit('Runtime.executionContextDestroyed', { executionContextId }),
    call(contextId, call, value, pieceBytes = 3 * 1024) {
      const block = pack(value);
      const last = Math.max(0, Math.ceil(block.length / pieceBytes) - 1);
      for (let index = 0; index <= last; index++) {
        const piece = block.subarray(index * pieceBytes, (index + 1) * pieceBytes);
        const text = Buffer.from(piece).toString('base64');
        say(contextId, `${call}:${index}:${index === last ? 1 : 0}:${text}`);
      }
    },
    async hears(count) {
      while (heard.length < count) {
        await new Promise<void>((resolve) => listeners.add(resolve));
      }
    },
  };
}

interface HearParams {
  readonly executionContextId: number;
  readonly arguments: readonly [
    { readonly value: number | null },
    { readonly value: { readonly inline?: string; readonly address?: string } },
  ];
}
