import { chmodSync, closeSync, mkdirSync, openSync, readSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { translateFileError, unusable } from './unusable.ts';

/** "Twin" in ASCII; SQLite keeps it in the file's header so that `file` and we know our own. */
export const APPLICATION_ID = 0x5477696e;

const SQLITE_MAGIC = 'SQLite format 3\0';
/** https://www.sqlite.org/fileformat2.html, "The Database Header". */
const HEADER = { bytes: 100, applicationIdAt: 68 } as const;

/**
 * Makes sure that the path is a store of ours or an empty file, readable by its owner only.
 * It looks at the bytes before SQLite does, because SQLite would already change a file of somebody
 * else by opening it (it plays back its journal).
 */
export function prepareStoreFile(path: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    refuseOtherThanFile(path);
    // 'a+' creates what is missing and proves that writing is allowed.
    const file = openSync(path, 'a+', 0o600);
    try {
      refuseForeignHeader(file);
    } finally {
      closeSync(file);
    }
    keepToOwner(path);
  } catch (thrown) {
    throw translateFileError(thrown);
  }
}

function refuseOtherThanFile(path: string): void {
  const entry = statSync(path, { throwIfNoEntry: false });
  if (entry === undefined || entry.isFile()) return;
  throw unusable(
    'a file for the store',
    entry.isDirectory() ? 'a folder' : 'something that is no file',
    'choose another file name',
  );
}

function refuseForeignHeader(file: number): void {
  const header = Buffer.alloc(HEADER.bytes);
  const read = readSync(file, header, 0, HEADER.bytes, 0);
  // Killed between creating the file and its first transaction: a new store.
  if (read === 0) return;
  const isSqlite = header.toString('latin1', 0, SQLITE_MAGIC.length) === SQLITE_MAGIC;
  if (isSqlite && header.readUInt32BE(HEADER.applicationIdAt) === APPLICATION_ID) return;
  throw unusable(
    'a Twinmark store',
    isSqlite ? 'a database of another program' : 'a file of another kind',
    'choose another file; this one was left as it is',
  );
}

/** A store restored from a backup may have come back readable by everybody. */
function keepToOwner(path: string): void {
  if ((statSync(path).mode & 0o077) !== 0) chmodSync(path, 0o600);
}
