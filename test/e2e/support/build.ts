/** Builds what the windows show, into a folder of one's own: several may build at the same time. */
import { build } from 'electron-vite';
import path from 'node:path';

export const ROOT = path.join(import.meta.dirname, '../../..');

/** @returns the folder that holds main/, preload/ and renderer/ */
export async function buildApp(outDir: string): Promise<string> {
  await build({
    configFile: path.join(ROOT, 'electron.config.ts'),
    logLevel: 'warn',
    build: { outDir, emptyOutDir: true },
  });
  return outDir;
}
