import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openDatabase } from '../../app/store/database.ts';
import { openStore, type Store } from '../../app/store/index.ts';
import type { PersonId } from '../../app/core/vocabulary.ts';
import { enrol, temporaryFolder, temporaryStore, unitVector } from './fixtures.ts';

const NOTE = 'A note that nobody may find any more';

/** Attempts a second apart, from 2026-01-01T00:00:00Z on; with a probe each where of a person. */
function fill(store: Store, count: number, personId?: PersonId) {
  return Array.from({ length: count }, () => {
    const attempt = store.attempts.record({
      kind: 'verification',
      modality: 'face',
      outcome: 'match',
      reasons: [],
      note: NOTE,
      ...(personId !== undefined && { personId }),
    });
    if (personId !== undefined) store.probes.keep(attempt.id, unitVector(attempt.id));
    return attempt;
  });
}

describe('what is too old', () => {
  test('goes: attempts before a time, and no others', () => {
    const store = temporaryStore();
    const all = fill(store, 5);
    const expired = store.eraseExpired({ attemptsBefore: all[3].at });
    expect(expired).toEqual({ attempts: 3, probes: 0 });
    expect(store.attempts.list({ limit: 10 }).map(({ id }) => id)).toEqual([all[4].id, all[3].id]);
  });

  test('goes: probes before a time, while their attempts stay', () => {
    const store = temporaryStore();
    const { person } = enrol(store, 'ada');
    const all = fill(store, 5, person.id);
    expect(store.eraseExpired({ probesBefore: all[2].at })).toEqual({ attempts: 0, probes: 2 });
    expect(store.attempts.list({ limit: 10 })).toHaveLength(5);
    expect(store.probes.get(all[1].id)).toBeUndefined();
    expect(store.probes.get(all[2].id)).toEqual(unitVector(all[2].id));
  });

  test('goes together: a probe never outlives its attempt', () => {
    const store = temporaryStore();
    const { person } = enrol(store, 'ada');
    const all = fill(store, 5, person.id);
    const expiry = { attemptsBefore: all[4].at, probesBefore: all[1].at };
    expect(store.eraseExpired(expiry)).toEqual({ attempts: 4, probes: 4 });
    expect(store.probes.count()).toBe(1);
  });

  test('is nothing where nothing is said', () => {
    const store = temporaryStore();
    fill(store, 3);
    expect(store.eraseExpired({})).toEqual({ attempts: 0, probes: 0 });
    expect(store.attempts.list({ limit: 10 })).toHaveLength(3);
  });

  test('is gone from the file’s bytes, too', () => {
    const path = join(temporaryFolder(), 'people.db');
    const store = openStore(path);
    fill(store, 50);
    store.eraseExpired({ attemptsBefore: '9999-01-01T00:00:00.000Z' });
    expect(store.facts().erasurePending).toBe(false);
    store.close();
    expect(readFileSync(path).includes(NOTE)).toBe(false);
  });

  test('is found by its time, without reading all attempts', () => {
    const path = join(temporaryFolder(), 'people.db');
    openStore(path).close();
    const database = openDatabase(path);
    const sql = 'EXPLAIN QUERY PLAN SELECT id FROM attempts WHERE at < ? LIMIT 1';
    const plan = database.all<{ detail: string }>(sql, '2026-01-01T00:00:00.000Z');
    expect(plan.map(({ detail }) => detail).join()).toContain('USING INDEX attempts_by_time');
    database.close();
  });
});

describe('documents', () => {
  test('come back as they were written, and the last one counts', () => {
    const { documents } = temporaryStore();
    expect(documents.read('settings')).toBeUndefined();
    documents.write('settings', 1, { b: 1, a: ['x'] });
    documents.write('settings', 2, { b: 2, a: [] });
    expect(documents.read('settings')).toEqual({ shape: 2, text: '{"a":[],"b":2}' });
    expect(documents.read('kiosk')).toBeUndefined();
  });

  test('that were removed are gone from the file’s bytes', () => {
    const path = join(temporaryFolder(), 'people.db');
    const store = openStore(path);
    store.documents.write('kiosk-pin', 1, { salt: 'aabbccddeeff' });
    store.documents.remove('kiosk-pin');
    expect(store.documents.read('kiosk-pin')).toBeUndefined();
    store.close();
    expect(readFileSync(path).includes('aabbccddeeff')).toBe(false);
  });
});
