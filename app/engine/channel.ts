/** The owner's end of the engine's process, whoever forked it. */
import module from 'node:module';
import { fileURLToPath } from 'node:url';
import type { ForkEngine } from './child.ts';
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

export function createChannel(fork: ForkEngine): OpenChannel {
  return ({ onReply, onExit }) => {
    const child = fork(fileURLToPath(entryOf('process')), {
      env: environment(),
      execArgv: ['--disable-warning=ExperimentalWarning'],
    });
    // Kept for the reason of a crash only.
    let lastWords = '';
    child.onErrorText((text) => (lastWords = (lastWords + text).slice(-2_000)));
    child.onMessage((message) => onReply(message as ReplyMessage)); // Sent by parent.ts only.
    let ended = false;
    child.onExit((how) => {
      if (ended) return;
      ended = true;
      const line = lastWords.trim().split('\n').at(-1) ?? '';
      onExit(`the engine's process ${how}${line && `: ${line}`}`);
    });
    return child;
  };
}

function environment(): Record<string, string> {
  const compiled = module.getCompileCacheDir();
  const own = Object.entries(process.env).filter((entry): entry is [string, string] => {
    return entry[1] !== undefined;
  });
  return {
    ...Object.fromEntries(own),
    // ONNX Runtime 1.30 keeps a device id and sends usage events to its vendor unless it is told
    // not to before its first session; set inside a worker thread it has no effect.
    ORT_DISABLE_TELEMETRY: '1',
    // The owner's cache of compiled code, where it keeps one.
    ...(compiled !== undefined && { NODE_COMPILE_CACHE: compiled }),
  };
}
