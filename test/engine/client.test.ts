import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ENGINE } from '../../app/core/parameters.ts';
import { packReferences, type ReferenceSet } from '../../app/core/features.ts';
import type { Acquisition } from '../../app/core/sample.ts';
import type { Embedding } from '../../app/core/vocabulary.ts';
import { openEngine, type Engine, type EngineOptions } from '../../app/engine/client.ts';
import type { EngineRequest } from '../../app/engine/protocol.ts';
import { fakeEngine, type FakeOptions } from './fake-process.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

/** Longer than every back-off together with the trials of a handful of suspects. */
const LONG_MS = 100_000;
const TIMEOUT_MS = 5_000;

async function openFake(fake: FakeOptions = {}, changes: Partial<EngineOptions> = {}) {
  const notices: string[] = [];
  const { openChannel, processes } = fakeEngine(fake);
  const opening = openEngine({
    modelsFolder: 'models',
    encoder: 'standard',
    provider: 'cpu',
    lanes: 0,
    requestTimeoutMs: TIMEOUT_MS,
    openChannel,
    onNotice: (message) => notices.push(message),
    ...changes,
  });
  opening.catch(() => undefined);
  await vi.advanceTimersByTimeAsync(50);
  return { opening, engine: () => opening, processes, notices };
}

const look = (engine: Engine, path: string) =>
  engine.analyse({ kind: 'file', path }, { modality: 'face', face: 'dominant' });

/** What came of it, in a word: the name of an image that was answered, a problem, or a code. */
function word(acquisition: Acquisition): string {
  if (acquisition.outcome === 'acquired') return 'acquired';
  const [{ problem, detail }] = acquisition.reasons;
  return detail ?? problem;
}

async function wordsOf(work: readonly Promise<Acquisition>[]): Promise<string[]> {
  const settled = Promise.all(
    work.map((one) => one.then(word, (thrown: unknown) => codeOf(thrown))),
  );
  await vi.advanceTimersByTimeAsync(LONG_MS);
  return settled;
}

function codeOf(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown ? String(thrown.code) : String(thrown);
}

const pathsOf = (requests: readonly EngineRequest[]) =>
  requests.flatMap((request) =>
    request.kind === 'analyse' && request.source.kind === 'file' ? [request.source.path] : [],
  );

describe('answers', () => {
  it('reach those who asked, in whatever order they come', async () => {
    const { engine } = await openFake({ lanes: 2 });
    const open = await engine();
    const order: string[] = [];
    const names = ['slow-1', 'quick-1', 'slow-2', 'quick-2'];
    const work = names.map(async (name) => {
      const answer = await look(open, name);
      order.push(name);
      return answer;
    });
    expect(await wordsOf(work)).toEqual(names);
    expect(order).toEqual(['quick-1', 'quick-2', 'slow-1', 'slow-2']);
  });

  it('of a long queue do not count the waiting as work: nothing is late', async () => {
    // 200 images of a second each on three places: the last waits far longer than the limit.
    const { engine, processes, notices } = await openFake({ lanes: 1 });
    const open = await engine();
    const names = Array.from({ length: 200 }, (_, i) => `slow-${i}`);
    expect(await wordsOf(names.map((name) => look(open, name)))).toEqual(names);
    expect(notices).toEqual([]);
    expect(processes[0].mostAtOnce()).toBe(ENGINE.decodeAhead + 1);
  });
});

describe('a crash', () => {
  it('is laid on the one image that causes it; the innocent ones get their answers', async () => {
    const { engine, processes, notices } = await openFake({ lanes: 4 });
    const open = await engine();
    const names = ['a', 'slow-b', 'crash', 'slow-c', 'd', 'slow-e'];
    const work = names.map((name) => look(open, name));
    expect(await wordsOf(work)).toEqual([
      'a',
      'slow-b',
      'decoder-crashed',
      'slow-c',
      'd',
      'slow-e',
    ]);
    // The first process met all of them, the second died of the suspect, the third did the rest.
    expect(processes).toHaveLength(3);
    expect(processes[1].mostAtOnce()).toBe(1);
    expect(notices).toHaveLength(2);
  });

  it('tries suspects one at a time and in their order, and new images only after them', async () => {
    const { engine, processes } = await openFake({ lanes: 4 });
    const open = await engine();
    const work = ['slow-1', 'slow-2', 'slow-3', 'crash'].map((name) => look(open, name));
    await vi.advanceTimersByTimeAsync(60);
    expect(processes).toHaveLength(2);
    work.push(look(open, 'new'));
    expect(await wordsOf(work)).toEqual(['slow-1', 'slow-2', 'slow-3', 'decoder-crashed', 'new']);
    expect(pathsOf(processes[1].received)).toEqual(['slow-1', 'slow-2', 'slow-3', 'crash']);
    expect(processes[1].mostAtOnce()).toBe(1);
    expect(pathsOf(processes[2].received)).toEqual(['new']);
  });

  it('of something alone is proven by a second one before it is laid on it', async () => {
    const { engine, processes } = await openFake();
    expect(await wordsOf([look(await engine(), 'crash')])).toEqual(['decoder-crashed']);
    expect(processes.map(({ received }) => pathsOf(received))).toEqual([['crash'], ['crash'], []]);
  });

  it('that comes from outside harms nobody', async () => {
    const { engine, processes } = await openFake();
    const open = await engine();
    const work = ['slow-1', 'slow-2', 'slow-3'].map((name) => look(open, name));
    await vi.advanceTimersByTimeAsync(100);
    processes[0].end('killed by an operator');
    expect(await wordsOf(work)).toEqual(['slow-1', 'slow-2', 'slow-3']);
  });

  it('makes the next restart wait longer, up to the last step', async () => {
    const { engine, processes } = await openFake();
    const open = await engine();
    const ends: number[] = [];
    for (let i = 0; i < 6; i++) {
      ends.push(performance.now());
      processes[i].end();
      await vi.advanceTimersByTimeAsync(10_000);
    }
    const waits = ends.map((end, i) => processes[i + 1].startedMs - end);
    const [first, second, third, last] = ENGINE.restartBackoffMs;
    expect(waits).toEqual([first, second, third, last, last, last]);
    await vi.advanceTimersByTimeAsync(ENGINE.crashMemoryMs + 1);
    const end = performance.now();
    processes[6].end();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(processes[7].startedMs - end, 'forgotten after a good while').toBe(first);
    expect(await wordsOf([look(open, 'still there')])).toEqual(['still there']);
  });
});

describe('the time limit', () => {
  it('ends the process and blames the guilty image only', async () => {
    const { engine, processes } = await openFake({ lanes: 4 });
    const open = await engine();
    // All sent in one moment: all limits end in the same millisecond as well.
    const work = ['hang', 'a', 'slow-b'].map((name) => look(open, name));
    expect(await wordsOf(work)).toEqual(['took-too-long', 'a', 'slow-b']);
    expect(processes[0].killed).toBe(true);
  });

  it('spares an image that only stood behind the guilty one', async () => {
    // One decoded image hangs in the only lane; the others, sent before and after it, wait there.
    const { openChannel, processes } = fakeEngine();
    const stuck: OpenChannelOf = (events) => {
      const channel = openChannel(events);
      let blocked = false;
      return {
        kill: channel.kill,
        send(message) {
          const [path] = pathsOf([message.request]);
          blocked ||= path === 'first' && processes.length === 1;
          if (!blocked) channel.send(message);
        },
      };
    };
    const { engine } = await openFake({}, { openChannel: stuck });
    const open = await engine();
    const work = ['first', 'hang', 'third'].map((name) => look(open, name));
    expect(await wordsOf(work)).toEqual(['first', 'took-too-long', 'third']);
  });

  it('holds for searches: they fail with engine-timeout', async () => {
    const { openChannel } = fakeEngine();
    const deaf: OpenChannelOf = (events) => {
      const channel = openChannel(events);
      return {
        kill: channel.kill,
        send: (message) => {
          if (message.request.kind !== 'search') channel.send(message);
        },
      };
    };
    const { engine } = await openFake({}, { openChannel: deaf });
    const search = (await engine()).search(setOf([[1, 0, 0, 0]]), [unit(1, 0, 0, 0)], 1);
    search.catch(() => undefined);
    await vi.advanceTimersByTimeAsync(LONG_MS);
    await expect(search).rejects.toMatchObject({ code: 'engine-timeout' });
  });
});

describe('a preview', () => {
  const show = (engine: Engine, path: string) =>
    engine.preview({ kind: 'file', path }, 64).then((preview) => {
      if (preview.outcome === 'shown') return new TextDecoder().decode(preview.bytes);
      return preview.reasons.map(({ problem }) => problem).join();
    });

  it('that crashes or hangs is told as that, and the others are shown', async () => {
    const { engine, processes } = await openFake({ lanes: 4 });
    const open = await engine();
    const work = Promise.all([
      ...['a', 'crash', 'b', 'hang', 'c'].map((name) => show(open, name)),
      look(open, 'an image').then(word),
    ]);
    await vi.advanceTimersByTimeAsync(LONG_MS);
    expect(await work).toEqual(['a', 'decoder-crashed', 'b', 'took-too-long', 'c', 'an image']);
    expect(processes.some(({ killed }) => killed)).toBe(true);
  });
});

describe('a search', () => {
  it('loads its references again after a restart', async () => {
    const { engine, processes } = await openFake();
    const open = await engine();
    const set = setOf([
      [1, 0, 0, 0],
      [0, 1, 0, 0],
    ]);
    const find = () => search(open, set, unit(0, 1, 0, 0));
    expect(await find()).toEqual([1, 0]);
    expect(await find()).toEqual([1, 0]);
    const loads = () =>
      processes.map(({ received }) => received.filter((r) => r.kind === 'load-references').length);
    expect(loads(), 'loaded once for both').toEqual([1]);
    processes[0].end();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await find()).toEqual([1, 0]);
    expect(loads()).toEqual([1, 1]);
  });

  it('survives an image that ends the process, while it loads, waits and runs', async () => {
    for (let afterMs = 0; afterMs < 80; afterMs += 7) {
      const { engine } = await openFake();
      const open = await engine();
      const crash = look(open, 'crash');
      await vi.advanceTimersByTimeAsync(afterMs);
      const found = search(open, largeSet(), unit(0, 0, 1, 0));
      const again = look(open, 'crash');
      expect(await wordsOf([crash, again])).toEqual(['decoder-crashed', 'decoder-crashed']);
      expect((await found)[0], `started ${afterMs} ms after the image`).toBe(LARGE_COUNT - 1);
      open.close();
    }
  });

  it('never answers from references that are loaded by halves or are of another search', async () => {
    const { engine } = await openFake();
    const open = await engine();
    const large = largeSet();
    const small = setOf([[0, 0, 0, 1]]);
    const searches = [
      search(open, large, unit(0, 0, 1, 0)), // Its closest row is in the last part.
      search(open, large, unit(0, 0, 1, 0)),
      search(open, small, unit(0, 0, 1, 0)),
      search(open, large, unit(0, 0, 1, 0)),
    ];
    await vi.advanceTimersByTimeAsync(LONG_MS);
    expect((await Promise.all(searches)).map(([row]) => row)).toEqual([
      LARGE_COUNT - 1,
      LARGE_COUNT - 1,
      0,
      LARGE_COUNT - 1,
    ]);
  });

  it('without probes or references is answered without the process', async () => {
    const { engine, processes } = await openFake();
    const open = await engine();
    const probe = unit(1, 0, 0, 0);
    const none = packReferences('face', []);
    expect(await open.search(none, [probe, probe], 3)).toEqual([[], []]);
    expect(await open.search(setOf([[1, 0, 0, 0]]), [], 3)).toEqual([]);
    expect(processes[0].received).toHaveLength(1);
  });
});

describe('a GPU lane', () => {
  it('is given up for the CPU after three crashes, and a notice says so', async () => {
    const { engine, processes, notices } = await openFake({ gpu: 'webgpu' }, { provider: 'auto' });
    const open = await engine();
    expect(open.facts.provider).toBe('webgpu');
    const work = ['gpu-crash-1', 'b', 'gpu-crash-2'].map((name) => look(open, name));
    expect(await wordsOf(work), 'the GPU is to blame').toEqual(['gpu-crash-1', 'b', 'gpu-crash-2']);
    expect(processes).toHaveLength(1 + ENGINE.maxGpuCrashes);
    expect(processes[3].settings().excluded).toEqual({ webgpu: 'crashed 3 times' });
    expect(processes[2].settings().excluded).toEqual({});
    expect(notices.filter((notice) => notice.includes('webgpu'))).toHaveLength(1);
    expect(open.facts.provider, 'facts follow').toBe('cpu');
  });

  it('that is forced is never left silently: the image is blamed and the provider stays', async () => {
    const { engine, processes } = await openFake({ gpu: 'webgpu' }, { provider: 'webgpu' });
    const open = await engine();
    const work = ['gpu-crash-1', 'b', 'gpu-crash-2'].map((name) => look(open, name));
    expect(await wordsOf(work)).toEqual(['decoder-crashed', 'b', 'decoder-crashed']);
    for (const { settings } of processes) {
      expect(settings()).toMatchObject({ provider: 'webgpu', excluded: {} });
    }
    expect(open.facts.provider).toBe('webgpu');
  });

  it('still leaves an image that crashes everywhere to blame', async () => {
    const { engine } = await openFake({ gpu: 'webgpu' }, { provider: 'auto' });
    const open = await engine();
    expect(await wordsOf([look(open, 'crash'), look(open, 'b')])).toEqual(['decoder-crashed', 'b']);
  });
});

describe('opening', () => {
  it('is tried once more without GPU lanes where the process dies over it', async () => {
    const onOpen: FakeOptions['onOpen'] = (_nth, { excluded }) =>
      excluded.webgpu ? undefined : 'end';
    const { engine, processes, notices } = await openFake({ onOpen }, { provider: 'auto' });
    expect((await engine()).facts.provider).toBe('cpu');
    expect(processes).toHaveLength(2);
    expect(Object.keys(processes[1].settings().excluded).sort()).toEqual(
      ['coreml', 'cuda', 'dml', 'webgpu'].sort(),
    );
    expect(notices.join(' ')).toContain('without a GPU');
  });

  it.each(['cpu', 'webgpu'] as const)('fails clearly where it dies and %s is forced', async (p) => {
    const { opening, processes } = await openFake({ onOpen: () => 'end' }, { provider: p });
    await expect(opening).rejects.toMatchObject({
      code: 'engine-crashed',
      message: expect.stringContaining('the driver ended the process') as string,
    });
    await vi.advanceTimersByTimeAsync(LONG_MS);
    expect(processes).toHaveLength(1);
  });

  it('fails clearly where it dies without GPU lanes as well, after two processes', async () => {
    const { opening, processes } = await openFake({ onOpen: () => 'end' }, { provider: 'auto' });
    await expect(opening).rejects.toMatchObject({ code: 'engine-crashed' });
    await vi.advanceTimersByTimeAsync(LONG_MS);
    expect(processes).toHaveLength(2);
  });

  it('fails with the code of the process, and ends it', async () => {
    const failure = { code: 'model-missing', message: 'Expected a model.' } as const;
    const { opening, processes } = await openFake({ onOpen: () => failure });
    await expect(opening).rejects.toMatchObject(failure);
    expect(processes[0].killed).toBe(true);
  });

  it('that never ends is ended, and says how long it took', async () => {
    const { opening, processes } = await openFake({ onOpen: () => 'hang' });
    await vi.advanceTimersByTimeAsync(ENGINE.openTimeoutMs);
    await expect(opening).rejects.toThrow(`${ENGINE.openTimeoutMs} ms`);
    expect(processes[0].killed).toBe(true);
  });

  it('that fails at a restart fails what waits; the next request tries again', async () => {
    const failure = { code: 'model-invalid', message: 'Expected another sha256.' } as const;
    const onOpen: FakeOptions['onOpen'] = (nth) => (nth === 1 ? failure : undefined);
    const { engine, processes } = await openFake({ onOpen });
    const open = await engine();
    processes[0].end();
    expect(await wordsOf([look(open, 'a')])).toEqual(['model-invalid']);
    expect(processes).toHaveLength(2);
    expect(processes[1].killed).toBe(true);
    expect(await wordsOf([look(open, 'b')])).toEqual(['b']);
    expect(processes).toHaveLength(3);
  });

  it('that dies at a restart fails what waits; the next request tries again', async () => {
    const onOpen: FakeOptions['onOpen'] = (nth) => (nth === 1 ? 'end' : undefined);
    const { engine, processes } = await openFake({ onOpen });
    const open = await engine();
    const work = [look(open, 'slow-a'), look(open, 'slow-b')];
    await vi.advanceTimersByTimeAsync(100);
    processes[0].end();
    expect(await wordsOf(work)).toEqual(['engine-crashed', 'engine-crashed']);
    expect(await wordsOf([look(open, 'c')])).toEqual(['c']);
  });
});

describe('closing', () => {
  it('rejects what runs and what waits, at once, and starts nothing afterwards', async () => {
    const { engine, processes } = await openFake({ lanes: 1 });
    const open = await engine();
    const work = Array.from({ length: 8 }, (_, i) => look(open, `slow-${i}`));
    const codes = Promise.all(work.map((one) => one.then(word, codeOf)));
    await vi.advanceTimersByTimeAsync(100);
    open.close();
    expect(await codes).toEqual(Array(8).fill('engine-crashed'));
    expect(processes[0].killed).toBe(true);
    await vi.advanceTimersByTimeAsync(LONG_MS);
    expect(processes).toHaveLength(1);
    expect(vi.getTimerCount(), 'nothing keeps the program from ending').toBe(0);
    await expect(look(open, 'late')).rejects.toMatchObject({ code: 'engine-crashed' });
    await expect(search(open, setOf([[1, 0, 0, 0]]), unit(1, 0, 0, 0))).rejects.toMatchObject({
      code: 'engine-crashed',
    });
    expect(processes).toHaveLength(1);
  });

  it('while it waits to restart stops the restart', async () => {
    const { engine, processes } = await openFake();
    const open = await engine();
    processes[0].end();
    await vi.advanceTimersByTimeAsync(1_000);
    processes[1].end();
    const waiting = look(open, 'a').then(word, codeOf);
    open.close();
    expect(await waiting).toBe('engine-crashed');
    await vi.advanceTimersByTimeAsync(LONG_MS);
    expect(processes).toHaveLength(2);
  });

  it('while it restarts ends the new process', async () => {
    const { engine, processes } = await openFake({
      onOpen: (nth) => (nth === 1 ? 'hang' : undefined),
    });
    const open = await engine();
    processes[0].end();
    const waiting = look(open, 'a').then(word, codeOf);
    await vi.advanceTimersByTimeAsync(1_000);
    open.close();
    expect(await waiting).toBe('engine-crashed');
    await vi.advanceTimersByTimeAsync(LONG_MS);
    expect(processes).toHaveLength(2);
    expect(processes[1].ended).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });
});

type OpenChannelOf = NonNullable<EngineOptions['openChannel']>;

/** Rows of the closest references, closest first; lets the clock run until the answer is there. */
async function search(engine: Engine, set: ReferenceSet, p: Embedding) {
  const found = engine.search(set, [p], 2);
  found.catch(() => undefined);
  await vi.advanceTimersByTimeAsync(LONG_MS);
  const [neighbours] = await found;
  return neighbours.map(({ row }) => row);
}

function setOf(rows: readonly (readonly number[])[]): ReferenceSet {
  const dimensions = rows[0].length;
  return { modality: 'face', dimensions, rows: Float32Array.from(rows.flat()) };
}

/** Enough rows for three messages; only the last one is close to (0, 0, 1, 0). */
const LARGE_COUNT = 140_000;

function largeSet() {
  const rows = new Float32Array(4 * LARGE_COUNT);
  for (let row = 0; row < LARGE_COUNT; row++) rows[4 * row] = 1;
  rows.set([0, 0, 1, 0], 4 * (LARGE_COUNT - 1));
  return { modality: 'face' as const, dimensions: 4, rows };
}

function unit(...values: number[]): Embedding {
  return Float32Array.from(values) as Embedding; // Of unit length, as every caller writes them.
}
