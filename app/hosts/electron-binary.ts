/** Whether Electron's program is there: its npm package comes without, and asking would download. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** @returns its path, or undefined where the package or what it downloads is missing */
export function electronBinary(): string | undefined {
  const folder = packageFolder();
  if (folder === undefined) return undefined;
  const dist = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? path.join(folder, 'dist');
  const named = path.join(folder, 'path.txt');
  const name = existsSync(named) ? readFileSync(named, 'utf8') : PROGRAMS[process.platform];
  const file = path.join(dist, name ?? 'electron');
  return existsSync(file) ? file : undefined;
}

const PROGRAMS: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'Electron.app/Contents/MacOS/Electron',
  win32: 'electron.exe',
};

function packageFolder(): string | undefined {
  try {
    return path.dirname(createRequire(import.meta.url).resolve('electron/package.json'));
  } catch {
    return undefined; // A development package: absent where only the product is installed.
  }
}
