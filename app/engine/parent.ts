/** The engine's end of the channel to the process that owns it. */
import { invariant } from '../core/failure.ts';
import type { ReplyMessage, RequestMessage } from './protocol.ts';

export function onParentMessage(handler: (message: RequestMessage) => void): void {
  // The only messages on this channel are those of client.ts.
  process.on('message', (message) => handler(message as RequestMessage));
  // An owner that was killed can't say goodbye. A plain exit while a lane is inside native code
  // would abort with a crash report; this ends the process without one.
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
  // Ctrl-C reaches every process of the terminal; what it means is for the owner to decide.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => undefined);
}

export function sendToParent(message: ReplyMessage): void {
  invariant(process.send, 'the engine has a channel to its owner');
  process.send(message);
}
