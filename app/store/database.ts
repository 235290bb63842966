import Sqlite from 'better-sqlite3';
import { resolve } from 'node:path';
import { BUSY_TIMEOUT_MS, applyPragmas } from './pragmas.ts';
import { APPLICATION_ID, prepareStoreFile } from './store-file.ts';
import { translateSqliteError } from './unusable.ts';

export type SqlValue = string | number | Buffer | null;

/**
 * Row types are promises: columns are STRICT and CHECKed by the migrations, so that what a query
 * names is what comes back. JSON and BLOB columns are verified on top, where they are read.
 */
export interface ReadableDatabase {
  readonly inTransaction: boolean;
  get<Row>(sql: string, ...values: readonly SqlValue[]): Row | undefined;
  all<Row>(sql: string, ...values: readonly SqlValue[]): Row[];
  /** Nothing else may use the database before this has ended: consume it where it is made. */
  each<Row>(sql: string, ...values: readonly SqlValue[]): IterableIterator<Row>;
}

export interface WritableDatabase extends ReadableDatabase {
  /** Returns how many rows changed. */
  run(sql: string, ...values: readonly SqlValue[]): number;
  exec(sql: string): void;
  /** All or nothing; may be nested. */
  transaction<T>(run: () => T): T;
  close(): void;
}

const MEMORY = ':memory:';

/** Opens or creates; the caller migrates. `:memory:` keeps everything in memory. */
export function openDatabase(path: string): WritableDatabase {
  const file = path === MEMORY ? MEMORY : resolve(path);
  if (file !== MEMORY) prepareStoreFile(file);
  return translating(() => {
    const connection = new Sqlite(file, { timeout: BUSY_TIMEOUT_MS });
    try {
      claim(connection);
      applyPragmas(connection);
    } catch (thrown) {
      connection.close();
      throw thrown;
    }
    return wrap(connection);
  });
}

/** Before WAL is on, so that the mark is in the file itself and not in its log. */
function claim(connection: Sqlite.Database): void {
  const readId = (): unknown => connection.pragma('application_id', { simple: true });
  if (readId() === APPLICATION_ID) return;
  connection
    .transaction(() => {
      // Another process may have been faster.
      if (readId() !== APPLICATION_ID) connection.pragma(`application_id = ${APPLICATION_ID}`);
    })
    .exclusive();
}

function wrap(connection: Sqlite.Database): WritableDatabase {
  const prepared = new Map<string, Sqlite.Statement<SqlValue[]>>();
  const prepare = (sql: string): Sqlite.Statement<SqlValue[]> => {
    const known = prepared.get(sql);
    if (known !== undefined) return known;
    const statement = connection.prepare<SqlValue[]>(sql);
    prepared.set(sql, statement);
    return statement;
  };
  return {
    get inTransaction() {
      return connection.inTransaction;
    },
    // The three casts are the promise of ReadableDatabase.
    get: <Row>(sql: string, ...values: readonly SqlValue[]) =>
      translating(() => prepare(sql).get(...values) as Row | undefined),
    all: <Row>(sql: string, ...values: readonly SqlValue[]) =>
      translating(() => prepare(sql).all(...values) as Row[]),
    *each<Row>(sql: string, ...values: readonly SqlValue[]) {
      try {
        yield* prepare(sql).iterate(...values) as IterableIterator<Row>;
      } catch (thrown) {
        throw translateSqliteError(thrown);
      }
    },
    run: (sql, ...values) => translating(() => prepare(sql).run(...values).changes),
    exec: (sql) => translating(() => void connection.exec(sql)),
    // Immediate: a reader that turns writer later would fail at once where another one has written.
    transaction: (run) => translating(() => connection.transaction(run).immediate()),
    close: () => close(connection),
  };
}

/** No PRAGMA optimize here: its statistics would copy external ids past their erasure. */
function close(connection: Sqlite.Database): void {
  if (!connection.open) return;
  try {
    connection.pragma('wal_checkpoint(TRUNCATE)');
  } finally {
    connection.close();
  }
}

function translating<T>(run: () => T): T {
  try {
    return run();
  } catch (thrown) {
    throw translateSqliteError(thrown);
  }
}
