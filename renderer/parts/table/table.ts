/** The logic of tables: filter, sort, what is in view, CSV. Pure, and quick for 100,000 rows. */

export interface Column<Row> {
  readonly key: string;
  readonly title: string;
  /** What is sorted, filtered and saved; what is shown unless the cell has a snippet of its own. */
  readonly value: (row: Row) => string | number | undefined;
  /** How the value is shown, where that differs. */
  readonly text?: (row: Row) => string;
  /** Right-aligned, tabular. */
  readonly numeric?: boolean;
  /** First width in pixels; users change it. */
  readonly width: number;
  readonly sortable?: boolean;
  /** Of a paged source: what its sort is called; no such name, no sorting. */
  readonly sortKey?: string;
}

export interface SortOrder {
  readonly key: string;
  readonly descending: boolean;
}

/** A page of rows from elsewhere: `people.list` and the like. */
export interface RowSource<Row> {
  /** Changes whenever what `load` would answer changes: the filter, the sort, a new version. */
  readonly version: string;
  readonly load: (
    offset: number,
    limit: number,
    order: SortOrder | undefined,
  ) => Promise<{ readonly total: number; readonly rows: readonly Row[] }>;
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** Rows in which every word of the filter stands somewhere. */
export function filterRows<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  filter: string,
): readonly Row[] {
  const wanted = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return rows;
  return rows.filter((row) => {
    const given = columns.map((column) => shownText(column, row).toLowerCase()).join('\n');
    return wanted.every((word) => given.includes(word));
  });
}

/** Stable; what has no value comes last, whichever way. */
export function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  order: SortOrder | undefined,
): readonly Row[] {
  const column = columns.find(({ key }) => key === order?.key);
  if (!order || !column) return rows;
  const keyed = rows.map((row) => ({ row, value: column.value(row) }));
  keyed.sort((one, other) => {
    if (one.value === undefined || other.value === undefined) {
      return Number(one.value === undefined) - Number(other.value === undefined);
    }
    const ascending =
      typeof one.value === 'number' && typeof other.value === 'number'
        ? one.value - other.value
        : collator.compare(String(one.value), String(other.value));
    return order.descending ? -ascending : ascending;
  });
  return keyed.map(({ row }) => row);
}

/** A click on a head: ascending, descending, as it came. */
export function nextOrder(order: SortOrder | undefined, key: string): SortOrder | undefined {
  if (order?.key !== key) return { key, descending: false };
  return order.descending ? undefined : { key, descending: true };
}

/** Where a key leads from a row; undefined where it leads nowhere. */
export function rowOfKey(
  key: string,
  from: number,
  page: number,
  total: number,
): number | undefined {
  return {
    ArrowDown: from + 1,
    ArrowUp: from - 1,
    PageDown: from + Math.max(1, page),
    PageUp: from - Math.max(1, page),
    Home: 0,
    End: total - 1,
  }[key];
}

/** Which rows are to be drawn: those in view, and some around them. */
export function rowsInView(
  scrollTop: number,
  viewHeight: number,
  rowHeight: number,
  total: number,
  around = 8,
): { readonly first: number; readonly last: number } {
  const first = Math.max(0, Math.floor(scrollTop / rowHeight) - around);
  const last = Math.min(total, Math.ceil((scrollTop + viewHeight) / rowHeight) + around);
  return { first: Math.min(first, last), last };
}

/** Where to scroll so that a row is seen whole: no farther than it takes. */
export function scrolledTo(
  index: number,
  scrollTop: number,
  viewHeight: number,
  rowHeight: number,
): number {
  const top = index * rowHeight;
  return Math.max(top + rowHeight - viewHeight, Math.min(top, scrollTop));
}

export function shownText<Row>(column: Column<Row>, row: Row): string {
  return column.text?.(row) ?? String(column.value(row) ?? '');
}

/** RFC 4180, with the values rather than what is shown; a spreadsheet must not run them. */
export function toCsv<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  const lines = rows.map((row) => columns.map((column) => csvCell(column.value(row))).join(','));
  return [columns.map(({ title }) => csvCell(title)).join(','), ...lines, ''].join('\r\n');
}

function csvCell(value: string | number | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return String(value);
  // A leading apostrophe keeps spreadsheets from taking text for a formula.
  const harmless = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
