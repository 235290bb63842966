import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { README_PICTURES } from '../e2e/readme-pictures.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

test('the README shows the pictures that are taken for it, and no others are kept', () => {
  const readme = readFileSync(path.join(ROOT, 'README.md'), 'utf8');
  const shown = [...readme.matchAll(/!\[[^\]]+\]\(renderer\/pictures\/([^)]+)\)/g)];
  const taken = README_PICTURES.map(({ name }) => `${name}.webp`).toSorted();
  expect(shown.map(([, file]) => file).toSorted()).toEqual(taken);
  expect(readdirSync(path.join(ROOT, 'renderer/pictures')).toSorted()).toEqual(taken);
});
