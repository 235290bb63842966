/**
 * Runs in the page before the page's own scripts: makes what the Chromium host has put there into
 * `window.host`. One file once it is built.
 *
 * A call goes out in pieces of text, because a binding takes nothing else quickly, with a pause
 * after each in which the page can paint. An answer that is long is fetched, which the browser does
 * beside the page.
 */
import type { Host } from '../contract/host.ts';
import type { HostEvent } from '../contract/events.ts';
import { pack, unpack } from './wire.ts';

/** Of a call as bytes: some 5 ms of the page's time. A multiple of 3, for base64. */
const PIECE_BYTES = 48 * 1024;

/** Of app/hosts/chromium/bridge.ts. The last piece is answered, those before it are not. */
type Send = (call: number, index: number, isLast: boolean, piece: string) => Promise<unknown>;

// The names are those of app/hosts/chromium/bridge.ts, which puts nothing else there. What is
// used later is taken now, before a script of the page could put something else in its place.
const send = Reflect.get(globalThis, '__send') as Send | undefined;
const { atob, btoa, fetch } = globalThis;
const listeners = new Set<(event: HostEvent) => void>();
let calls = 0;

if (send) {
  // The page calls through `host` or not at all.
  Reflect.deleteProperty(globalThis, '__send');
  define('__emit', async (packed: unknown) => {
    // What the host packs is an event.
    const event = unpack(await readAnswer(packed)) as HostEvent;
    for (const listener of [...listeners]) listener(event);
  });
  define('host', Object.freeze(createHost(send)));
}

function createHost(send: Send) {
  return {
    // The host answers with what the contract says for that name.
    invoke: (async (name: unknown, input: unknown) => {
      try {
        return await call(send, pack([name, input]));
      } catch {
        const message = 'Expected an input that can be sent but received another.';
        return { ok: false, failure: { code: 'bad-input', message } };
      }
    }) as Host['invoke'],
    onEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  } satisfies Host;
}

async function call(send: Send, block: Uint8Array): Promise<unknown> {
  const id = calls++;
  const last = Math.max(0, Math.ceil(block.length / PIECE_BYTES) - 1);
  for (let index = 0; index < last; index++) {
    void send(id, index, false, toBase64(pieceOf(block, index)));
    await pause();
  }
  const answer = await send(id, last, true, toBase64(pieceOf(block, last)));
  return unpack(await readAnswer(answer));
}

const pieceOf = (block: Uint8Array, index: number) =>
  block.subarray(index * PIECE_BYTES, (index + 1) * PIECE_BYTES);

/** Base64, or where to fetch it. */
async function readAnswer(answer: unknown): Promise<Uint8Array<ArrayBuffer>> {
  const { inline, address } = answer as { readonly inline?: string; readonly address?: string };
  if (address === undefined) return fromBase64(inline ?? '');
  const response = await fetch(address);
  if (!response.ok) throw new Error('Expected an answer to be there.');
  return new Uint8Array(await response.arrayBuffer());
}

/** Lets the page answer its user, and paint. */
const pause = () => new Promise((resolve) => setTimeout(resolve));

function toBase64(bytes: Uint8Array): string {
  // Few enough at once for a call's arguments.
  const AT_ONCE = 8192;
  let text = '';
  for (let at = 0; at < bytes.length; at += AT_ONCE) {
    text += String.fromCharCode(...bytes.subarray(at, at + AT_ONCE));
  }
  return btoa(text);
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at);
  return bytes;
}

function define(name: string, value: unknown): void {
  Object.defineProperty(globalThis, name, { value, enumerable: name === 'host' });
}
