import { expect, test } from 'vitest';
import { createClaims } from '../../../app/services/audit/claims.ts';
import { hashPlan, planFiles } from '../../../app/services/audit/plan.ts';
import type { FoundFile } from '../../../app/services/audit/walk.ts';

const found = (path: string): FoundFile => ({ path, bytes: 10, modifiedMs: 1_000 });
const byFolder = createClaims({ kind: 'folder' }, undefined, 'face');
const byList = (...rows: string[]) =>
  createClaims({ kind: 'manifest' }, ['path,person', ...rows].join('\n'), 'face');

test('files are numbered in the order of their paths, each with its claim', () => {
  const files = planFiles([found('b/1.jpg'), found('a/2.jpg'), found('a/10.jpg')], byFolder);
  expect(files).toEqual([
    { position: 0, path: 'a/10.jpg', bytes: 10, modifiedMs: 1_000, claim: 'a' },
    { position: 1, path: 'a/2.jpg', bytes: 10, modifiedMs: 1_000, claim: 'a' },
    { position: 2, path: 'b/1.jpg', bytes: 10, modifiedMs: 1_000, claim: 'b' },
  ]);
  const [top] = planFiles([found('top.jpg')], byFolder);
  expect(top).not.toHaveProperty('claim');
});

test('files that a manifest lists and the folder lacks show up as missing', () => {
  const files = planFiles([found('b.jpg')], byList('b.jpg,bob', 'a.jpg,ada', 'c.jpg,eve'));
  expect(files.map(({ path, claim, problem }) => [path, claim, problem?.problem])).toEqual([
    ['a.jpg', 'ada', 'file-not-found'],
    ['b.jpg', 'bob', undefined],
    ['c.jpg', 'eve', 'file-not-found'],
  ]);
});

test('a listed file is not missing because its name is stored decomposed', () => {
  const name = 'Zoe\u0308.jpg';
  const files = planFiles([found(name.normalize('NFD'))], byList(`${name.normalize('NFC')},zoe`));
  expect(files).toMatchObject([{ path: name.normalize('NFD'), claim: 'zoe', bytes: 10 }]);
});

test('the hash changes with every name, size, time, claim and problem, and with nothing else', () => {
  const file = { position: 0, ...found('a/1.jpg'), claim: 'a' };
  const hash = hashPlan([file]);
  const changed = [
    [{ ...file, path: 'a/2.jpg' }],
    [{ ...file, bytes: 11 }],
    [{ ...file, modifiedMs: 1_001 }],
    [{ ...file, claim: 'b' }],
    [{ position: 0, ...found('a/1.jpg') }],
    [{ ...file, problem: { problem: 'file-not-found' as const } }],
    [file, { ...file, position: 1, path: 'a/2.jpg' }],
    [],
  ];
  const hashes = [hash, ...changed.map(hashPlan)];
  expect(new Set(hashes).size).toBe(changed.length + 1);
  expect(hashPlan([{ ...file }])).toBe(hash);
});

test('no two plans run together in the hash', () => {
  const one = [{ position: 0, ...found('a","b') }];
  const other = [
    { position: 0, ...found('a') },
    { position: 1, ...found('b') },
  ];
  expect(hashPlan(one)).not.toBe(hashPlan(other));
});
