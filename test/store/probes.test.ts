import Sqlite from 'better-sqlite3';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { AttemptId, Features, PersonId } from '../../app/core/vocabulary.ts';
import type { Store } from '../../app/store/index.ts';
import { anchorsOf, enrol, temporaryFolder, temporaryStore, unitVector } from './fixtures.ts';

function attemptOf(store: Store, personId: PersonId | undefined, modality = 'face' as const) {
  return store.attempts.record({
    kind: 'verification',
    modality,
    outcome: 'match',
    reasons: [],
    ...(personId !== undefined && { personId }),
  }).id;
}

const kept = (store: Store, id: AttemptId): Features | undefined => store.probes.get(id);

describe('probes', () => {
  test('of either modality come back to the bit', () => {
    const store = temporaryStore();
    const { person } = enrol(store, 'P1');
    const face = attemptOf(store, person.id);
    const print = attemptOf(store, person.id, 'fingerprint' as never);
    store.probes.keep(face, unitVector('probe'));
    store.probes.keep(print, anchorsOf('probe'));
    expect(kept(store, face)).toEqual(unitVector('probe'));
    expect(kept(store, print)).toEqual(anchorsOf('probe'));
    expect(store.probes.count()).toBe(2);
    expect(store.facts().integrity()).toBe('ok');
  });

  test('of strangers are refused: no erasure would reach them', () => {
    const store = temporaryStore();
    const id = attemptOf(store, undefined);
    expect(() => store.probes.keep(id, unitVector('probe'))).toThrow(/names a person/);
    expect(() => store.probes.keep('x' as AttemptId, unitVector('probe'))).toThrow(
      expect.objectContaining({ code: 'not-found' }),
    );
    expect(store.probes.count()).toBe(0);
  });

  test('go with the person, and no byte of them stays in the file', async () => {
    const path = join(temporaryFolder(), 'people.db');
    const store = temporaryStore(path);
    const [one, other] = ['P1', 'P2'].map((name) => enrol(store, name).person);
    const [gone, stays] = [attemptOf(store, one.id), attemptOf(store, other.id)];
    store.probes.keep(gone, unitVector('gone'));
    store.probes.keep(stays, unitVector('stays'));
    store.people.remove(one.id);
    expect(kept(store, gone)).toBeUndefined();
    expect(kept(store, stays)).toEqual(unitVector('stays'));
    store.close();
    const { readFile } = await import('node:fs/promises');
    const bytes = await readFile(path);
    expect(bytes.includes(Buffer.from(unitVector('stays').buffer))).toBe(true);
    expect(bytes.includes(Buffer.from(unitVector('gone').buffer).subarray(0, 64))).toBe(false);
  });

  test('go with their attempt, and by themselves when their time is over', () => {
    const store = temporaryStore();
    const { person } = enrol(store, 'P1');
    const [old, young] = [attemptOf(store, person.id), attemptOf(store, person.id)];
    store.probes.keep(old, unitVector('old'));
    store.probes.keep(young, unitVector('young'));
    const { at } = store.attempts.get(young);
    expect(store.eraseExpired({ probesBefore: at })).toEqual({ attempts: 0, probes: 1 });
    expect(kept(store, old)).toBeUndefined();
    expect(store.attempts.get(old).id).toBe(old);
    const later = new Date(Date.parse(at) + 1).toISOString();
    expect(store.eraseExpired({ attemptsBefore: later })).toMatchObject({ attempts: 2 });
    expect(store.probes.count()).toBe(0);
  });

  test('that have rotted are refused, and integrity() names the attempt', () => {
    const path = join(temporaryFolder(), 'people.db');
    const store = temporaryStore(path);
    const id = attemptOf(store, enrol(store, 'P1').person.id);
    store.probes.keep(id, unitVector('probe'));
    const raw = new Sqlite(path);
    raw.prepare('UPDATE probes SET features = zeroblob(length(features))').run();
    raw.close();
    expect(() => kept(store, id)).toThrow(expect.objectContaining({ code: 'store-unusable' }));
    expect(store.facts().integrity()).toContain(`probe of attempt ${id}`);
  });
});
