/**
 * Keeps the engine's process going: sends requests, limits their time, restarts with back-off.
 * What ends the process is found by trying the suspects one at a time; the others lose nothing.
 */
import { AppError, fromFailure } from '../core/failure.ts';
import { ENGINE } from '../core/parameters.ts';
import { createChannel, type EngineChannel, type OpenChannel } from './channel.ts';
import type { ForkEngine } from './child.ts';
import { createCrashRecord } from './crashes.ts';
import { forkNode } from './fork-node.ts';
import type {
  EngineFacts,
  EngineReplies,
  EngineRequest,
  EngineSettings,
  ReplyMessage,
  RequestKind,
} from './protocol.ts';
import { createRequestQueue, type Pending } from './queue.ts';

/** Told of everything that an operator should be able to read later. */
export type EngineNotice = (message: string) => void;

export interface EngineOptions extends Omit<EngineSettings, 'excluded'> {
  /** How its process is started; as a child of Node where nothing is said. */
  readonly fork?: ForkEngine;
  /** For tests: instead of a process. */
  readonly openChannel?: OpenChannel;
  readonly onNotice?: EngineNotice;
  readonly requestTimeoutMs?: number;
}

export interface Supervisor {
  /** @throws AppError where the models can't be opened or a forced provider is refused */
  open(): Promise<void>;
  /** Of the process that is in use, or was last. */
  facts(): EngineFacts;
  /** Number of the process in use: what an earlier one was told is forgotten. */
  generation(): number;
  request<Kind extends RequestKind>(
    request: EngineRequest & { kind: Kind },
  ): Promise<EngineReplies[Kind]>;
  close(): void;
}

type Opened = { readonly facts: EngineFacts } | { readonly died: string };

interface EngineProcess {
  channel?: EngineChannel;
  opening?: {
    readonly id: number;
    readonly timer: NodeJS.Timeout;
    readonly resolve: (opened: Opened) => void;
    readonly reject: (failure: AppError) => void;
  };
}

export function createSupervisor(options: EngineOptions): Supervisor {
  const { fork = forkNode, onNotice = () => undefined } = options;
  const { openChannel = createChannel(fork) } = options;
  const timeoutMs = options.requestTimeoutMs ?? ENGINE.requestTimeoutMs;
  const crashes = createCrashRecord(() => performance.now());
  const queue = createRequestQueue();
  let current: EngineProcess | undefined;
  let facts: EngineFacts | undefined;
  let phase: 'opening' | 'ready' | 'down' | 'closed' = 'down';
  let restartTimer: NodeJS.Timeout | undefined;
  let lastId = 0;
  let generation = 0;

  /** Starts a process and, where it dies over a GPU that nobody forced, one without GPU lanes. */
  async function open(): Promise<void> {
    phase = 'opening';
    let opened = await startUnlessClosed();
    if ('died' in opened && options.provider === 'auto') {
      const why = 'the engine ended while it was being proven';
      if (crashes.excludeGpus(why)) {
        onNotice('The engine ended while it was being opened; it is opened again without a GPU.');
        opened = await startUnlessClosed();
      }
    }
    if ('died' in opened) throw crashed(opened.died);
    facts = opened.facts;
    phase = 'ready';
    flush();
  }

  async function startUnlessClosed(): Promise<Opened> {
    const opened = await start();
    // Closed in the moment between the reply and its turn.
    if (phase === 'closed') throw crashed('it was closed');
    return opened;
  }

  function start(): Promise<Opened> {
    return new Promise((resolve, reject) => {
      const started: EngineProcess = {};
      current = started;
      generation += 1;
      lastId += 1;
      // Opening may compile the shaders of every model.
      const limitMs = ENGINE.openTimeoutMs;
      const timer = setTimeout(() => {
        current?.channel?.kill();
        onExit(`it did not open within ${limitMs} ms`);
      }, limitMs);
      started.opening = { id: lastId, timer, resolve, reject };
      // A process that was given up has nothing to say any more.
      started.channel = openChannel({
        onReply: (message) => current === started && onReply(message),
        onExit: (why) => current === started && onExit(why),
      });
      const { modelsFolder, encoder, lanes, provider, first } = options;
      const { excluded } = crashes;
      const common = { modelsFolder, encoder, lanes, provider, ...(first ? { first } : {}) };
      const settings = { ...common, excluded: { ...excluded } };
      started.channel.send({ id: lastId, request: { kind: 'open', settings } });
    });
  }

  function onReply(message: ReplyMessage): void {
    const opening = current?.opening;
    if (current && opening?.id === message.id) {
      clearTimeout(opening.timer);
      current.opening = undefined;
      if ('failure' in message) opening.reject(fromFailure(message.failure));
      else opening.resolve({ facts: message.value as EngineFacts }); // The reply to `open`.
      return;
    }
    const pending = queue.finish(message.id);
    if (!pending) return;
    if ('failure' in message) pending.reject(fromFailure(message.failure));
    else pending.resolve(message.value);
    flush();
  }

  /**
   * Sends as much as the engine works on at once: so the time limit measures work and not
   * waiting, and a crash has few suspects.
   */
  function flush(): void {
    if (phase !== 'ready') return;
    const room = (facts?.lanes ?? 1) * (ENGINE.decodeAhead + 1);
    for (;;) {
      const next = queue.next(lastId + 1, room);
      if (!next) return;
      lastId += 1;
      next.timer = setTimeout(() => {
        next.late = true;
        current?.channel?.kill();
      }, timeoutMs);
      current?.channel?.send({ id: lastId, request: next.request });
    }
  }

  function onExit(why: string): void {
    const opening = current?.opening;
    current = undefined;
    onNotice(why);
    // Either the image or the GPU; the CPU, to which `auto` falls in the end, will tell.
    const mayBeGpu = options.provider === 'auto' && facts?.provider !== 'cpu';
    const gpu = opening || !mayBeGpu ? undefined : facts?.provider;
    if (crashes.count(gpu)) {
      onNotice(`The ${gpu} lane crashed too often; the engine goes on without it.`);
    }
    if (opening) {
      clearTimeout(opening.timer);
      return opening.resolve({ died: why });
    }
    for (const pending of queue.interrupt(!mayBeGpu)) settleInterrupted(pending, why);
    restart();
  }

  function settleInterrupted({ request, late, resolve, reject }: Pending, why: string): void {
    if (request.kind === 'analyse' || request.kind === 'preview') {
      const problem = late ? 'took-too-long' : 'decoder-crashed';
      const failure = { outcome: 'failure-to-acquire', reasons: [{ problem }] } as const;
      const modality = request.kind === 'analyse' ? { modality: request.options.modality } : {};
      resolve({ ...failure, ...modality });
    } else if (late) {
      const message = `Expected an answer of the engine within ${timeoutMs} ms but received none.`;
      reject(new AppError('engine-timeout', message));
    } else {
      reject(crashed(why));
    }
  }

  function restart(): void {
    phase = 'opening';
    restartTimer = setTimeout(() => {
      open().catch((thrown: unknown) => {
        if (phase === 'closed') return;
        // Whoever asks next starts another attempt.
        retire('down');
        for (const pending of queue.drain()) pending.reject(thrown);
      });
    }, crashes.backoffMs());
  }

  /** Lets go of the process, whatever it is doing. */
  function retire(next: 'down' | 'closed'): void {
    const channel = current?.channel;
    phase = next;
    current = undefined;
    channel?.kill();
  }

  return {
    async open() {
      try {
        await open();
      } catch (thrown) {
        if (phase !== 'closed') retire('closed');
        throw thrown;
      }
    },
    facts() {
      if (!facts) throw new Error('Broken promise: the engine was opened');
      return facts;
    },
    generation: () => generation,
    request(request) {
      return new Promise((resolve, reject) => {
        if (phase === 'closed') return reject(crashed('it is closed'));
        // The engine answers a request of a kind with that kind's reply (process.ts).
        const settle = resolve as Pending['resolve'];
        queue.add({ request, resolve: settle, reject });
        if (phase === 'down') restart();
        flush();
      });
    },
    close() {
      clearTimeout(restartTimer);
      const opening = current?.opening;
      retire('closed');
      const failure = crashed('it was closed');
      clearTimeout(opening?.timer);
      opening?.reject(failure);
      for (const pending of queue.end()) pending.reject(failure);
    },
  };
}

function crashed(why: string): AppError {
  return new AppError('engine-crashed', `Expected the engine to answer but ${why}.`);
}
