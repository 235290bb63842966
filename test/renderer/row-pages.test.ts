import { expect, test } from 'vitest';
import { PAGE_ROWS, createRowPages } from '../../renderer/parts/table/row-pages.ts';

const TOTAL = 10_000;

function told(thrown: unknown): never {
  throw thrown;
}

function countingSource() {
  const asked: number[] = [];
  return {
    asked,
    source: {
      version: '1',
      load: (offset: number, limit: number) => {
        asked.push(offset);
        const rows = Array.from(
          { length: Math.min(limit, TOTAL - offset) },
          (_, at) => offset + at,
        );
        return Promise.resolve({ total: TOTAL, rows });
      },
    },
  };
}

test('rows come from the page that they lie in', async () => {
  const { source } = countingSource();
  const pages = createRowPages(source, undefined, () => undefined, told);
  expect(pages.total).toBeUndefined();
  pages.want(190, 410);
  await Promise.resolve().then(() => new Promise(setImmediate));
  expect(pages.total).toBe(TOTAL);
  for (const index of [0, 199, 200, 409, 599]) expect(pages.get(index)).toBe(index);
  expect(pages.get(600)).toBeUndefined();
});

test('a page is asked for once, however often it is wanted', async () => {
  const { asked, source } = countingSource();
  const pages = createRowPages(source, undefined, () => undefined, told);
  for (let time = 0; time < 5; time++) pages.want(0, 20);
  await new Promise(setImmediate);
  pages.want(0, 20);
  expect(asked).toEqual([0]);
});

test('pages far from view are let go, and come again when wanted', async () => {
  const { asked, source } = countingSource();
  const pages = createRowPages(source, undefined, () => undefined, told);
  for (let first = 0; first < TOTAL; first += PAGE_ROWS) {
    pages.want(first, first + 1);
    await new Promise(setImmediate);
  }
  expect(pages.get(0)).toBeUndefined();
  expect(pages.get(TOTAL - 1)).toBe(TOTAL - 1);
  pages.want(0, 1);
  expect(asked.filter((offset) => offset === 0)).toHaveLength(2);
});

test('a failure is told, and the page may be asked for again', async () => {
  const failures: unknown[] = [];
  let works = false;
  const source = {
    version: '1',
    load: () =>
      works ? Promise.resolve({ total: 1, rows: ['row'] }) : Promise.reject(new Error('away')),
  };
  const pages = createRowPages(
    source,
    undefined,
    () => undefined,
    (thrown) => failures.push(thrown),
  );
  pages.want(0, 1);
  await new Promise(setImmediate);
  expect(failures).toEqual([new Error('away')]);
  works = true;
  pages.want(0, 1);
  await new Promise(setImmediate);
  expect(pages.get(0)).toBe('row');
});

test('what was shown before is shown until the first page has come anew, and not a moment longer', async () => {
  const { source } = countingSource();
  const before = createRowPages(source, undefined, () => undefined, told);
  before.want(0, 20);
  await new Promise(setImmediate);
  const smaller = {
    ...source,
    load: () => Promise.resolve({ total: 3, rows: [7, 8, 9] }),
  };
  const after = createRowPages(smaller, undefined, () => undefined, told, before);
  expect([after.total, after.get(0), after.get(5)]).toEqual([TOTAL, 0, 5]);
  after.want(0, 20);
  await new Promise(setImmediate);
  expect([after.total, after.get(0), after.get(5)]).toEqual([3, 7, undefined]);
});
