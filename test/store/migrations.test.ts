import Sqlite from 'better-sqlite3';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openDatabase } from '../../app/store/database.ts';
import { openStore } from '../../app/store/index.ts';
import { LATEST_VERSION, migrate, versionOf } from '../../app/store/migrations/index.ts';
import { temporaryFolder, temporaryStore } from './fixtures.ts';

const TIME = '2026-01-01T00:00:00.000Z';
const PERSON = `INSERT INTO people VALUES ('p', 'P1', 'Ada', '', 'P1', '${TIME}')`;
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
    ['an embedding of 5 bytes', `UPDATE templates SET embedding = x'0102030405'`, /CHECK/],
    ['an empty embedding', `UPDATE templates SET embedding = x''`, /CHECK/],
    ['a blank name', `UPDATE people SET display_name = ' '`, /CHECK/],
    ['a person that is not there', `UPDATE templates SET person_id = 'q'`, /FOREIGN KEY/],
  ];

  test.each(refused)('refuse %s', (_what, sql, message) => {
    const raw = new Sqlite(path());
    raw.exec(ATTEMPT);
    raw.exec(`INSERT INTO templates VALUES ('t', 'p', 'face', 'm', 1, x'0000803f', zeroblob(32),
      '{}', '${'a'.repeat(64)}', 'cpu', '${TIME}')`);
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
    expect(tables).toHaveLength(8);
    expect(tables.filter((table) => table.strict !== 1)).toEqual([]);
    raw.close();
  });
});
