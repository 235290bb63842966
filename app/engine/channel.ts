/** The owner's end: a child process of Node. Electron's utility process gets its own beside it. */
import { fork } from 'node:child_process';
import module from 'node:module';
import { entryOf } from './entry.ts';
import type { ReplyMessage, RequestMessage } from './protocol.ts';

export interface EngineChannel {
  send(message: RequestMessage): void;
  /** Ends the process at once, whatever it is doing. */
  kill(): void;
}

export interface ChannelEvents {
  readonly onReply: (message: ReplyMessage) => void;
  /** Once, however the process ended; `why` is for logs. */
  readonly onExit: (why: string) => void;
}

export type OpenChannel = (events: ChannelEvents) => EngineChannel;

export const forkChannel: OpenChannel = ({ onReply, onExit }) => {
  const child = fork(entryOf('process'), {
    // Structured clone: typed arrays arrive as what they are.
    serialization: 'advanced',
    // What native libraries write is kept for the reason of a crash only.
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    // ONNX Runtime 1.30 keeps a device id and sends usage events to its vendor unless it is told
    // not to before its first session; set inside a worker thread it has no effect.
    env: {
      ...process.env,
      ORT_DISABLE_TELEMETRY: '1',
      // The owner's cache of compiled code, where it keeps one.
      NODE_COMPILE_CACHE: module.getCompileCacheDir(),
    },
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  let lastWords = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    lastWords = (lastWords + text).slice(-2_000);
  });
  child.on('message', (message) => onReply(message as ReplyMessage)); // Sent by parent.ts only.
  let ended = false;
  const end = (why: string) => {
    if (ended) return;
    ended = true;
    onExit(why);
  };
  child.on('error', (cause) => end(cause.message));
  child.on('exit', (code, signal) => {
    const line = lastWords.trim().split('\n').at(-1) ?? '';
    end(`the engine's process ended with ${signal ?? `code ${code}`}${line && `: ${line}`}`);
  });
  return {
    send(message) {
      // A dead process is told by its exit; the request is kept and sent again.
      if (child.connected) child.send(message, () => undefined);
    },
    kill: () => child.kill('SIGKILL'),
  };
};
