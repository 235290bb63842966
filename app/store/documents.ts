/** What a store keeps once: settings and the like, as JSON with the version of its shape. */
import { canonicalJson } from './canonical-json.ts';
import type { WritableDatabase } from './database.ts';
import type { Effects } from './effects.ts';
import { erase } from './erasure.ts';

export type DocumentName = 'settings' | 'kiosk' | 'kiosk-pin';

export interface StoredDocument {
  /** Version of the shape that it was written with. */
  readonly shape: number;
  /** JSON of whatever it holds: its reader checks it. */
  readonly text: string;
}

export interface Documents {
  read(name: DocumentName): StoredDocument | undefined;
  write(name: DocumentName, shape: number, value: object): void;
  /** Its bytes as well. */
  remove(name: DocumentName): void;
}

export function createDocuments(database: WritableDatabase, effects: Effects): Documents {
  return {
    read(name) {
      const sql = 'SELECT shape, body AS text FROM documents WHERE name = ?';
      return database.get<StoredDocument>(sql, name);
    },
    write(name, shape, value) {
      database.run(
        `INSERT INTO documents (name, shape, body, changed_at) VALUES (?, ?, ?, ?)
         ON CONFLICT (name) DO UPDATE SET
           shape = excluded.shape, body = excluded.body, changed_at = excluded.changed_at`,
        name,
        shape,
        canonicalJson(value),
        effects.now(),
      );
    },
    remove(name) {
      erase(database, () => database.run('DELETE FROM documents WHERE name = ?', name));
    },
  };
}
