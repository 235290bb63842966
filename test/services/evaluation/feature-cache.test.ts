import {
  readFileSync,
  readdirSync,
  statSync,
  utimesSync,
  writeFileSync,
  existsSync,
} from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ModelId } from '../../../app/core/vocabulary.ts';
import {
  createFeatureCache,
  type CacheScope,
} from '../../../app/services/evaluation/feature-cache.ts';
import { reportJson } from '../../../app/services/evaluation/report/json.ts';
import { createFakeEngine, embeddingAt, sha256Of } from '../fake-engine.ts';
import { temporaryFolder } from '../support.ts';
import { evaluated, faces, write } from './support.ts';

const DAY_MS = 86_400_000;
const CONTENT = sha256Of('a capture');
const SCOPE: CacheScope = {
  modelId: 'model-1' as ModelId,
  capture: { modality: 'face', face: 'main' },
  provider: 'cpu',
  versions: { sharp: '1' },
};
const ACQUIRED = { outcome: 'acquired', faces: 2, features: embeddingAt(1, 30) } as const;

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();

describe('the cache of features', () => {
  test('gives back what it was given, bit by bit, and failures with their reasons', async () => {
    const cache = createFeatureCache(temporaryFolder(), Date.now);
    const failed = sha256Of('another');
    const failure = {
      outcome: 'failure-to-acquire',
      reasons: [{ problem: 'too-blurred', measured: 0.01, limit: 0.07 }],
    } as const;
    expect(await cache.find(CONTENT, SCOPE)).toBeUndefined();
    expect(await cache.remember(CONTENT, SCOPE, ACQUIRED)).toBe(true);
    await cache.remember(failed, SCOPE, failure);
    expect(await cache.find(CONTENT, SCOPE)).toEqual(ACQUIRED);
    expect(await cache.find(failed, SCOPE)).toEqual(failure);
  });

  test.each<[string, Partial<CacheScope>]>([
    ['model', { modelId: 'model-2' as ModelId }],
    ['choice of the face', { capture: { modality: 'face', face: 'largest' } }],
    ['provider', { provider: 'webgpu' }],
    ['decoder', { versions: { sharp: '2' } }],
  ])('knows nothing of another %s', async (_, change) => {
    const cache = createFeatureCache(temporaryFolder(), Date.now);
    await cache.remember(CONTENT, SCOPE, ACQUIRED);
    expect(await cache.find(CONTENT, { ...SCOPE, ...change })).toBeUndefined();
  });

  test('any bit of an entry that was changed makes it unknown', async () => {
    const folder = temporaryFolder();
    const cache = createFeatureCache(folder, Date.now);
    await cache.remember(CONTENT, SCOPE, ACQUIRED);
    const [file] = filesIn(folder);
    const whole = readFileSync(file);
    for (let at = 0; at < whole.length; at += 3) {
      const changed = Buffer.from(whole);
      changed[at] ^= 1 << (at % 8);
      writeFileSync(file, changed);
      expect(await cache.find(CONTENT, SCOPE), `byte ${at}`).toBeUndefined();
    }
    for (const length of [0, 10, 40, whole.length - 1]) {
      writeFileSync(file, whole.subarray(0, length));
      expect(await cache.find(CONTENT, SCOPE), `${length} bytes`).toBeUndefined();
    }
    writeFileSync(file, whole);
    expect(await cache.find(CONTENT, SCOPE)).toEqual(ACQUIRED);
  });

  test('an entry under the name of another capture is unknown', async () => {
    const folder = temporaryFolder();
    const cache = createFeatureCache(folder, Date.now);
    const other = sha256Of('another');
    await cache.remember(other, SCOPE, { ...ACQUIRED, features: embeddingAt(2, 0) });
    const [file] = filesIn(folder);
    const bytes = readFileSync(file);
    await cache.remember(CONTENT, SCOPE, ACQUIRED);
    const mine = filesIn(folder).find((name) => path.basename(name).startsWith(CONTENT));
    writeFileSync(mine ?? '', bytes);
    expect(await cache.find(CONTENT, SCOPE)).toBeUndefined();
  });

  test.skipIf(process.platform === 'win32')('is for its owner alone', async () => {
    const folder = path.join(temporaryFolder(), 'cache');
    const cache = createFeatureCache(folder, Date.now);
    await cache.remember(CONTENT, SCOPE, ACQUIRED);
    const [file] = filesIn(folder);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(path.dirname(file)).mode & 0o777).toBe(0o700);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  test('what was not used for 30 days is removed, what was used stays', async () => {
    const folder = temporaryFolder();
    let now = Date.now();
    const cache = createFeatureCache(folder, () => now);
    const [used, unused] = ['used', 'unused'].map(sha256Of);
    for (const content of [used, unused]) await cache.remember(content, SCOPE, ACQUIRED);
    for (const file of filesIn(folder))
      utimesSync(file, (now - 29 * DAY_MS) / 1000, (now - 29 * DAY_MS) / 1000);
    await cache.find(used, SCOPE);
    now += 2 * DAY_MS;
    await cache.prune();
    expect(await cache.find(used, SCOPE)).toEqual(ACQUIRED);
    expect(await cache.find(unused, SCOPE)).toBeUndefined();
  });

  test('clearing removes all entries and nothing that is not the cache’s', async () => {
    const folder = temporaryFolder();
    const cache = createFeatureCache(folder, Date.now);
    await cache.remember(CONTENT, SCOPE, ACQUIRED);
    await cache.prune();
    const [mine] = [path.join(folder, 'holiday.txt')];
    writeFileSync(mine, 'mine');
    const entry = filesIn(folder).find((file) => file.includes(CONTENT)) ?? '';
    const { size } = statSync(entry);
    expect(await cache.clear()).toEqual({ entries: 1, bytes: size });
    expect(filesIn(folder)).toEqual([mine]);
    expect(await cache.clear()).toEqual({ entries: 0, bytes: 0 });
  });

  test('a folder that can’t be written is no reason to stop', async () => {
    const folder = path.join(temporaryFolder(), 'file');
    writeFileSync(folder, '');
    const cache = createFeatureCache(folder, Date.now);
    expect(await cache.remember(CONTENT, SCOPE, ACQUIRED)).toBe(false);
    expect(await cache.find(CONTENT, SCOPE)).toBeUndefined();
    await cache.prune();
    expect(await cache.clear()).toEqual({ entries: 0, bytes: 0 });
  });
});

describe('an evaluation with a cache', () => {
  test('asks the engine once, and ends in the same report', async () => {
    const [cacheFolder, folder] = [temporaryFolder(), temporaryFolder()];
    const files = { ...faces(6, 3), 'p1/p1_2.png': 'problem too-blurred' };
    write(folder, files);
    const engines = [createFakeEngine(), createFakeEngine({ lanes: 3 }), createFakeEngine()];
    const run = (i: number) =>
      evaluated({ files, cacheFolder, engine: engines[i], request: { folder } });
    const first = await run(0);
    expect(engines[0].analysed).toHaveLength(18);
    expect(first.run).toMatchObject({ cached: 0, analysed: 18 });
    const second = await run(1);
    expect(engines[1].analysed).toEqual([]);
    expect(second.run).toMatchObject({ cached: 18, analysed: 0 });
    expect(reportJson(second)).toBe(reportJson(first));

    const [entry] = filesIn(cacheFolder).filter((file) => !file.endsWith('last-pruned'));
    const bytes = readFileSync(entry);
    bytes[bytes.length - 1] ^= 4;
    writeFileSync(entry, bytes);
    const third = await run(2);
    expect(engines[2].analysed).toHaveLength(1);
    expect(reportJson(third)).toBe(reportJson(first));
  });

  test('without one leaves nothing behind', async () => {
    const cacheFolder = path.join(temporaryFolder(), 'cache');
    await evaluated({ files: faces(4, 3), cacheFolder, request: { cache: false } });
    expect(existsSync(cacheFolder)).toBe(false);
  });
});
