/** Builds the whole app into a folder of one's own: several may build at the same time. */
import { build } from 'electron-vite';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';

export const ROOT = path.join(import.meta.dirname, '../../..');

export interface BuiltApp {
  /** Holds main/, preload/ and renderer/. */
  readonly folder: string;
  remove(): void;
}

/** Inside of the project, where what was built finds its packages, models and version. */
export async function buildApp(): Promise<BuiltApp> {
  const cache = path.join(ROOT, '.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(path.join(cache, 'built-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    await build({
      configFile: path.join(ROOT, 'electron.config.ts'),
      logLevel: 'warn',
      build: { outDir: folder, emptyOutDir: true },
    });
  } catch (thrown) {
    remove();
    throw thrown;
  }
  return { folder, remove };
}
