import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { isOutdated } from '../../app/hosts/outdated.ts';
import { temporaryFolder } from '../store/fixtures.ts';

const BUILT = ['out/main/chromium.js', 'out/preload/chromium.cjs', 'out/renderer/index.html'];

/** @param seconds when each file was changed */
function checkout(files: Readonly<Record<string, number>>): () => boolean {
  const root = temporaryFolder();
  for (const [file, seconds] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), '');
    utimesSync(path.join(root, file), seconds, seconds);
  }
  return () => isOutdated(root, path.join(root, 'out'));
}

const built = (seconds: number) => Object.fromEntries(BUILT.map((file) => [file, seconds]));
const SOURCES = { 'app/core/a.ts': 10, 'renderer/App.svelte': 20, 'electron.config.ts': 5 };

test('what was built after the last change is used', () => {
  expect(checkout({ ...SOURCES, ...built(30) })()).toBe(false);
});

test('a source that was changed later asks for a build, of whatever part', () => {
  for (const file of Object.keys(SOURCES)) {
    expect(checkout({ ...SOURCES, ...built(30), [file]: 31 })(), file).toBe(true);
  }
  expect(checkout({ ...SOURCES, ...built(30), 'test/a.test.ts': 99 })()).toBe(false);
});

test('a part that is missing, or older than the others, asks for a build', () => {
  expect(checkout(SOURCES)()).toBe(true);
  for (const file of BUILT) {
    const { [file]: _gone, ...others } = built(30);
    expect(checkout({ ...SOURCES, ...others })(), file).toBe(true);
    expect(checkout({ ...SOURCES, ...built(30), [file]: 15 })(), file).toBe(true);
  }
});
