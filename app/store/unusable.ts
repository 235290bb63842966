import { AppError } from '../core/failure.ts';

/** A store that can't be used, in the one form of words that all failures have. */
export function unusable(
  expected: string,
  received: string,
  advice: string,
  cause?: unknown,
): AppError {
  return new AppError(
    'store-unusable',
    `Expected ${expected} but received ${received}; ${advice}.`,
    {
      cause,
    },
  );
}

/** What SQLite's primary result codes mean to the operator. The rest are bugs of ours. */
const SQLITE_TROUBLES: Readonly<Record<string, readonly [string, string, string]>> = {
  BUSY: [
    'the store to be free within 5 s',
    'a lock that another program holds',
    'close the other program and try again',
  ],
  FULL: ['room on the disk for the store', 'a full disk', 'free some space and try again'],
  READONLY: [
    'a store that can be written',
    'a read-only file or folder',
    'allow writing there or choose another folder',
  ],
  CANTOPEN: [
    'a store file that can be opened',
    'a file or folder that refuses it',
    'check its permissions or choose another folder',
  ],
  NOTADB: [
    'a Twinmark store',
    'a file that is no readable database',
    'restore the store from a backup or choose another folder',
  ],
  CORRUPT: ['an undamaged store', 'a damaged database', 'restore the store from a backup'],
  IOERR: [
    'a disk that reads and writes the store',
    'an input/output error',
    'check the disk and restore the store from a backup if it stays',
  ],
};

/** Turns an error of SQLite into a failure; anything else stays what it is. */
export function translateSqliteError(thrown: unknown): unknown {
  const code = sqliteCodeOf(thrown);
  const trouble = code === undefined ? undefined : SQLITE_TROUBLES[code.split('_')[1] ?? ''];
  return trouble === undefined ? thrown : unusable(...trouble, thrown);
}

export function sqliteCodeOf(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error) || thrown.name !== 'SqliteError') return undefined;
  return 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : undefined;
}

/** Turns an error of the file system into a failure without its path. */
export function translateFileError(thrown: unknown): unknown {
  if (!(thrown instanceof Error) || thrown instanceof AppError || !('code' in thrown))
    return thrown;
  return unusable(
    'a folder in which the store can be created and written',
    `the file system's answer ${String(thrown.code)}`,
    'check the permissions or choose another folder',
    // No cause: Node puts the absolute path into its message.
  );
}
