import Sqlite from 'better-sqlite3';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { AuditResult } from '../../app/core/audit.ts';
import type { AttemptId, Distance } from '../../app/core/vocabulary.ts';
import { openStore } from '../../app/store/index.ts';
import {
  SETTINGS,
  FACE_MODEL,
  enrol,
  newTemplate,
  plan,
  sha256,
  temporaryFolder,
  temporaryStore,
  unitVector,
} from './fixtures.ts';

function bytesOf(path: string): Buffer {
  return Buffer.concat(
    ['', '-wal'].map((end) => (existsSync(path + end) ? readFileSync(path + end) : Buffer.of())),
  );
}

function rawOf(seed: string): Buffer {
  return Buffer.from(unitVector(seed).buffer);
}

describe('erasing a person', () => {
  test('leaves neither name, id nor embedding in the file or its log', () => {
    const path = join(temporaryFolder(), 'people.db');
    const store = temporaryStore(path);
    const { person, template } = enrol(store, 'EXTERNAL-4711', 'Zebedee Quillfeather');
    store.people.setNotes(person.id, 'walks with a limp');
    enrol(store, 'P2');
    const { id } = store.audits.create({
      root: '/r',
      settings: SETTINGS,
      startedAt: '2026-01-01T00:00:00Z',
      files: plan(['EXTERNAL-4711', 'EXTERNAL-4711', 'P2']),
    });
    const result: AuditResult = {
      outcome: 'match',
      reasons: [],
      sha256: sha256('x'),
      personId: person.id,
    };
    store.audits.record(id, [{ position: 0, result, features: unitVector('audited') }]);
    store.attempts.record({
      kind: 'enrolment',
      modality: 'face',
      outcome: 'enrolled',
      personId: person.id,
      templateId: template.id,
      reasons: [],
      note: 'Zebedee insisted',
    });
    store.consents.record(person.id, {
      purpose: 'the vault of Quillmouth',
      retainUntil: '2031-07-09',
      operator: 'Gertrude Overseer',
      form: 'signed in lilac ink',
    });
    store.images.keep(template.id, Buffer.from('a portrait of somebody'));
    const verified = store.attempts.record({
      kind: 'verification',
      modality: 'face',
      outcome: 'match',
      personId: person.id,
      templateId: template.id,
      reasons: [],
    });
    store.probes.keep(verified.id, unitVector('probe'));
    const traces = [
      'Quillmouth',
      '2031-07-09',
      'Gertrude',
      'lilac',
      'a portrait of somebody',
      'EXTERNAL-4711',
      'Zebedee',
      'ZEBEDEE',
      'limp',
      person.id,
      template.id,
      rawOf('EXTERNAL-4711'),
      rawOf('audited'),
      rawOf('probe'),
    ];
    const found = () => traces.filter((trace) => bytesOf(path).includes(trace));
    expect(found()).toEqual(traces);
    expect(store.people.remove(person.id)).toEqual({
      templates: 1,
      consents: 1,
      images: 1,
      probes: 1,
      attempts: 2,
    });
    expect(found()).toEqual([]);
    expect(bytesOf(path).includes(rawOf('P2'))).toBe(true);
    expect(store.facts()).toMatchObject({ people: 1, erasurePending: false });
    expect(store.facts().integrity()).toBe('ok');
  });

  test('leaves the logs, which no longer say who', () => {
    const store = temporaryStore();
    const { person, template } = enrol(store, 'A');
    const other = enrol(store, 'B').person;
    const base = { kind: 'verification', modality: 'face', outcome: 'match', reasons: [] } as const;
    const distance = 0.5 as Distance;
    const hers = store.attempts.record({
      ...base,
      personId: person.id,
      templateId: template.id,
      distance,
      note: 'n',
    });
    const near = store.attempts.record({ ...base, templateId: template.id, note: 'n' });
    const his = store.attempts.record({ ...base, personId: other.id, note: 'n' });
    const { id } = store.audits.create({
      root: '/r',
      settings: SETTINGS,
      startedAt: '2026-01-01T00:00:00Z',
      files: plan(['A', 'B', undefined, 'A']),
    });
    const result = { outcome: 'match', reasons: [], sha256: sha256('x') } as const;
    const embedding = unitVector('x');
    store.audits.record(id, [
      { position: 0, result: { ...result, personId: person.id }, features: embedding },
      {
        position: 1,
        result: { ...result, personId: other.id, looksLikeId: person.id },
        features: embedding,
      },
      { position: 2, result: { ...result, personId: person.id }, features: embedding },
    ]);
    store.people.remove(person.id);

    const { id: hersId, at, outcome } = hers;
    expect(store.attempts.get(hersId)).toEqual({ ...base, id: hersId, at, outcome, distance });
    expect(store.attempts.get(near.id)).toEqual({ ...base, id: near.id, at: near.at });
    expect(store.attempts.get(his.id)).toEqual(his);
    const rows = [...store.audits.results(id)];
    expect(rows.map(({ file }) => file.claim)).toEqual(['(erased)', 'B', undefined]);
    expect(rows.map((row) => row.personExternalId)).toEqual([undefined, 'B', undefined]);
    expect(rows.map((row) => row.result.looksLikeId)).toEqual([undefined, undefined, undefined]);
    expect(store.audits.pending(id, { limit: 9 }).map(({ claim }) => claim)).toEqual(['(erased)']);
    expect([...store.audits.features(id)]).toEqual([]);
    expect(() => store.attempts.get('x' as AttemptId)).toThrow();
  });

  test(
    'holds for many people after many changes, where secure_delete alone leaves copies',
    { timeout: 60_000 },
    () => {
      const path = join(temporaryFolder(), 'people.db');
      const store = openStore(path);
      const name = (index: number) => `Person-${sha256(`${index}`).slice(0, 12)}`;
      const gone: number[] = [];
      store.transaction(() => {
        for (let index = 0; index < 600; index++) {
          const { person } = enrol(store, name(index));
          store.templates.add(newTemplate(person.id, `second of ${index}`));
          if (index % 3 === 0) continue;
          store.people.remove(person.id);
          gone.push(index);
        }
      });
      const bytes = bytesOf(path);
      const left = gone.filter(
        (index) => bytes.includes(name(index)) || bytes.includes(rawOf(`second of ${index}`)),
      );
      expect(gone).toHaveLength(400);
      expect(left).toEqual([]);
      expect(bytes.includes(name(0))).toBe(true);
      store.close();
    },
  );

  test(
    'deletes at once, and scrubs later, where another program is still reading',
    { timeout: 20_000 },
    () => {
      const path = join(temporaryFolder(), 'people.db');
      const store = openStore(path);
      const { person } = enrol(store, 'A', 'Zebedee');
      const reader = new Sqlite(path, { readonly: true });
      reader.exec('BEGIN');
      reader.prepare('SELECT * FROM people').all();
      expect(() => store.people.remove(person.id)).toThrow(/another program that reads it/);
      expect(store.people.count()).toBe(0);
      expect(store.facts().erasurePending).toBe(true);
      reader.close();
      store.close();
      const next = temporaryStore(path);
      expect(next.facts().erasurePending).toBe(false);
      expect(bytesOf(path).includes('Zebedee')).toBe(false);
    },
  );

  test('is undone with the transaction around it', () => {
    const store = temporaryStore();
    const { person } = enrol(store, 'A');
    const failing = () =>
      store.transaction(() => {
        store.people.remove(person.id);
        throw new Error('stop');
      });
    expect(failing).toThrow('stop');
    expect(store.people.get(person.id)).toEqual(person);
    expect(store.templates.listOfPerson(person.id, 'face', FACE_MODEL)).toHaveLength(1);
    expect(store.facts().erasurePending).toBe(false);
  });
});

test('removing a template takes the image that it was made of', () => {
  const path = join(temporaryFolder(), 'people.db');
  const store = temporaryStore(path);
  const { person, template } = enrol(store, 'A');
  store.images.keep(template.id, Buffer.from('a portrait of somebody'));
  expect(bytesOf(path).includes('portrait')).toBe(true);
  store.templates.remove(template.id);
  expect(bytesOf(path).includes('portrait')).toBe(false);
  expect(store.images.listOfPerson(person.id)).toEqual([]);
  expect(store.people.remove(person.id)).toMatchObject({ templates: 0, images: 0 });
});

test.each(['removing a template', 'finishing an audit', 'discarding an audit'])(
  '%s leaves no bytes of the embedding',
  (what) => {
    const path = join(temporaryFolder(), 'people.db');
    const store = temporaryStore(path);
    const { template } = enrol(store, 'A');
    const { id } = store.audits.create({
      root: '/r',
      settings: SETTINGS,
      startedAt: '2026-01-01T00:00:00Z',
      files: plan(['A']),
    });
    const result: AuditResult = { outcome: 'match', reasons: [], sha256: sha256('x') };
    store.audits.record(id, [{ position: 0, result, features: unitVector('audited') }]);
    const trace = what === 'removing a template' ? rawOf('A') : rawOf('audited');
    expect(bytesOf(path).includes(trace)).toBe(true);
    if (what === 'removing a template') store.templates.remove(template.id);
    if (what === 'finishing an audit') store.audits.finish(id);
    if (what === 'discarding an audit') store.audits.discard(id);
    expect(bytesOf(path).includes(trace)).toBe(false);
  },
);
