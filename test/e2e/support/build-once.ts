/** Before all specs: builds the app for this run alone; TWINMARK_BUILT names one from before. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildApp } from './build.ts';

// Playwright takes the default export.
export default async function buildOnce(): Promise<() => void> {
  if (process.env.TWINMARK_BUILT) return () => undefined;
  const folder = mkdtempSync(path.join(tmpdir(), 'twinmark-built-'));
  process.env.TWINMARK_BUILT = await buildApp(path.join(folder, 'out'));
  return () => {
    delete process.env.TWINMARK_BUILT;
    rmSync(folder, { recursive: true, force: true });
  };
}
