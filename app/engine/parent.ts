/** The engine's end of the channel to the process that owns it. */
import { invariant } from '../core/failure.ts';
import type { ReplyMessage, RequestMessage } from './protocol.ts';

/** What Electron gives to a utility process in the place of Node's channel. */
interface ParentPort {
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  postMessage(message: ReplyMessage): void;
}

// Electron's alone, so Node's types don't know it.
const port = Reflect.get(process, 'parentPort') as ParentPort | undefined;

export function onParentMessage(handler: (message: RequestMessage) => void): void {
  // The only messages on either channel are those of channel.ts.
  if (port) {
    port.on('message', ({ data }) => handler(data as RequestMessage));
  } else {
    process.on('message', (message) => handler(message as RequestMessage));
    // An owner that was killed can't say goodbye. A plain exit while a lane is inside native code
    // would abort with a crash report; this ends the process without one. Electron does the same.
    process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
  }
  // Ctrl-C reaches every process of the terminal; what it means is for the owner to decide.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => undefined);
}

export function sendToParent(message: ReplyMessage): void {
  if (port) return port.postMessage(message);
  invariant(process.send, 'the engine has a channel to its owner');
  process.send(message);
}
