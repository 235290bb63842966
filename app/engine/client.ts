/**
 * Owns the engine's process: one request/reply protocol, a time limit for each request, restart
 * with back-off. What crashes the process is found by trying the suspects one at a time; the
 * others lose nothing.
 */
import { AppError, fromFailure } from '../core/failure.ts';
import { ENGINE } from '../core/parameters.ts';
import type { Acquisition } from '../core/sample.ts';
import type { Neighbour } from '../core/search.ts';
import type { AcquisitionProblem, Embedding, ProviderName } from '../core/vocabulary.ts';
import { forkChannel, type EngineChannel, type OpenChannel } from './channel.ts';
import type {
  AnalyseOptions,
  EngineFacts,
  EngineReplies,
  EngineRequest,
  EngineSettings,
  ReplyMessage,
  RequestKind,
} from './protocol.ts';
import type { ImageSource } from './source.ts';

/** References of one embedding space, unchanging; the engine keeps the last one it was given. */
export interface ReferenceSet {
  readonly dimensions: number;
  /** count x dimensions, row-major. */
  readonly rows: Float32Array;
}

export interface Engine {
  readonly facts: EngineFacts;
  /** @throws AppError only for failures of the engine itself; a bad image is an outcome */
  analyse(source: ImageSource, options: AnalyseOptions): Promise<Acquisition>;
  /** For each probe its closest references, closest first. */
  search(
    references: ReferenceSet,
    probes: readonly Embedding[],
    count: number,
  ): Promise<readonly (readonly Neighbour[])[]>;
  close(): void;
}

/** Told of everything that an operator should be able to read later. */
export type EngineNotice = (message: string) => void;

export interface EngineOptions extends Omit<EngineSettings, 'excluded'> {
  readonly openChannel?: OpenChannel;
  readonly onNotice?: EngineNotice;
  readonly requestTimeoutMs?: number;
}

interface Pending {
  readonly request: EngineRequest;
  readonly resolve: (value: EngineReplies[RequestKind]) => void;
  readonly reject: (failure: AppError) => void;
  /** Was running when the process ended, and so must prove itself alone. */
  suspect: boolean;
  timer?: NodeJS.Timeout;
}

/** Rows of references sent in one message, in bytes: larger ones would block the owner. */
const LOAD_BYTES = 2 ** 20;

/** @throws AppError where the models can't be opened or a forced provider is refused */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  const client = createClient(options);
  try {
    const facts = await client.open();
    return { ...client.engine, facts };
  } catch (thrown) {
    client.engine.close();
    throw thrown;
  }
}

function createClient(options: EngineOptions) {
  const { openChannel = forkChannel, onNotice = () => undefined } = options;
  const timeoutMs = options.requestTimeoutMs ?? ENGINE.requestTimeoutMs;
  const running = new Map<number, Pending>();
  const waiting: Pending[] = [];
  const excluded: Partial<Record<ProviderName, string>> = {};
  let channel: EngineChannel | undefined;
  let ready = false;
  let closed = false;
  let lastId = 0;
  let crashes = 0;
  let gpuCrashes = 0;
  let lastCrashMs = 0;
  let timedOut: Pending | undefined;
  let provider: ProviderName | undefined;
  let loaded: ReferenceSet | undefined;
  let matrix = 0;

  function start(): Promise<EngineFacts> {
    ready = false;
    channel = openChannel({ onReply, onExit });
    const { modelsFolder, encoder, lanes } = options;
    // A provider that was forced stays forced: falling back silently would be a lie.
    const settings = { modelsFolder, encoder, lanes, provider: options.provider, excluded };
    return new Promise((resolve, reject) => {
      const settle = (value: EngineReplies[RequestKind]) => {
        const facts = value as EngineFacts; // The reply to `open` (protocol.ts).
        provider = facts.provider;
        ready = true;
        resolve(facts);
        flush();
      };
      const request: EngineRequest = { kind: 'open', settings };
      dispatch({ request, resolve: settle, reject, suspect: false });
    });
  }

  function dispatch(pending: Pending): void {
    lastId += 1;
    const id = lastId;
    running.set(id, pending);
    // Opening may compile the shaders of every model.
    const limitMs = pending.request.kind === 'open' ? ENGINE.openTimeoutMs : timeoutMs;
    pending.timer = setTimeout(() => {
      timedOut = pending;
      channel?.kill();
    }, limitMs);
    channel?.send({ id, request: pending.request });
  }

  /** Sends what waits; while there are suspects, one of them alone. */
  function flush(): void {
    if (!ready) return;
    while (waiting.length > 0) {
      const suspect = waiting.findIndex((pending) => pending.suspect);
      const alone = suspect >= 0 || [...running.values()].some((pending) => pending.suspect);
      if (alone && running.size > 0) return;
      const [next] = waiting.splice(Math.max(0, suspect), 1);
      dispatch(next);
    }
  }

  function onReply(message: ReplyMessage): void {
    const pending = running.get(message.id);
    if (!pending) return;
    running.delete(message.id);
    clearTimeout(pending.timer);
    if ('failure' in message) pending.reject(fromFailure(message.failure));
    else pending.resolve(message.value);
    flush();
  }

  function onExit(why: string): void {
    channel = undefined;
    ready = false;
    loaded = undefined; // References die with the process; search() loads them again.
    const interrupted = [...running.values()];
    running.clear();
    for (const { timer } of interrupted) clearTimeout(timer);
    if (closed) return failAll(interrupted, 'the engine was closed');
    countCrash(why);
    const opening = interrupted.find(({ request }) => request.kind === 'open');
    if (opening) return reopen(opening, interrupted, why);
    const onGpu = provider !== 'cpu';
    for (const pending of interrupted) {
      const guilty =
        pending === timedOut || (interrupted.length === 1 && pending.suspect && !onGpu);
      if (guilty || pending.request.kind !== 'analyse') settleGuilty(pending, why);
      else {
        pending.suspect = timedOut === undefined;
        waiting.unshift(pending);
      }
    }
    timedOut = undefined;
    restart();
  }

  function countCrash(why: string): void {
    const now = performance.now();
    if (now - lastCrashMs > ENGINE.crashMemoryMs) crashes = gpuCrashes = 0;
    lastCrashMs = now;
    crashes += 1;
    onNotice(why);
    if (provider === undefined || provider === 'cpu' || options.provider !== 'auto') return;
    gpuCrashes += 1;
    if (gpuCrashes < ENGINE.maxGpuCrashes) return;
    excluded[provider] = `crashed ${gpuCrashes} times`;
    onNotice(`The ${provider} lane crashed ${gpuCrashes} times; the engine goes on with the CPU.`);
  }

  /** Died while opening: a GPU driver may have taken it down; once more without GPU lanes. */
  function reopen(opening: Pending, interrupted: readonly Pending[], why: string): void {
    const retry = options.provider === 'auto' && excluded.webgpu === undefined && !timedOut;
    timedOut = undefined;
    if (!retry) return failAll(interrupted, why);
    for (const name of ['webgpu', 'cuda', 'dml', 'coreml'] as const) {
      excluded[name] = 'the engine ended while it was being proven';
    }
    start().then((facts) => opening.resolve(facts), opening.reject);
  }

  function settleGuilty(pending: Pending, why: string): void {
    const late = pending === timedOut;
    if (pending.request.kind === 'analyse') {
      const problem: AcquisitionProblem = late ? 'took-too-long' : 'decoder-crashed';
      pending.resolve({ outcome: 'failure-to-acquire', reasons: [{ problem }] });
    } else if (late) {
      const message = `Expected an answer of the engine within ${timeoutMs} ms but received none.`;
      pending.reject(new AppError('engine-timeout', message));
    } else {
      pending.reject(new AppError('engine-crashed', `Expected the engine to answer but ${why}.`));
    }
  }

  function restart(): void {
    const waits = ENGINE.restartBackoffMs;
    const wait = waits[Math.min(crashes - 1, waits.length - 1)];
    setTimeout(() => {
      if (closed) return;
      start().catch((thrown: unknown) => failAll(waiting.splice(0), String(thrown)));
    }, wait);
  }

  function failAll(pendings: readonly Pending[], why: string): void {
    const failure = new AppError('engine-crashed', `Expected the engine to answer but ${why}.`);
    for (const pending of pendings) pending.reject(failure);
  }

  function request<Kind extends RequestKind>(
    message: EngineRequest & { kind: Kind },
  ): Promise<EngineReplies[Kind]> {
    return new Promise((resolve, reject) => {
      if (closed) return reject(new AppError('engine-crashed', 'Expected an open engine.'));
      // The engine answers a request of a kind with that kind's reply (process.ts).
      const settle = resolve as Pending['resolve'];
      waiting.push({ request: message, resolve: settle, reject, suspect: false });
      flush();
    });
  }

  async function load(references: ReferenceSet): Promise<void> {
    if (loaded === references) return;
    loaded = references;
    matrix += 1;
    const { dimensions, rows } = references;
    const step = Math.max(1, Math.floor(LOAD_BYTES / 4 / dimensions)) * dimensions;
    for (let at = 0; at === 0 || at < rows.length; at += step) {
      const part = rows.slice(at, at + step);
      const first = at === 0;
      await request({ kind: 'load-references', matrix, dimensions, first, rows: part });
    }
  }

  const engine: Omit<Engine, 'facts'> = {
    analyse: (source, analyseOptions) =>
      request({ kind: 'analyse', source, options: analyseOptions }),
    async search(references, probes, count) {
      if (probes.length === 0 || references.rows.length === 0) return probes.map(() => []);
      const attempt = async () => {
        await load(references);
        return request({ kind: 'search', matrix, probes, count });
      };
      return attempt().catch((thrown: unknown) => {
        // An image in another request may have ended the process: references go there again.
        if (thrown instanceof AppError && thrown.code === 'engine-crashed' && !closed) {
          return attempt();
        }
        throw thrown;
      });
    },
    close() {
      closed = true;
      channel?.kill();
      failAll(waiting.splice(0), 'the engine was closed');
    },
  };
  return { engine, open: start };
}
