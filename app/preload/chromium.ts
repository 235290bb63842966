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

/** Base64, or where to fetch it. */
interface Packed {
  readonly inline?: string;
  readonly address?: string;
}

// The names are those of app/hosts/chromium/bridge.ts, which puts nothing else there. What is
// used later is taken now, before a script of the page could put something else in its place.
const send = Reflect.get(globalThis, '__send') as ((piece: string) => void) | undefined;
const { atob, btoa, fetch } = globalThis;
const listeners = new Set<(event: HostEvent) => void>();
const waiting = new Map<number, (packed: Packed) => void>();
let calls = 0;

if (send) {
  // The page calls through `host` or not at all.
  Reflect.deleteProperty(globalThis, '__send');
  define('__hear', hear);
  define('host', Object.freeze(createHost(send)));
}

/** An answer to a call, or an event: the host waits until listeners have heard one. */
async function hear(id: number | null, packed: Packed): Promise<void> {
  if (id !== null) {
    waiting.get(id)?.(packed);
    waiting.delete(id);
    return;
  }
  // What the host packs is an event.
  const event = unpack(await fetchPacked(packed)) as HostEvent;
  for (const listener of [...listeners]) listener(event);
}

function createHost(send: (piece: string) => void) {
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

async function call(send: (piece: string) => void, block: Uint8Array): Promise<unknown> {
  const id = calls++;
  const answered = new Promise<Packed>((resolve) => waiting.set(id, resolve));
  const last = Math.max(0, Math.ceil(block.length / PIECE_BYTES) - 1);
  for (let index = 0; index <= last; index++) {
    const piece = block.subarray(index * PIECE_BYTES, (index + 1) * PIECE_BYTES);
    send(`${id}:${index}:${index === last ? 1 : 0}:${toBase64(piece)}`);
    if (index < last) await pause();
  }
  return unpack(await fetchPacked(await answered));
}

async function fetchPacked({ inline = '', address }: Packed): Promise<Uint8Array<ArrayBuffer>> {
  if (address === undefined) return fromBase64(inline);
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
