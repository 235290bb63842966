/** All rows of a table as a CSV file, whether they are here or come in pages. */
import { client } from '../../client.ts';
import { toCsv, type Column, type RowSource, type SortOrder } from './table.ts';

interface Paged<Row> {
  readonly source: RowSource<Row> | undefined;
  readonly order: SortOrder | undefined;
  readonly total: number | undefined;
}

/** The most that a source answers at once. */
const PAGE = 1000;

export async function saveTable<Row>(
  name: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[] | Paged<Row>,
): Promise<void> {
  const all = 'source' in rows ? await allOf(rows) : rows;
  const content = toCsv(all, columns);
  await client.invoke('shell.saveFile', { suggestedName: `${name}.csv`, content });
}

async function allOf<Row>({ source, order, total = 0 }: Paged<Row>): Promise<readonly Row[]> {
  const all: Row[] = [];
  for (let offset = 0; source && offset < total; offset += PAGE) {
    all.push(...(await source.load(offset, PAGE, order)).rows);
  }
  return all;
}
