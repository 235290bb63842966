import Sqlite from 'better-sqlite3';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type {
  AuditDuplicate,
  AuditFile,
  AuditResult,
  AuditSettings,
} from '../../app/core/audit.ts';
import type { AuditId, Distance, PersonId, Sha256 } from '../../app/core/vocabulary.ts';
import { openStore } from '../../app/store/index.ts';
import type { Store } from '../../app/store/index.ts';
import {
  SETTINGS,
  enrol,
  plan,
  sha256,
  temporaryFolder,
  temporaryStore,
  unitVector,
} from './fixtures.ts';

const STARTED = '2026-02-03T04:05:06.789Z';
const MISS: AuditResult = { outcome: 'no-face', reasons: [{ problem: 'no-face' }] };

function start(store: Store, files: Iterable<AuditFile>, settings = SETTINGS) {
  return store.audits.create({ root: '/pictures', settings, startedAt: STARTED, files });
}

describe('an audit', () => {
  test('keeps its plan as given', () => {
    const { audits } = temporaryStore();
    const files: AuditFile[] = [
      { position: 0, path: 'a/1.jpg', bytes: 0, modifiedMs: 0, claim: 'P1' },
      {
        position: 1,
        path: 'a/loop',
        bytes: 1,
        modifiedMs: -1,
        problem: { problem: 'directory-loop' },
      },
      { position: 2, path: 'b.jpg', bytes: 2, modifiedMs: 3 },
    ];
    const audit = audits.create({ root: '/r', settings: SETTINGS, startedAt: STARTED, files });
    expect(audit).toEqual({
      id: 'id-000001',
      startedAt: STARTED,
      root: '/r',
      settings: SETTINGS,
      state: 'running',
    });
    expect(audits.pending(audit.id, { limit: 9 })).toEqual(files);
    expect(audits.pending(audit.id, { after: 0, limit: 1 })).toEqual([files[1]]);
    expect(audits.list()).toEqual([audit]);
  });

  test('is resumed where it was left: pending files in order, results kept, done counted', () => {
    const path = join(temporaryFolder(), 'people.db');
    const before = openStore(path);
    const { id } = start(before, plan(['A', 'B', 'C', 'D']));
    before.audits.record(id, [
      { position: 2, result: MISS },
      {
        position: 0,
        result: { outcome: 'not-enrolled', reasons: [], sha256: sha256('0'), faces: 1 },
      },
    ]);
    before.close();
    const { audits } = temporaryStore(path);
    expect(audits.findResumable('/pictures', SETTINGS)?.id).toBe(id);
    expect(audits.pending(id, { limit: 9 }).map((file) => file.position)).toEqual([1, 3]);
    expect(audits.progress(id)).toEqual({
      total: 4,
      done: 2,
      outcomes: {
        match: 0,
        mismatch: 0,
        'not-enrolled': 1,
        ambiguous: 0,
        'several-faces': 0,
        'no-face': 1,
        'no-finger': 0,
        poor: 0,
        unreadable: 0,
      },
    });
    expect([...audits.results(id)].map(({ file }) => file.position)).toEqual([0, 2]);
  });

  test('is found whatever the order of the keys in its settings, and only by equal ones', () => {
    const { audits } = temporaryStore();
    const { id } = audits.create({
      root: '/r',
      settings: SETTINGS,
      startedAt: STARTED,
      files: [],
    });
    const reversed = Object.fromEntries(Object.entries(SETTINGS).reverse()) as unknown;
    expect(audits.findResumable('/r', reversed as AuditSettings)?.id).toBe(id);
    expect(audits.findResumable('/r', { ...SETTINGS, manifestSha256: undefined })?.id).toBe(id);
    expect(audits.findResumable('/other', SETTINGS)).toBeUndefined();
    expect(
      audits.findResumable('/r', { ...SETTINGS, duplicateThreshold: 0.71 as Distance }),
    ).toBeUndefined();
    expect(audits.findResumable('/r', { ...SETTINGS, rule: { kind: 'none' } })).toBeUndefined();
    audits.finish(id);
    expect(audits.findResumable('/r', SETTINGS)).toBeUndefined();
  });

  test('joins its results with the external ids of who is still there', () => {
    const store = temporaryStore();
    const ada = enrol(store, 'A').person;
    const bob = enrol(store, 'B').person;
    const { id } = start(store, plan(['A']));
    const result: AuditResult = {
      outcome: 'mismatch',
      reasons: [],
      sha256: sha256('x'),
      faces: 1,
      personId: ada.id,
      distance: 1.3 as Distance,
      threshold: 1.1 as Distance,
      looksLikeId: bob.id,
      looksLikeDistance: 0.4 as Distance,
    };
    store.audits.record(id, [{ position: 0, result }]);
    expect([...store.audits.results(id)]).toEqual([
      { file: plan(['A'])[0], result, personExternalId: 'A', looksLikeExternalId: 'B' },
    ]);
    store.people.remove(bob.id);
    const { looksLikeId: _gone, ...rest } = result;
    expect([...store.audits.results(id)]).toEqual([
      { file: plan(['A'])[0], result: rest, personExternalId: 'A' },
    ]);
  });

  test('gives its embeddings in order over many pages, while results are written', () => {
    const store = temporaryStore();
    const { id } = start(store, plan(Array.from({ length: 1201 }, () => undefined)));
    const record = (position: number) => ({
      position,
      result: { outcome: 'not-enrolled', reasons: [], sha256: sha256(`${position}`) } as const,
      features: unitVector(`${position % 10}`, 4),
    });
    store.audits.record(
      id,
      Array.from({ length: 1200 }, (_, index) => record(1199 - index)),
    );
    const positions: number[] = [];
    for (const { position, sha256: hash, features } of store.audits.features(id)) {
      if (position === 3) store.audits.record(id, [{ position: 1200, result: MISS }]);
      expect(hash).toBe(sha256(`${position}`));
      expect(features).toEqual(unitVector(`${position % 10}`, 4));
      positions.push(position);
    }
    expect(positions).toEqual(Array.from({ length: 1200 }, (_, index) => index));
    store.audits.finish(id);
    expect([...store.audits.features(id)]).toEqual([]);
    expect([...store.audits.results(id)]).toHaveLength(1201);
  });

  test('keeps the duplicates that were found when it was finished, in order of positions', () => {
    const store = temporaryStore();
    const { id } = start(store, plan(['A', 'B', 'C']));
    store.audits.record(
      id,
      [0, 1, 2].map((position) => ({ position, result: MISS })),
    );
    const pair = (position: number, otherPosition: number) =>
      ({ position, otherPosition, kind: 'same-person', distance: 0.3 as Distance }) as const;
    const refused = (duplicate: AuditDuplicate, code: string) =>
      expect(() => store.audits.finish(id, [pair(0, 1), duplicate])).toThrow(
        expect.objectContaining({ code }),
      );
    refused(pair(2, 1), 'bad-input');
    refused(pair(1, 1), 'bad-input');
    refused(pair(1, 3), 'not-found');
    refused({ ...pair(1, 2), distance: Number.NaN as Distance }, 'bad-input');
    expect(store.audits.get(id).state).toBe('running');
    expect(store.audits.duplicates(id)).toEqual([]);
    store.audits.finish(id, [pair(1, 2), pair(0, 2)]);
    expect(store.audits.duplicates(id)).toEqual([pair(0, 2), pair(1, 2)]);
    store.audits.discard(id);
    expect(store.facts().integrity()).toBe('ok');
  });

  test('that is discarded is gone with all its files', () => {
    const store = temporaryStore();
    const { id } = start(store, plan(['A', 'B']));
    store.audits.discard(id);
    const missing = expect.objectContaining({ code: 'not-found' });
    expect(() => store.audits.progress(id)).toThrow(missing);
    expect(() => store.audits.results(id)).toThrow(missing);
    expect(() => store.audits.discard(id)).toThrow(missing);
    expect(store.facts().integrity()).toBe('ok');
  });
});

describe('misuse of an audit', () => {
  test('a batch with one bad record is refused as a whole', () => {
    const { audits } = temporaryStore();
    const id = audits.create({
      root: '/r',
      settings: SETTINGS,
      startedAt: STARTED,
      files: plan(['A', 'B']),
    }).id;
    const good = { position: 0, result: MISS };
    const refuse = (second: object, code: string) =>
      expect(() => audits.record(id, [good, { position: 1, result: MISS, ...second }])).toThrow(
        expect.objectContaining({ code }),
      );
    refuse({ position: 7 }, 'not-found');
    refuse({ position: 0 }, 'conflict');
    refuse({ features: unitVector('x') }, 'bad-input');
    refuse({ result: { ...MISS, distance: Number.NaN } }, 'bad-input');
    refuse({ result: { ...MISS, sha256: 'x' as Sha256 } }, 'bad-input');
    refuse({ result: { ...MISS, reasons: [{ problem: 'bored' }] } }, 'bad-input');
    expect(audits.progress(id).done).toBe(0);
    audits.record(id, [good]);
    expect(audits.progress(id).done).toBe(1);
  });

  test('an audit with files to do is not finished, and a finished one takes no results', () => {
    const { audits } = temporaryStore();
    const id = audits.create({
      root: '/r',
      settings: SETTINGS,
      startedAt: STARTED,
      files: plan(['A']),
    }).id;
    expect(() => audits.finish(id)).toThrow(/all 1 files .+ received 0/);
    audits.record(id, [{ position: 0, result: MISS }]);
    expect(audits.finish(id).state).toBe('finished');
    const conflict = expect.objectContaining({ code: 'conflict' });
    expect(() => audits.finish(id)).toThrow(conflict);
    expect(() => audits.record(id, [])).toThrow(conflict);
    expect(() => audits.record('x' as AuditId, [])).toThrow(/Expected a known audit/);
  });

  test.each<[string, Partial<AuditFile>]>([
    ['a gap in the positions', { position: 2 }],
    ['an absolute path', { path: '/etc/passwd' }],
    ['no path', { path: '' }],
    ['half a byte', { bytes: 0.5 }],
    ['no time', { modifiedMs: Number.NaN }],
  ])('a plan with %s is refused and leaves nothing behind', (_what, change) => {
    const { audits } = temporaryStore();
    const [first, second] = plan(['A', 'B']);
    if (first === undefined || second === undefined) throw new Error('two files');
    const files = [first, { ...second, ...change }];
    expect(() =>
      audits.create({ root: '/r', settings: SETTINGS, startedAt: STARTED, files }),
    ).toThrow(expect.objectContaining({ code: 'bad-input' }));
    expect(audits.list()).toEqual([]);
  });

  test('a start that is no time and settings that are incomplete are refused', () => {
    const { audits } = temporaryStore();
    const audit = { root: '/r', settings: SETTINGS, startedAt: STARTED, files: [] };
    const badInput = expect.objectContaining({ code: 'bad-input' });
    expect(() => audits.create({ ...audit, startedAt: 'now' })).toThrow(badInput);
    expect(() => audits.create({ ...audit, root: '' })).toThrow(badInput);
    const settings = { ...SETTINGS, verificationThreshold: Number.NaN as Distance };
    expect(() => audits.create({ ...audit, settings })).toThrow(badInput);
  });

  test('a person erased while the audit runs is recorded as nobody, without embedding', () => {
    const store = temporaryStore();
    const { person } = enrol(store, 'A');
    const { id } = start(store, plan(['A', 'A']));
    store.people.remove(person.id);
    const result: AuditResult = {
      outcome: 'match',
      reasons: [],
      sha256: sha256('x'),
      personId: person.id,
    };
    store.audits.record(id, [{ position: 0, result, features: unitVector('A') }]);
    const [row] = store.audits.results(id);
    expect(row?.result.personId).toBeUndefined();
    expect([...store.audits.features(id)]).toEqual([]);
    expect(store.audits.pending(id, { limit: 1 })[0]?.claim).toBe('(erased)');
  });

  test('a plan that was cut off is discarded at the next start; a running audit is not', () => {
    const path = join(temporaryFolder(), 'people.db');
    const before = openStore(path);
    const cutOff = start(before, plan(['A']));
    const running = start(before, plan(['B']));
    before.close();
    const raw = new Sqlite(path);
    raw.prepare(`UPDATE audits SET state = 'planning' WHERE id = ?`).run(cutOff.id);
    raw.close();
    const { audits } = temporaryStore(path);
    expect(audits.list().map(({ id }) => id)).toEqual([running.id]);
  });

  test('rotten settings and a rotten embedding are refused', () => {
    const path = join(temporaryFolder(), 'people.db');
    const store = temporaryStore(path);
    const { id } = start(store, plan(['A']));
    const result: AuditResult = { outcome: 'poor', reasons: [], sha256: sha256('x') };
    store.audits.record(id, [{ position: 0, result, features: unitVector('A') }]);
    const raw = new Sqlite(path);
    raw.exec(`UPDATE audit_features SET features = x'0000803f'`);
    expect(() => [...store.audits.features(id)]).toThrow(/position 0 of audit/);
    raw.exec(`UPDATE audits SET settings = '{"rule":{"kind":"guess"}}'`);
    raw.close();
    expect(() => store.audits.list()).toThrow(/readable settings of audit/);
  });
});

test(
  '100,000 files are planned, recorded and finished (printed, not asserted)',
  { timeout: 60_000 },
  () => {
    const store = temporaryStore(join(temporaryFolder(), 'people.db'));
    const timed = <T>(what: string, run: () => T): T => {
      const from = performance.now();
      const result = run();
      console.log(`${what}: ${(performance.now() - from).toFixed(0)} ms`);
      return result;
    };
    const files = plan(Array.from({ length: 100_000 }, (_, index) => `P${index >> 3}`));
    const { id } = timed('plan 100,000 files', () => start(store, files));
    const embedding = unitVector('x');
    timed('record them in batches of 64', () => {
      for (let first = 0; first < files.length; first += 64) {
        const batch = files.slice(first, first + 64).map(({ position }) => ({
          position,
          result: { outcome: 'match', reasons: [], sha256: sha256('x') } as const,
          embedding,
        }));
        store.audits.record(id, batch);
      }
    });
    timed('count', () => store.audits.progress(id));
    timed('pending', () => store.audits.pending(id, { limit: 64 }));
    timed('read all results', () => [...store.audits.results(id)].length);
    timed('read all embeddings', () => [...store.audits.features(id)].length);
    timed('finish and scrub', () => store.audits.finish(id));
    expect(store.audits.progress(id).done).toBe(100_000);
  },
);

test('nobody who is not there can be found in a result', () => {
  const store = temporaryStore();
  const { id } = start(store, plan(['A']));
  const result: AuditResult = { outcome: 'match', reasons: [], personId: 'ghost' as PersonId };
  store.audits.record(id, [{ position: 0, result }]);
  expect([...store.audits.results(id)][0]?.result).toEqual({ outcome: 'match', reasons: [] });
});
