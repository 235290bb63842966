/**
 * Runs in the page's process before the page, in a world of its own: makes `window.host` and
 * nothing else. One file; the sandbox gives it no modules but Electron's.
 */
import { contextBridge, ipcRenderer } from 'electron';
import type { Host } from '../contract/host.ts';
import type { HostEvent } from '../contract/events.ts';

/** As in app/hosts/electron/bridge.ts. */
const CHANNEL = 'host';

const host = {
  // The host answers with what the contract says for that name.
  invoke: (async (name: unknown, input: unknown): Promise<unknown> => {
    try {
      return await ipcRenderer.invoke(CHANNEL, name, input);
    } catch {
      const message = 'Expected an input that can be sent but received another.';
      return { ok: false, failure: { code: 'bad-input', message } };
    }
  }) as Host['invoke'],
  onEvent(listener) {
    // The event object of Electron would hand the sender to the page.
    const pass = (_event: unknown, event: HostEvent) => listener(event);
    ipcRenderer.on(CHANNEL, pass);
    return () => void ipcRenderer.off(CHANNEL, pass);
  },
} satisfies Host;

contextBridge.exposeInMainWorld('host', host);
