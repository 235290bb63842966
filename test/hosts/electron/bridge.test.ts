import { describe, expect, it } from 'vitest';
import type { HostEvent } from '../../../app/contract/events.ts';
import { CHANNEL, installBridge } from '../../../app/hosts/electron/bridge.ts';
import type { Host } from '../../../app/contract/host.ts';
import { asContents, fakeContents, type InvokeHandler } from './fake-electron.ts';

const HOME = 'app://twinmark/index.html';

function bridge(invoke?: (name: unknown, input: unknown) => unknown) {
  const contents = fakeContents(HOME);
  const calls: unknown[][] = [];
  const listeners: ((event: HostEvent) => void)[] = [];
  const handlers = new Map<string, InvokeHandler>();
  installBridge(
    { handle: (name, handler) => void handlers.set(name, handler as InvokeHandler) }, // Same at run time.
    {
      invoke: ((name: unknown, input: unknown) => {
        calls.push([name, input]);
        return Promise.resolve(invoke?.(name, input) ?? { ok: true, value: 'answer' });
      }) as Host['invoke'], // Whatever was sent is noted.
      onEvent(listener) {
        listeners.push(listener);
        return () => undefined;
      },
    },
    asContents(contents),
  );
  const handler = handlers.get(CHANNEL);
  const call = (
    sender: unknown = contents,
    senderFrame: unknown = contents.mainFrame,
    name: unknown = 'store.describe',
    input: unknown = {},
  ): unknown => handler?.({ sender, senderFrame }, name, input);
  return { contents, calls, call, handlers, tell: (event: HostEvent) => listeners[0](event) };
}

describe('a call', () => {
  it("of the app's page is passed on and answered", async () => {
    const { call, calls, handlers } = bridge();
    expect(await call()).toEqual({ ok: true, value: 'answer' });
    expect(calls).toEqual([['store.describe', {}]]);
    expect([...handlers.keys()]).toEqual(['host']);
  });

  it('of a frame within, a page elsewhere, another window or nobody is refused', async () => {
    const { call, calls, contents } = bridge();
    const other = fakeContents(HOME);
    const refused = { ok: false, failure: { code: 'bad-input' } };
    expect(await call(contents, { url: HOME })).toMatchObject(refused);
    expect(await call(other, other.mainFrame)).toMatchObject(refused);
    expect(await call(other, contents.mainFrame)).toMatchObject(refused);
    expect(await call(contents, null)).toMatchObject(refused);
    for (const url of [
      'https://example.com/',
      'app://elsewhere/index.html',
      'app://twinmark.evil/',
      'about:blank',
      'data:text/html,app://twinmark/',
      '',
    ]) {
      contents.mainFrame.url = url;
      expect(await call(), url).toMatchObject(refused);
    }
    expect(calls).toEqual([]);
  });

  it('that throws is answered with a value', async () => {
    const { call } = bridge(() => {
      throw new Error('a bug');
    });
    expect(await call()).toEqual({ ok: false, failure: { code: 'internal', message: 'a bug' } });
  });
});

describe('an event', () => {
  const event: HostEvent = { event: 'shell.palette' };

  it('reaches the page', () => {
    const { tell, contents } = bridge();
    tell(event);
    expect(contents.sent).toEqual([['host', event]]);
  });

  it('is lost where the page is gone', () => {
    const { tell, contents } = bridge();
    contents.crashed = true;
    tell(event);
    contents.crashed = false;
    contents.destroyed = true;
    tell(event);
    expect(contents.sent).toEqual([]);
  });
});
