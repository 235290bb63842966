/** The rows of a table as they are shown: all of them are here, or they come in pages. */
import { toClientFailure } from '../../client.ts';
import { tellFailures } from '../../stores/tell-failures.ts';
import { createRowPages, PAGE_ROWS, type RowPages } from './row-pages.ts';
import { filterRows, sortRows, type Column, type RowSource, type SortOrder } from './table.ts';

/** Getters of a component's own state: what changes is read again. */
export interface TableContent<Row> {
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[] | undefined;
  readonly source: RowSource<Row> | undefined;
  readonly order: SortOrder | undefined;
  /** Of rows that are here; a source filters by itself. */
  readonly filter: string;
}

export interface TableRows<Row> {
  /** Another filter, order or version is another list; the same one may have been read anew. */
  readonly list: string;
  /** All that fit the filter, in order, where they are here. */
  readonly local: readonly Row[] | undefined;
  /** Undefined until the first page has come. */
  readonly total: number | undefined;
  /** Undefined for a row that is still to come. */
  at(index: number): Row | undefined;
  /** Sees to it that these come, where they do. */
  want(first: number, last: number): void;
}

/** For a component while it is set up. */
export function createTableRows<Row>(content: TableContent<Row>): TableRows<Row> {
  const list = $derived(JSON.stringify([content.filter, content.order, content.source?.version]));
  const local = $derived.by(() => {
    const { rows, columns, filter, order } = content;
    return rows && sortRows(filterRows(rows, columns, filter), columns, order);
  });

  // Pages come without telling by themselves.
  let arrived = $state(0);
  /** What was shown last, and of which list. */
  let last: { readonly list: string; readonly pages: RowPages<Row> } | undefined;
  const pages = $derived.by(() => {
    const { source, order } = content;
    if (!source) return undefined;
    const made = createRowPages(
      source,
      order,
      () => (arrived += 1),
      (thrown) => void tellFailures(() => Promise.reject(toClientFailure(thrown))),
      last?.list === list ? last.pages : undefined,
    );
    last = { list, pages: made };
    return made;
  });
  const total = $derived.by(() => {
    void arrived;
    return local?.length ?? pages?.total;
  });

  // Until it is known that there are any, nobody looks at rows and wants them.
  $effect(() => {
    if (!total) pages?.want(0, PAGE_ROWS);
  });

  return {
    get list() {
      return list;
    },
    get local() {
      return local;
    },
    get total() {
      return total;
    },
    at(index) {
      void arrived;
      return local ? local[index] : pages?.get(index);
    },
    want: (first, last) => pages?.want(first, last),
  };
}
