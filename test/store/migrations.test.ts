import Sqlite from 'better-sqlite3';
import { hash } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openDatabase } from '../../app/store/database.ts';
import { openStore } from '../../app/store/index.ts';
import { LATEST_VERSION, migrate, versionOf } from '../../app/store/migrations/index.ts';
import type { AuditId, PersonId } from '../../app/core/vocabulary.ts';
import { canonicalJson } from '../../app/store/canonical-json.ts';
import {
  DIMENSIONS,
  FACE_MODEL,
  QUALITY,
  SETTINGS,
  temporaryFolder,
  temporaryStore,
  unitVector,
} from './fixtures.ts';

const TIME = '2026-01-01T00:00:00.000Z';
const PERSON = `INSERT INTO people
  (id, external_id, display_name, notes, search_key, enrolled_at)
  VALUES ('p', 'P1', 'Ada', '', 'P1\nADA', '${TIME}')`;
const ATTEMPT = `INSERT INTO attempts (id, at, kind, modality, outcome, person_id, reasons)
  VALUES ('a', '${TIME}', 'verification', 'face', 'no-reference', 'p', '[]')`;

/** A store of an older version, with rows, closed. */
function storeOfVersion(version: number, ...rows: readonly string[]): string {
  const path = join(temporaryFolder(), 'people.db');
  const database = openDatabase(path);
  migrate(database, version);
  rows.forEach((sql) => database.run(sql));
  expect(versionOf(database)).toBe(version);
  database.close();
  return path;
}

describe('migration', () => {
  test('0001 makes people and templates out of an empty file', () => {
    const store = temporaryStore(storeOfVersion(0));
    expect(store.people.count()).toBe(0);
    expect(store.facts().schemaVersion).toBe(LATEST_VERSION);
  });

  test('0002 adds attempts and keeps the people', () => {
    const store = temporaryStore(storeOfVersion(1, PERSON));
    expect(store.people.findByExternalId('P1')?.displayName).toBe('Ada');
    expect(store.attempts.list({ limit: 10 })).toEqual([]);
  });

  test('0003 adds audits and keeps people and attempts', () => {
    const store = temporaryStore(storeOfVersion(2, PERSON, ATTEMPT));
    expect(store.attempts.list({ limit: 10 })).toEqual([
      {
        id: 'a',
        at: TIME,
        kind: 'verification',
        modality: 'face',
        outcome: 'no-reference',
        personId: 'p',
        reasons: [],
      },
    ]);
    expect(store.audits.list()).toEqual([]);
    expect(store.facts().integrity()).toBe('ok');
  });

  test('0004 keeps templates, what names them, audits and every seal', () => {
    const embedding = Buffer.from(unitVector('P1').buffer);
    const seal = (blob: Buffer, ...words: string[]) =>
      `x'${hash('sha256', Buffer.concat([Buffer.from(`${words.join('\n')}\n`), blob]))}'`;
    const hex = `x'${embedding.toString('hex')}'`;
    const quality = JSON.stringify(QUALITY);
    const { modality: _, ...old } = SETTINGS;
    const path = storeOfVersion(
      3,
      PERSON,
      `INSERT INTO templates VALUES ('t', 'p', 'face', 'face-a', ${DIMENSIONS}, ${hex},
        ${seal(embedding, 't', 'p', 'face', 'face-a', String(DIMENSIONS))}, '${quality}',
        '${'a'.repeat(64)}', 'cpu', '${TIME}')`,
      `INSERT INTO attempts (id, at, kind, modality, outcome, person_id, template_id, reasons)
        VALUES ('a', '${TIME}', 'verification', 'face', 'match', 'p', 't', '[]')`,
      `INSERT INTO audits VALUES ('u', '${TIME}', '/r', '${canonicalJson(old)}', 'running')`,
      `INSERT INTO audit_files (audit_id, position, path, bytes, modified_ms, claim, outcome,
        reasons, sha256, faces, person_id, distance, threshold)
        VALUES ('u', 0, 'x', 1, 1, 'P1', 'match', '[]', '${'b'.repeat(64)}', 1, 'p', 0.5, 1)`,
      `INSERT INTO audit_files (audit_id, position, path, bytes, modified_ms)
        VALUES ('u', 1, 'y', 1, 1)`,
      `INSERT INTO audit_embeddings VALUES ('u', 0, ${hex}, ${seal(embedding, 'u', '0')})`,
      `INSERT INTO audits VALUES ('f', '${TIME}', '/f', '${canonicalJson(old)}', 'finished')`,
      `INSERT INTO audit_files (audit_id, position, path, bytes, modified_ms, outcome, reasons)
        VALUES ('f', 0, 'x', 1, 1, 'no-face', '[]'), ('f', 1, 'y', 1, 1, 'no-face', '[]')`,
      `INSERT INTO audit_duplicates VALUES ('f', 0, 1, 'same-file', 0)`,
    );
    const store = temporaryStore(path);
    expect(store.facts().schemaVersion).toBe(LATEST_VERSION);
    expect(store.facts().integrity()).toBe('ok');
    const [template] = store.templates.listOfPerson('p' as PersonId, 'face', FACE_MODEL);
    expect(template).toEqual({
      id: 't',
      personId: 'p',
      modality: 'face',
      modelId: FACE_MODEL,
      features: unitVector('P1'),
      quality: QUALITY,
      sourceSha256: 'a'.repeat(64),
      provider: 'cpu',
      enrolledAt: TIME,
    });
    expect(store.attempts.list({ limit: 1 })).toMatchObject([{ personId: 'p', templateId: 't' }]);
    // An interrupted audit can go on: its settings are those of an audit of faces.
    const audit = store.audits.findResumable('/r', SETTINGS);
    expect(audit?.id).toBe('u');
    const id = 'u' as AuditId;
    expect(store.audits.progress(id)).toMatchObject({ total: 2, done: 1 });
    expect([...store.audits.results(id)]).toMatchObject([
      { file: { claim: 'P1' }, result: { outcome: 'match', faces: 1, personId: 'p' } },
    ]);
    expect([...store.audits.features(id)]).toMatchObject([{ features: unitVector('P1') }]);
    expect(store.audits.duplicates('f' as AuditId)).toHaveLength(1);

    // Foreign keys are on again.
    store.people.remove('p' as PersonId);
    expect(store.templates.countByModel()).toEqual([]);
    expect([...store.audits.features(id)]).toEqual([]);
    expect(store.attempts.list({ limit: 1 })[0]).not.toHaveProperty('templateId');
  });

  test('0005 makes nobody synthetic or due, and lists people by the names they had', () => {
    const path = storeOfVersion(
      4,
      PERSON,
      `INSERT INTO people VALUES ('q', 'A2', 'zoe', '', 'A2\nZOE', '${TIME}')`,
      ATTEMPT,
    );
    const store = temporaryStore(path);
    const listed = store.people.list({ sort: 'displayName', limit: 9, offset: 0 });
    expect(listed.map(({ displayName }) => displayName)).toEqual(['Ada', 'zoe']);
    expect(listed.filter(({ synthetic }) => synthetic)).toEqual([]);
    expect(store.people.count({ dueOn: '9999-12-31' })).toBe(0);
    const [{ id }] = listed;
    store.consents.record(id, {
      purpose: 'door',
      retainUntil: '2027-01-01',
      operator: '',
      form: '',
    });
    expect(store.people.count({ dueOn: '2027-01-01' })).toBe(1);
    expect(store.attempts.list({ limit: 9 })).toMatchObject([{ personId: 'p' }]);
    expect(store.facts().integrity()).toBe('ok');
  });

  test('0006 adds documents, finds attempts by their time, and keeps both', () => {
    const store = temporaryStore(storeOfVersion(5, PERSON, ATTEMPT));
    expect(store.documents.read('settings')).toBeUndefined();
    expect(store.attempts.list({ limit: 10 })).toMatchObject([{ id: 'a', at: TIME }]);
    store.documents.write('settings', 1, { operator: 'Grace' });
    expect(store.documents.read('settings')).toEqual({ shape: 1, text: '{"operator":"Grace"}' });
    expect(store.facts().integrity()).toBe('ok');
  });

  test('0007 keeps attempts in their order, and what they name, and takes the new outcome', () => {
    const embedding = Buffer.from(unitVector('P1').buffer);
    const path = storeOfVersion(
      6,
      `INSERT INTO people (id, external_id, display_name, notes, search_key, enrolled_at)
        VALUES ('p', 'P1', 'Ada', '', 'P1', '${TIME}')`,
      `INSERT INTO templates VALUES ('t', 'p', 'face', NULL, 'face-a', ${DIMENSIONS},
        x'${embedding.toString('hex')}', zeroblob(32), '{}', '${'a'.repeat(64)}', 'cpu', '${TIME}')`,
      ...['b', 'a'].map(
        (id) => `INSERT INTO attempts (id, at, kind, modality, outcome, person_id, template_id,
          distance, threshold, target_rate, model_id, provider, reasons, note)
          VALUES ('${id}', '${TIME}', 'verification', 'face', 'match', 'p', 't', 0.5, 1, 0.001,
            'face-a', 'cpu', '[]', 'note')`,
      ),
    );
    const store = temporaryStore(path);
    const attempt = {
      at: TIME,
      kind: 'verification',
      modality: 'face',
      outcome: 'match',
      personId: 'p',
      templateId: 't',
      distance: 0.5,
      threshold: 1,
      targetRate: 0.001,
      modelId: 'face-a',
      provider: 'cpu',
      reasons: [],
      note: 'note',
    };
    expect(store.attempts.list({ limit: 9 })).toEqual([
      { ...attempt, id: 'a' },
      { ...attempt, id: 'b' },
    ]);
    const personId = 'p' as PersonId;
    const next = store.attempts.record({
      kind: 'verification',
      modality: 'face',
      outcome: 'undecided',
      personId,
      reasons: [],
    });
    expect(store.attempts.list({ limit: 9, personId })[0]).toEqual(next);
    expect(store.calibrations.list()).toEqual([]);
    expect(store.probes.count()).toBe(0);
    // Foreign keys are on again.
    store.people.remove(personId);
    expect(store.attempts.list({ limit: 9 }).every((one) => !('personId' in one))).toBe(true);
  });

  test('that fails leaves the version before it whole', () => {
    const path = storeOfVersion(1, PERSON, 'CREATE TABLE attempts_of_person (x TEXT) STRICT');
    expect(() => openStore(path)).toThrow();
    const raw = new Sqlite(path, { readonly: true });
    expect(raw.pragma('user_version', { simple: true })).toBe(1);
    expect(raw.prepare(`SELECT name FROM sqlite_schema WHERE name = 'attempts'`).all()).toEqual([]);
    raw.close();
  });
});

test('a store of a newer version is refused and stays as it is', () => {
  const path = storeOfVersion(LATEST_VERSION);
  const newer = new Sqlite(path);
  newer.pragma(`user_version = ${LATEST_VERSION + 1}`);
  newer.close();
  expect(() => openStore(path)).toThrow(
    `Expected a store of version ${LATEST_VERSION} or older but received version ${LATEST_VERSION + 1}`,
  );
  const raw = new Sqlite(path);
  expect(raw.pragma('user_version', { simple: true })).toBe(LATEST_VERSION + 1);
  raw.close();
});

describe('the tables', () => {
  const path = () => storeOfVersion(LATEST_VERSION, PERSON);
  const refused: readonly (readonly [string, string, RegExp])[] = [
    ['text in a BLOB', `UPDATE templates SET seal = 'x'`, /cannot store TEXT value in BLOB/],
    ['a number that is no number', `UPDATE audit_files SET bytes = 'x'`, /cannot store TEXT value/],
    ['an unknown word', `UPDATE attempts SET outcome = 'maybe'`, /CHECK/],
    ['JSON that is none', `UPDATE attempts SET reasons = 'x'`, /CHECK/],
    ['a time that is none', `UPDATE people SET enrolled_at = 'noon'`, /CHECK/],
    ['an embedding of 5 bytes', `UPDATE templates SET features = x'0102030405'`, /CHECK/],
    ['an empty embedding', `UPDATE templates SET features = x''`, /CHECK/],
    ['a face with a finger', `UPDATE templates SET finger = 2`, /CHECK/],
    ['a print without a finger', `UPDATE templates SET modality = 'fingerprint'`, /CHECK/],
    ['a finger that is none', `UPDATE audit_files SET finger = 11`, /CHECK/],
    [
      'anchors that are not whole',
      `UPDATE templates SET modality = 'fingerprint', finger = 2, dimensions = 64, features = zeroblob(75)`,
      /CHECK/,
    ],
    ['an unknown use', `UPDATE attempts SET use = 'door'`, /CHECK/],
    ['a basis that is no JSON', `UPDATE attempts SET basis = 'x'`, /CHECK/],
    ['a part of nothing', `UPDATE attempts SET part_of = 'x'`, /FOREIGN KEY/],
    ['a blank name', `UPDATE people SET display_name = ' '`, /CHECK/],
    ['a person who is half synthetic', `UPDATE people SET synthetic = 2`, /CHECK/],
    ['a day that is none', `UPDATE people SET retain_until = 'soon'`, /CHECK/],
    ['a consent to nothing', `UPDATE consents SET purpose = ' '`, /CHECK/],
    ['an empty image', `UPDATE images SET bytes = x''`, /CHECK/],
    ['a person that is not there', `UPDATE templates SET person_id = 'q'`, /FOREIGN KEY/],
  ];

  test.each(refused)('refuse %s', (_what, sql, message) => {
    const raw = new Sqlite(path());
    raw.exec(ATTEMPT);
    raw.exec(`INSERT INTO templates VALUES ('t', 'p', 'face', NULL, 'm', 1, x'0000803f',
      zeroblob(32), '{}', '${'a'.repeat(64)}', 'cpu', '${TIME}')`);
    raw.exec(`INSERT INTO consents VALUES (1, 'p', 'door', '2027-01-01', '', '', '${TIME}')`);
    raw.exec(`INSERT INTO images VALUES ('t', x'00', zeroblob(32))`);
    raw.exec(`INSERT INTO audits VALUES ('u', '${TIME}', '/r', '{}', 'running')`);
    raw.exec(`INSERT INTO audit_files (audit_id, position, path, bytes, modified_ms)
      VALUES ('u', 0, 'x', 1, 1)`);
    expect(() => raw.exec(sql)).toThrow(message);
    raw.close();
  });

  test('are all STRICT', () => {
    const raw = new Sqlite(path());
    const tables = raw
      .prepare<[], { name: string; strict: number }>(
        `SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite_%'`,
      )
      .all();
    expect(tables.map(({ name }) => name)).toContain('people');
    expect(tables.filter((table) => table.strict !== 1)).toEqual([]);
    raw.close();
  });
});
