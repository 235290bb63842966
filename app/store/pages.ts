import type { ReadableDatabase } from './database.ts';

const PAGE_ROWS = 500;

/**
 * Reads page by page after the last position: an open statement would forbid every write on the
 * connection until the consumer is done, and would keep the write-ahead log from being emptied.
 * @param sql takes the audit, the position to go on after, and the page's size
 */
export function* inPages<Row extends { readonly position: number }>(
  database: ReadableDatabase,
  sql: string,
  auditId: string,
): IterableIterator<Row> {
  let after = -1;
  for (;;) {
    const rows = database.all<Row>(sql, auditId, after, PAGE_ROWS);
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE_ROWS) return;
    after = last.position;
  }
}
