/** Reads an asar archive: a JSON table of what is where, then the bytes; see its format's README. */
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

interface Entry {
  readonly files?: Readonly<Record<string, Entry>>;
  readonly unpacked?: boolean;
  readonly size?: number;
  /** In bytes from the end of the table, as text. */
  readonly offset?: string;
}

export interface ArchivedFile {
  readonly name: string;
  /** Lies beside the archive, where the system can load it. */
  readonly unpacked: boolean;
  readonly bytes: () => Buffer;
}

export function readAsar(archive: string): ArchivedFile[] {
  const all = readFileSync(archive);
  const start = 8 + all.readUInt32LE(4);
  const table = JSON.parse(all.toString('utf8', 16, 16 + all.readUInt32LE(12))) as Entry;
  const walk = (folder: string, entry: Entry): ArchivedFile[] => {
    if (entry.files) {
      return Object.entries(entry.files).flatMap(([name, one]) =>
        walk(folder === '' ? name : `${folder}/${name}`, one),
      );
    }
    const from = start + Number(entry.offset);
    const unpacked = entry.unpacked === true;
    const bytes = () =>
      unpacked
        ? readFileSync(path.join(`${archive}.unpacked`, folder))
        : all.subarray(from, from + (entry.size ?? 0));
    return [{ name: folder, unpacked, bytes }];
  };
  return walk('', table);
}

/** As the program sees it: both halves in one folder. */
export function extractAsar(archive: string, folder: string): void {
  for (const { name, unpacked, bytes } of readAsar(archive)) {
    if (unpacked) continue;
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, bytes());
  }
  if (existsSync(`${archive}.unpacked`)) cpSync(`${archive}.unpacked`, folder, { recursive: true });
}
