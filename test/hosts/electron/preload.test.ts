/** The preload as Electron runs it: with `require('electron')` and nothing else. */
import { EventEmitter } from 'node:events';
import { beforeEach, describe, expect, it, vi } from 'vitest';

const electron = vi.hoisted(() => ({
  exposed: new Map<string, unknown>(),
  invoked: [] as unknown[][],
  answer: (): Promise<unknown> => Promise.resolve({ ok: true, value: 1 }),
  listeners: undefined as EventEmitter | undefined,
}));

vi.mock('electron', () => ({
  contextBridge: {
    exposeInMainWorld: (name: string, value: unknown) => electron.exposed.set(name, value),
  },
  ipcRenderer: {
    invoke: (...given: unknown[]) => {
      electron.invoked.push(given);
      return electron.answer();
    },
    on: (channel: string, listener: (...given: unknown[]) => void) =>
      electron.listeners?.on(channel, listener),
    off: (channel: string, listener: (...given: unknown[]) => void) =>
      electron.listeners?.off(channel, listener),
  },
}));

interface LooseHost {
  invoke(...given: unknown[]): Promise<unknown>;
  onEvent(listener: (...given: unknown[]) => void): () => unknown;
}

let host: LooseHost;

beforeEach(async () => {
  electron.listeners = new EventEmitter();
  electron.invoked = [];
  vi.resetModules();
  await import('../../../app/preload/electron.ts');
  host = electron.exposed.get('host') as LooseHost; // What the page sees, and may misuse.
});

describe('the page', () => {
  it('gets a host that has two functions, and nothing else', () => {
    expect([...electron.exposed.keys()]).toEqual(['host']);
    expect(Object.keys(host).sort()).toEqual(['invoke', 'onEvent']);
  });

  it('calls by one channel, whatever else it hands over', async () => {
    expect(await host.invoke('people.list', { limit: 1 }, 'more')).toEqual({ ok: true, value: 1 });
    expect(electron.invoked).toEqual([['host', 'people.list', { limit: 1 }]]);
  });

  it('is answered with a value where what it sends can not be sent', async () => {
    electron.answer = () => Promise.reject(new Error('An object could not be cloned.'));
    expect(await host.invoke('people.list', () => undefined)).toMatchObject({
      ok: false,
      failure: { code: 'bad-input' },
    });
  });

  it('hears events without who sent them, until it has heard enough', () => {
    const heard: unknown[][] = [];
    const stop = host.onEvent((...given) => heard.push(given));
    const event = { event: 'shell.palette' };
    electron.listeners?.emit('host', { sender: 'ipcRenderer' }, event);
    expect(heard).toEqual([[event]]);
    expect(stop()).toBeUndefined();
    electron.listeners?.emit('host', {}, event);
    expect(heard).toHaveLength(1);
  });
});
