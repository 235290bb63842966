/** Widths of columns, remembered on this machine by the name of the table. */
import type { Column } from './table.ts';

const LEAST_WIDTH = 56;
const MOST_WIDTH = 1200;

export function widthsOf<Row>(name: string, columns: readonly Column<Row>[]): readonly number[] {
  const kept = read(name);
  return columns.map(({ key, width }) => clampWidth(kept[key] ?? width));
}

export function rememberWidths<Row>(
  name: string,
  columns: readonly Column<Row>[],
  widths: readonly number[],
): void {
  const kept = Object.fromEntries(columns.map(({ key }, at) => [key, widths[at]]));
  try {
    localStorage.setItem(storageKey(name), JSON.stringify(kept));
  } catch {
    // Without a storage they last until the window closes.
  }
}

export function clampWidth(width: number): number {
  return Math.min(MOST_WIDTH, Math.max(LEAST_WIDTH, Math.round(width)));
}

function read(name: string): Readonly<Record<string, number>> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(storageKey(name)) ?? '{}');
    if (typeof kept !== 'object' || kept === null) return {};
    return Object.fromEntries(
      Object.entries(kept).filter((one): one is [string, number] => Number.isFinite(one[1])),
    );
  } catch {
    return {}; // No storage, or not ours.
  }
}

function storageKey(name: string): string {
  return `columns/${name}`;
}
