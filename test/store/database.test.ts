import Sqlite from 'better-sqlite3';
import { mkdirSync, readFileSync, statSync, writeFileSync, chmodSync, truncateSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../app/core/failure.ts';
import { LATEST_VERSION } from '../../app/store/migrations/index.ts';
import { openDatabase } from '../../app/store/database.ts';
import { openStore } from '../../app/store/index.ts';
import { enrol, temporaryFolder, temporaryStore } from './fixtures.ts';

function refusalOf(path: string): AppError {
  try {
    openStore(path).close();
  } catch (thrown) {
    if (thrown instanceof AppError) return thrown;
    throw thrown;
  }
  throw new Error('Expected a refusal but the store opened.');
}

/** Every message: a code, the three parts, no path. */
function expectRefusal(path: string, received: string): void {
  const failure = refusalOf(path);
  expect(failure.code).toBe('store-unusable');
  expect(failure.message).toMatch(/^Expected .+ but received .+; .+\.$/);
  expect(failure.message).toContain(received);
  expect(failure.message).not.toContain(path);
}

describe('opening', () => {
  test('a new store is a folder and files for the owner only', () => {
    const folder = join(temporaryFolder(), 'deep', 'store');
    const path = join(folder, 'people.db');
    const store = temporaryStore(path);
    enrol(store, 'P1');
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    for (const end of ['', '-wal', '-shm']) {
      expect(statSync(path + end).mode & 0o777).toBe(0o600);
    }
  });

  test('a store that has come back readable by everybody is closed to them again', () => {
    const path = join(temporaryFolder(), 'people.db');
    openStore(path).close();
    chmodSync(path, 0o644);
    temporaryStore(path);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test('SQLite itself answers that every pragma is set', () => {
    const database = openDatabase(join(temporaryFolder(), 'people.db'));
    const answers = [
      'journal_mode',
      'synchronous',
      'foreign_keys',
      'secure_delete',
      'trusted_schema',
    ].map(
      (name) => Object.values(database.get<Record<string, unknown>>(`PRAGMA ${name}`) ?? {})[0],
    );
    expect(answers).toEqual(['wal', 2, 1, 1, 0]);
    expect(database.get('PRAGMA busy_timeout')).toEqual({ timeout: 5000 });
    expect(database.get('PRAGMA temp_store')).toEqual({ temp_store: 2 });
    database.close();
  });

  test('an empty file, left by a kill at the very start, becomes a store', () => {
    const path = join(temporaryFolder(), 'people.db');
    writeFileSync(path, '');
    expect(temporaryStore(path).facts().integrity()).toBe('ok');
  });

  test('closing empties the log, may be repeated, and what was stored is there again', () => {
    const path = join(temporaryFolder(), 'people.db');
    const store = openStore(path);
    const { person } = enrol(store, 'P1');
    store.close();
    store.close();
    expect(statSync(`${path}-wal`, { throwIfNoEntry: false })).toBeUndefined();
    expect(temporaryStore(path).people.get(person.id)).toEqual(person);
  });
});

describe('refusing', () => {
  test('a text file, which stays as it is', () => {
    const path = join(temporaryFolder(), 'letter.txt');
    writeFileSync(path, 'Dear Sir or Madam, '.repeat(50));
    expectRefusal(path, 'a file of another kind');
    expect(readFileSync(path, 'utf8')).toMatch(/^Dear Sir/);
  });

  test('a file shorter than a header', () => {
    const path = join(temporaryFolder(), 'short');
    writeFileSync(path, 'x');
    expectRefusal(path, 'a file of another kind');
  });

  test("another program's database, which stays as it is", () => {
    const path = join(temporaryFolder(), 'other.db');
    const other = new Sqlite(path);
    other.exec('CREATE TABLE secrets (id)');
    other.close();
    const before = readFileSync(path);
    expectRefusal(path, 'a database of another program');
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  test('a folder', () => {
    const path = join(temporaryFolder(), 'people.db');
    mkdirSync(path);
    expectRefusal(path, 'a folder');
  });

  test('a place below a file', () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    expectRefusal(join(file, 'people.db'), 'the file system');
  });

  test('a store whose pages are noise behind a good header', () => {
    const path = join(temporaryFolder(), 'people.db');
    openStore(path).close();
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.fill(0xa5, 100));
    expectRefusal(path, 'a damaged database');
  });

  test('a store cut off in the middle', () => {
    const path = join(temporaryFolder(), 'people.db');
    openStore(path).close();
    truncateSync(path, 8192);
    expectRefusal(path, 'a damaged database');
  });

  test('a read-only file and a read-only folder, for somebody who is not root', () => {
    // Root may write everywhere, so that the attempt is made by a process that gives root up.
    const folder = temporaryFolder();
    const path = join(folder, 'people.db');
    openStore(path).close();
    chmodSync(path, 0o444);
    chmodSync(folder, 0o555);
    const store = join(import.meta.dirname, '../../app/store/index.ts');
    const script = `
      import { openStore } from ${JSON.stringify(store)};
      if (process.getuid() === 0) process.setuid(65534);
      for (const path of ${JSON.stringify([path, join(folder, 'new.db')])}) {
        try { openStore(path); console.log('opened'); } catch (e) { console.log(e.code, e.message); }
      }`;
    const child = spawnSync(process.execPath, ['--input-type=module', '-e', script]);
    const lines = String(child.stdout).trim().split('\n');
    expect(lines, String(child.stderr)).toHaveLength(2);
    for (const line of lines) {
      expect(line).toMatch(/^store-unusable Expected .+ but received .+ EACCES; /);
      expect(line).not.toContain(folder);
    }
    chmodSync(folder, 0o700);
  });
});

test('a lock that another program holds is a failure that says so', { timeout: 20_000 }, () => {
  const path = join(temporaryFolder(), 'people.db');
  const store = temporaryStore(path);
  const other = new Sqlite(path);
  other.exec('BEGIN IMMEDIATE');
  expect(() => enrol(store, 'P1')).toThrow(/a lock that another program holds/);
  other.exec('ROLLBACK');
  other.close();
  enrol(store, 'P1');
});

test('a transaction is all or nothing, also when nested, and refuses promises', () => {
  const store = temporaryStore();
  const failing = () =>
    store.transaction(() => {
      enrol(store, 'P1');
      store.transaction(() => enrol(store, 'P2'));
      throw new Error('stop');
    });
  expect(failing).toThrow('stop');
  expect(store.people.count()).toBe(0);
  expect(() => store.transaction(async () => {})).toThrow(/promise/);
});

test('the facts count what is there', () => {
  const path = join(temporaryFolder(), 'people.db');
  const store = temporaryStore(path);
  enrol(store, 'P1');
  const { integrity, bytes, ...facts } = store.facts();
  expect(facts).toEqual({
    path,
    schemaVersion: LATEST_VERSION,
    people: 1,
    templatesByModel: [{ modality: 'face', modelId: 'face-a', templates: 1 }],
    journalMode: 'wal',
    synchronous: 'FULL',
    erasurePending: false,
  });
  expect(bytes).toBeGreaterThan(4096);
  expect(integrity()).toBe('ok');
});
