/** Before all specs: builds the app for this run alone; TWINMARK_BUILT names one from before. */
import { buildApp } from './build.ts';

// Playwright takes the default export.
export default async function buildOnce(): Promise<() => void> {
  if (process.env.TWINMARK_BUILT) return () => undefined;
  const { folder, remove } = await buildApp();
  process.env.TWINMARK_BUILT = folder;
  return () => {
    delete process.env.TWINMARK_BUILT;
    remove();
  };
}
