/** The engine in a utility process: a real one behind a stand-in for Electron's port. */
import type { ForkOptions } from 'electron';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createEngineFork } from '../../../app/hosts/electron/engine-process.ts';
import { openEngine, type Engine } from '../../../app/engine/client.ts';
import { drawnFaceJpeg } from '../../fixtures/drawn-face.ts';
import { MODELS_FOLDER, haveWeights } from '../../engine/models.ts';
import { isRunning, waitUntil } from '../../engine/processes.ts';
import { forkUtility } from './utility-process.ts';

/** Processes start, and start again, while others of the suite do the same. */
const TIMEOUT_MS = 240_000;

const engines: Engine[] = [];
let bytes: Uint8Array;
beforeAll(async () => {
  bytes = await drawnFaceJpeg(1, 0);
}, TIMEOUT_MS);
afterEach(() => {
  for (const engine of engines.splice(0)) engine.close();
});

function forking(platform: NodeJS.Platform) {
  const started: ReturnType<typeof forkUtility>[] = [];
  const given: ForkOptions[] = [];
  const killed: number[] = [];
  const fork = createEngineFork({
    platform,
    fork: (file, args, options = {}) => {
      given.push(options);
      const child = forkUtility(file, args, options);
      started.push(child);
      return child;
    },
    killNow(pid) {
      killed.push(pid);
      process.kill(pid, 'SIGKILL');
    },
  });
  return { fork, started, given, killed };
}

async function open(fork: ReturnType<typeof forking>['fork']): Promise<Engine> {
  const options = { modelsFolder: MODELS_FOLDER, encoder: 'standard', provider: 'cpu' } as const;
  const engine = await openEngine({ ...options, lanes: 1, fork });
  engines.push(engine);
  return engine;
}

const look = (engine: Engine) =>
  engine.analyse({ kind: 'bytes', bytes }, { modality: 'face', face: 'dominant' });

const WITH_WEIGHTS = 'the engine in a utility process [needs weights]';
describe.skipIf(!haveWeights)(WITH_WEIGHTS, { timeout: TIMEOUT_MS }, () => {
  it('sees what it sees in a child of Node, decoded by WebAssembly', async () => {
    const { fork } = forking('linux');
    const [utility, node] = [await open(fork), await open(undefined as never)]; // Node's is usual.
    expect(utility.facts.versions['sharp build']).toBe('wasm');
    expect(node.facts.versions['sharp build']).toBe('native');
    const [one, other] = await Promise.all([look(utility), look(node)]);
    expect(one.outcome).toBe('acquired');
    expect(one).toEqual(other);
  });

  it('is ended at once, and its process with it', async () => {
    const { fork, started, killed } = forking('linux');
    const engine = await open(fork);
    const { pid } = started[0];
    expect(pid).toBeTypeOf('number');
    engine.close();
    expect(killed).toEqual([pid]);
    expect(await waitUntil(() => !isRunning(pid ?? 0), 5_000)).toBe(true);
  });

  it('is started again where its process dies', async () => {
    const { fork, started } = forking('linux');
    const engine = await open(fork);
    expect((await look(engine)).outcome).toBe('acquired');
    process.kill(started[0].pid ?? 0, 'SIGKILL');
    expect((await look(engine)).outcome).toBe('acquired');
    expect(started).toHaveLength(2);
  });
});

describe('a process of the engine', () => {
  const settings = { env: { A: '1' }, execArgv: ['--disable-warning=ExperimentalWarning'] };
  const nothing = 'data:text/javascript,';
  const ends = (child: ReturnType<ReturnType<typeof forking>['fork']>) =>
    new Promise<string>((resolve) => child.onExit(resolve));

  it('has the decoder of WebAssembly on Linux and the native one elsewhere', async () => {
    for (const platform of ['linux', 'win32', 'darwin'] as const) {
      const { fork, given } = forking(platform);
      await ends(fork(nothing, settings));
      const wasm = platform === 'linux' ? { TWINMARK_SHARP: 'wasm' } : {};
      expect(given[0].env).toEqual({ A: '1', ...wasm });
    }
  });

  it('that is ended before it was spawned ends as soon as it is', async () => {
    const { fork, killed } = forking('linux');
    const child = fork(nothing, settings);
    const ended = ends(child);
    child.kill();
    expect(killed).toEqual([]);
    await ended;
    expect(killed).toHaveLength(1);
  });

  it('that has ended is told nothing and ended no more', async () => {
    const { fork, killed } = forking('linux');
    const child = fork(nothing, settings);
    expect(await ends(child)).toMatch(/^ended with code \d+$/);
    child.kill();
    child.send({ id: 1, request: { kind: 'check-models', modality: 'face' } });
    expect(killed).toEqual([]);
  });
});
