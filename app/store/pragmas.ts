import { sqliteCodeOf, unusable } from './unusable.ts';

export const BUSY_TIMEOUT_MS = 5000;
const RETRY_MS = 10;

/** As much of a connection as is needed here; the package itself has one importer. */
export interface PragmaTarget {
  readonly memory: boolean;
  pragma(source: string, options?: { simple?: boolean }): unknown;
}

/**
 * What is set, and what SQLite must answer when asked. WAL alone would lower synchronous to NORMAL,
 * which may lose the last commits with the power. temp_store: sorting and VACUUM would otherwise
 * write templates to a temporary file outside the store's folder.
 */
const PRAGMAS: readonly (readonly [name: string, value: string, answer: string | number])[] = [
  ['journal_mode', 'WAL', 'wal'],
  ['synchronous', 'FULL', 2],
  ['foreign_keys', 'ON', 1],
  ['secure_delete', 'ON', 1],
  ['busy_timeout', String(BUSY_TIMEOUT_MS), BUSY_TIMEOUT_MS],
  ['trusted_schema', 'OFF', 0],
  ['cell_size_check', 'ON', 1],
  ['temp_store', 'MEMORY', 2],
];

export function applyPragmas(connection: PragmaTarget): void {
  for (const [name, value, answer] of PRAGMAS) {
    waiting(() => connection.pragma(`${name} = ${value}`));
    const received = connection.pragma(name, { simple: true });
    const expected = name === 'journal_mode' && connection.memory ? 'memory' : answer;
    if (received === expected) continue;
    throw unusable(
      `the database to accept ${name} = ${value}`,
      String(received),
      'move the store to a local disk',
    );
  }
}

/**
 * SQLite does not wait for a lock when it turns WAL on, whatever busy_timeout says: two processes
 * that create one store at the same moment would meet there (measured: 1 of 60 times).
 */
function waiting(run: () => void): void {
  const deadline = performance.now() + BUSY_TIMEOUT_MS;
  for (;;) {
    try {
      return run();
    } catch (thrown) {
      if (!isBusy(thrown) || performance.now() > deadline) throw thrown;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_MS);
    }
  }
}

function isBusy(thrown: unknown): boolean {
  return sqliteCodeOf(thrown)?.startsWith('SQLITE_BUSY') ?? false;
}
