import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { walkFolder } from '../../../app/services/audit/walk.ts';
import { failureOf, temporaryFolder } from '../support.ts';

function folderOf(files: readonly string[]): string {
  const folder = temporaryFolder();
  for (const file of files) {
    const absolute = path.join(folder, file);
    mkdirSync(path.dirname(absolute), { recursive: true });
    writeFileSync(absolute, file);
  }
  return folder;
}

const walk = (folder: string) => walkFolder(folder, () => undefined);

/** `path` for a file, `path: problem` for what is none. */
async function listing(folder: string): Promise<string[]> {
  const found = await walk(folder);
  return found.map(({ path: file, problem }) => (problem ? `${file}: ${problem.problem}` : file));
}

test('an empty folder has no files', async () => {
  expect(await walk(temporaryFolder())).toEqual([]);
});

test('a folder that is missing, or is a file, is bad input without its path', async () => {
  const folder = folderOf(['a.jpg']);
  for (const place of ['missing-place', 'a.jpg']) {
    const { code, message } = await failureOf(() => walk(path.join(folder, place)));
    expect(code).toBe('bad-input');
    expect(message).not.toContain(folder);
    expect(message).not.toContain(place);
  }
});

test('files come with size and whole milliseconds, and each is counted', async () => {
  const folder = folderOf(['ada/1.jpg', 'top.jpg']);
  utimesSync(path.join(folder, 'top.jpg'), 0, 1_700_000_000.1239);
  const counts: number[] = [];
  const found = await walkFolder(folder, (count) => counts.push(count));
  expect(found[1]).toEqual({ path: 'top.jpg', bytes: 7, modifiedMs: 1_700_000_000_123 });
  expect(counts).toEqual([1, 2]);
});

test('paths are sorted by code units, not by the locale, nor folder by folder', async () => {
  const files = ['b.jpg', 'B.jpg', 'a/z.jpg', 'a.jpg', 'a-b.jpg', 'é.jpg', 'z.jpg', 'a/1.jpg'];
  const found = await listing(folderOf(files));
  expect(found).toEqual([
    'B.jpg',
    'a-b.jpg',
    'a.jpg',
    'a/1.jpg',
    'a/z.jpg',
    'b.jpg',
    'z.jpg',
    'é.jpg',
  ]);
});

test('a link back to a folder above is a loop, told once, not followed', async () => {
  const folder = folderOf(['ada/1.jpg']);
  symlinkSync('..', path.join(folder, 'ada', 'up'));
  symlinkSync('self', path.join(folder, 'self'));
  expect(await listing(folder)).toEqual([
    'ada/1.jpg',
    'ada/up: directory-loop',
    'self: directory-loop',
  ]);
});

test('a second way into the same folder is listed, so that no file counts twice', async () => {
  const folder = folderOf(['ada/1.jpg']);
  symlinkSync('ada', path.join(folder, 'bob'));
  expect(await listing(folder)).toEqual(['ada/1.jpg', 'bob: directory-loop']);
});

test('a link to a file is that file, a link out of the folder is followed', async () => {
  const elsewhere = folderOf(['x/2.jpg']);
  const folder = folderOf(['1.jpg']);
  symlinkSync('1.jpg', path.join(folder, 'link.jpg'));
  symlinkSync(path.join(elsewhere, 'x'), path.join(folder, 'out'));
  expect(await listing(folder)).toEqual(['1.jpg', 'link.jpg', 'out/2.jpg']);
});

test('a broken link is a file that was not found', async () => {
  const folder = folderOf([]);
  symlinkSync('nowhere.jpg', path.join(folder, 'broken.jpg'));
  expect(await walk(folder)).toEqual([
    { path: 'broken.jpg', bytes: 0, modifiedMs: 0, problem: { problem: 'file-not-found' } },
  ]);
});

test.skipIf(process.platform === 'win32')('a named pipe is no file, and nobody waits', async () => {
  const folder = folderOf(['1.jpg']);
  execFileSync('mkfifo', [path.join(folder, 'pipe.jpg')]);
  expect(await listing(folder)).toEqual(['1.jpg', 'pipe.jpg: not-a-file']);
});

test('a folder that may not be read is listed as such, and the others are read', async ({
  skip,
}) => {
  skip(process.getuid?.() === 0, 'root may read every folder: run the tests as another user');
  const folder = folderOf(['closed/1.jpg', 'open/1.jpg']);
  chmodSync(path.join(folder, 'closed'), 0o000);
  try {
    expect(await listing(folder)).toEqual(['closed: file-unreadable', 'open/1.jpg']);
  } finally {
    chmodSync(path.join(folder, 'closed'), 0o700);
  }
});
