/** Rows of a paged source, a page at a time, as they come into view. */
import type { RowSource, SortOrder } from './table.ts';

/** Rows a call: some screens full. */
export const PAGE_ROWS = 200;

/** Pages kept; the farthest from view go first. */
const MOST_PAGES = 20;

export interface RowPages<Row> {
  readonly total: number | undefined;
  readonly get: (index: number) => Row | undefined;
  /** Loads what of the range is missing; calls back when it has come. */
  readonly want: (first: number, last: number) => void;
}

export function createRowPages<Row>(
  source: RowSource<Row>,
  order: SortOrder | undefined,
  changed: () => void,
  failed: (thrown: unknown) => void,
  /** The same list as it was: shown until the first page has come anew, so that nothing blinks. */
  before?: RowPages<Row>,
): RowPages<Row> {
  const pages = new Map<number, readonly Row[]>();
  const asked = new Set<number>();
  let total: number | undefined;

  async function load(page: number): Promise<void> {
    asked.add(page);
    try {
      const answer = await source.load(page * PAGE_ROWS, PAGE_ROWS, order);
      before = undefined;
      total = answer.total;
      pages.set(page, answer.rows);
      forgetFarthest(page);
      changed();
    } catch (thrown) {
      failed(thrown);
    } finally {
      asked.delete(page);
    }
  }

  function forgetFarthest(from: number): void {
    while (pages.size > MOST_PAGES) {
      const far = (page: number) => Math.abs(page - from);
      pages.delete([...pages.keys()].reduce((one, other) => (far(other) > far(one) ? other : one)));
    }
  }

  return {
    get total() {
      return total ?? before?.total;
    },
    get(index) {
      const page = pages.get(Math.floor(index / PAGE_ROWS));
      return page ? page[index % PAGE_ROWS] : before?.get(index);
    },
    want(first, last) {
      const lastPage = Math.floor(Math.max(first, last - 1) / PAGE_ROWS);
      for (let page = Math.floor(first / PAGE_ROWS); page <= lastPage; page++) {
        if (!pages.has(page) && !asked.has(page)) void load(page);
      }
    },
  };
}
