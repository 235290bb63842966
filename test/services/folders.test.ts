import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createFolders, resolveInside } from '../../app/services/folders.ts';
import { failureOf } from './support.ts';

test('a path inside the folder becomes absolute', () => {
  expect(resolveInside('/a/b', 'x/y.jpg')).toBe('/a/b/x/y.jpg');
  expect(resolveInside('/a/b', './x/../y.jpg')).toBe('/a/b/y.jpg');
  expect(resolveInside('/', 'x')).toBe('/x');
});

test('names that begin with dots are names', () => {
  expect(resolveInside('/a/b', '..hidden/..x.jpg')).toBe('/a/b/..hidden/..x.jpg');
  expect(resolveInside('/a/b', '...')).toBe('/a/b/...');
});

const OUTSIDE = ['..', '../x', 'x/../../y', '/etc/passwd', '/a/bc/x', '../bc/x', '', '.', 'x/..'];

test.each(OUTSIDE)('"%s" does not lead into /a/b, and is not repeated', async (relative) => {
  const { code, message } = await failureOf(() => resolveInside('/a/b', relative));
  expect(code).toBe('bad-input');
  if (relative.length > 2) expect(message).not.toContain(relative);
});

test('what is resolved lies below the folder, whatever is asked for', () => {
  const step = fc.constantFrom('..', '.', 'a', 'b', 'bc', '...', '');
  fc.assert(
    fc.property(fc.array(step, { maxLength: 8 }), (steps) => {
      const relative = steps.join('/');
      // An oracle that counts steps, where the code compares paths.
      // A whole path that leads inside is as good as one from the folder on.
      const whole = relative.startsWith('/') ? relative : `/a/b/${relative}`;
      const normal = path.posix.normalize(whole);
      const expected = normal.startsWith('/a/b/') && normal !== '/a/b/';
      let resolved: string | undefined;
      try {
        resolved = resolveInside('/a/b', relative);
      } catch {
        resolved = undefined;
      }
      expect(resolved !== undefined).toBe(expected);
      if (resolved !== undefined) expect(resolved.startsWith('/a/b/')).toBe(true);
    }),
  );
});

test('a folder keeps its id, and an id its folder', async () => {
  const folders = createFolders();
  const [one, other] = [folders.grant('/a/b'), folders.grant('/a/bc')];
  expect(one).not.toBe(other);
  expect(folders.grant('/a/b/')).toBe(one);
  expect(folders.pathOf(one)).toBe('/a/b');
  expect(folders.pathOf(other)).toBe('/a/bc');
  for (const id of ['folder-2', 'folder--1']) {
    expect((await failureOf(() => folders.pathOf(id))).code).toBe('not-found');
  }
});
