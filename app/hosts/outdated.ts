/** Whether what was built is older than what it is built from. */
import { globSync, statSync } from 'node:fs';
import path from 'node:path';

/** Only source: what a build writes or a test needs does not count. */
const SOURCES = ['app/**/*.ts', 'renderer/**/*', 'electron.config.ts', 'package.json'];

/** One of each part; a build that failed half way leaves one of them old or missing. */
const BUILT = ['main/chromium.js', 'preload/chromium.cjs', 'renderer/index.html'];

/** @param root of a checkout @param builtFolder of main/, preload/ and renderer/ */
export function isOutdated(root: string, builtFolder: string): boolean {
  const built = BUILT.map((file) => changedAt(path.join(builtFolder, file)));
  if (built.includes(undefined)) return true;
  const oldest = Math.min(...built.filter((time) => time !== undefined));
  return globSync(SOURCES, { cwd: root }).some((file) => {
    return (changedAt(path.join(root, file)) ?? 0) > oldest;
  });
}

function changedAt(file: string): number | undefined {
  const facts = statSync(file, { throwIfNoEntry: false });
  return facts?.isFile() ? facts.mtimeMs : undefined;
}
