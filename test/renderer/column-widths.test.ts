import { afterEach, expect, test, vi } from 'vitest';
import { clampWidth, rememberWidths, widthsOf } from '../../renderer/parts/table/column-widths.ts';

const COLUMNS = ['name', 'size'].map((key) => ({ key, title: key, value: () => key, width: 120 }));

afterEach(() => vi.unstubAllGlobals());

function keep(text?: string): void {
  let kept: string | null = text ?? null;
  vi.stubGlobal('localStorage', {
    getItem: () => kept,
    setItem: (_: string, next: string) => (kept = next),
  });
}

test('columns are as wide as they were left, by their names', () => {
  keep();
  expect(widthsOf('people', COLUMNS)).toEqual([120, 120]);
  rememberWidths('people', COLUMNS, [200, 80]);
  expect(widthsOf('people', COLUMNS)).toEqual([200, 80]);
  expect(widthsOf('people', COLUMNS.toReversed())).toEqual([80, 200]);
});

test('what is no width counts for nothing, and no column is lost from sight', () => {
  keep('{"name":"wide","size":3}');
  expect(widthsOf('people', COLUMNS)).toEqual([120, clampWidth(0)]);
  expect(clampWidth(0)).toBeGreaterThan(40);
  for (const damaged of ['null', '7', '{', '[]']) {
    keep(damaged);
    expect(widthsOf('people', COLUMNS), damaged).toEqual([120, 120]);
  }
});

test('without a storage columns have the widths that they begin with', () => {
  rememberWidths('people', COLUMNS, [200, 80]);
  expect(widthsOf('people', COLUMNS)).toEqual([120, 120]);
});
