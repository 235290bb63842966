import fc from 'fast-check';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import {
  filterRows,
  nextOrder,
  rowOfKey,
  rowsInView,
  scrolledTo,
  sortRows,
  toCsv,
  type Column,
} from '../../renderer/parts/table/table.ts';

interface Row {
  readonly name: string;
  readonly size: number | undefined;
}

const COLUMNS: readonly Column<Row>[] = [
  { key: 'name', title: 'Name', value: (row) => row.name, width: 100 },
  { key: 'size', title: 'Size', value: (row) => row.size, width: 80, numeric: true },
];

const rows = fc.array(
  fc.record({ name: fc.string(), size: fc.option(fc.integer(), { nil: undefined }) }),
);

describe('sorting', () => {
  test('orders numbers as numbers, and what has none comes last either way', () => {
    fc.assert(
      fc.property(rows, fc.boolean(), (given, descending) => {
        const sorted = sortRows(given, COLUMNS, { key: 'size', descending });
        const sizes = sorted.map(({ size }) => size);
        const known = sizes.filter((size) => size !== undefined);
        expect(sizes.slice(0, known.length)).toEqual(known);
        const ascending = descending ? known.toReversed() : known;
        expect(ascending).toEqual(known.toSorted((one, other) => one - other));
        expect(sorted).toHaveLength(given.length);
      }),
    );
  });

  test('keeps the order of equals', () => {
    const given = [1, 2, 3].map((size) => ({ name: 'same', size }));
    expect(sortRows(given, COLUMNS, { key: 'name', descending: false })).toEqual(given);
    expect(sortRows(given, COLUMNS, { key: 'name', descending: true })).toEqual(given);
  });

  test('puts A-2 before A-10, as people number things', () => {
    const given = ['A-10', 'A-2', 'a-1'].map((name) => ({ name, size: 0 }));
    const names = sortRows(given, COLUMNS, { key: 'name', descending: false });
    expect(names.map(({ name }) => name)).toEqual(['a-1', 'A-2', 'A-10']);
  });

  test('a head goes from up to down to as it came', () => {
    const up = nextOrder(undefined, 'name');
    expect(up).toEqual({ key: 'name', descending: false });
    const down = nextOrder(up, 'name');
    expect(down).toEqual({ key: 'name', descending: true });
    expect(nextOrder(down, 'name')).toBeUndefined();
    expect(nextOrder(down, 'size')).toEqual({ key: 'size', descending: false });
  });
});

test('the filter wants every word somewhere in the row', () => {
  const given = [
    { name: 'Ana Lopez', size: 12 },
    { name: 'Ben Lopez', size: 7 },
  ];
  const names = (filter: string) => filterRows(given, COLUMNS, filter).map(({ name }) => name);
  expect(names('lopez')).toEqual(['Ana Lopez', 'Ben Lopez']);
  expect(names('LOPEZ 12')).toEqual(['Ana Lopez']);
  expect(names('ana ben')).toEqual([]);
  expect(names('  ')).toHaveLength(2);
});

test('every row in view is drawn, and few others', () => {
  fc.assert(
    fc.property(
      fc.nat({ max: 100_000 }),
      fc.nat({ max: 5_000_000 }),
      fc.integer({ min: 40, max: 2000 }),
      (total, scrollTop, height) => {
        const { first, last } = rowsInView(scrollTop, height, 44, total);
        expect(first).toBeLessThanOrEqual(last);
        expect(last).toBeLessThanOrEqual(total);
        expect(last - first).toBeLessThanOrEqual(height / 44 + 2 + 16);
        for (let row = 0; row < total; row += Math.max(1, Math.floor(total / 50))) {
          const seen = (row + 1) * 44 > scrollTop && row * 44 < scrollTop + height;
          if (seen) expect(row >= first && row < last).toBe(true);
        }
      },
    ),
  );
});

test('keys lead a row or a page on, and to both ends', () => {
  const to = (key: string) => rowOfKey(key, 50, 10, 100);
  expect(['ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Home', 'End'].map(to)).toEqual([
    49, 51, 40, 60, 0, 99,
  ]);
  expect(to('Enter')).toBeUndefined();
  // In a view of less than two rows a page is a row.
  expect(rowOfKey('PageDown', 5, 0, 100)).toBe(6);
});

test('a row is scrolled to so that all of it is seen, and no farther than that', () => {
  fc.assert(
    fc.property(
      fc.nat({ max: 1000 }),
      fc.nat({ max: 50_000 }),
      fc.integer({ min: 44, max: 2000 }),
      (index, from, height) => {
        const to = scrolledTo(index, from, height, 44);
        const [top, bottom] = [index * 44, (index + 1) * 44];
        expect(top >= to && bottom <= to + height).toBe(true);
        const seenBefore = top >= from && bottom <= from + height;
        // Else it lies at the edge that it came in by.
        if (seenBefore) expect(to).toBe(from);
        else expect(to).toBe(top < from ? top : bottom - height);
      },
    ),
  );
});

describe('CSV', () => {
  test('a reader of CSV gets the values back', () => {
    const text = fc.string({ unit: 'grapheme' }).filter((value) => !/^[=+\-@\t\r]/.test(value));
    fc.assert(
      fc.property(fc.array(fc.record({ name: text, size: fc.integer() })), (given) => {
        const read: unknown = parse(toCsv(given, COLUMNS), {
          columns: true,
          record_delimiter: '\r\n',
        });
        expect(read).toEqual(given.map(({ name, size }) => ({ Name: name, Size: String(size) })));
      }),
    );
  });

  test('a name that a spreadsheet would run is only text', () => {
    const csv = toCsv([{ name: '=HYPERLINK("x")', size: -3 }], COLUMNS);
    expect(csv).toBe('Name,Size\r\n"\'=HYPERLINK(""x"")",-3\r\n');
  });
});

test('sorting and filtering 100,000 rows takes less than two seconds of a processor', () => {
  const given = Array.from({ length: 100_000 }, (_, at) => ({
    name: `person ${(at * 7919) % 100_000}`,
    size: at,
  }));
  const before = process.cpuUsage();
  filterRows(given, COLUMNS, '99');
  sortRows(given, COLUMNS, { key: 'size', descending: true });
  const { user } = process.cpuUsage(before); // Not the clock: others may use the machine as well.
  expect(user / 1e6).toBeLessThan(2);
});
