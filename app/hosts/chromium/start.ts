/** Opens the Chromium window for somebody at a screen, and ends with it. */
import { createHash } from 'node:crypto';
import path from 'node:path';
import envPaths from 'env-paths';
import { AppError } from '../../core/failure.ts';
import { builtFolder } from '../places.ts';
import { readWindowOptions, WINDOW_HELP, type WindowOptions } from '../window/options.ts';
import { becomeOnlyInstance } from '../window/single-instance.ts';
import { findBrowser } from './find-browser.ts';
import { openChromiumWindow, type ChromiumWindow } from './open.ts';

/** As the command line's: done, bad input, internal. */
type ExitCode = 0 | 64 | 70;

/** @returns the exit code, once the window is closed */
export async function startChromiumHost(args: readonly string[]): Promise<ExitCode> {
  try {
    const options = readWindowOptions(args);
    if (options.help) {
      process.stdout.write(WINDOW_HELP);
      return 0;
    }
    return await runWindow(options);
  } catch (thrown) {
    say(describe(thrown));
    return thrown instanceof AppError && thrown.code !== 'internal' ? 64 : 70;
  }
}

async function runWindow({ settings, kiosk, browser }: WindowOptions): Promise<ExitCode> {
  let window: ChromiumWindow | undefined;
  const bringToFront = () => void window?.page.bringToFront().catch(() => undefined);
  const instance = await becomeOnlyInstance(settings.storePath, bringToFront);
  if (!instance) {
    say('This store is open in another window already, which was brought to the front.');
    return 0;
  }
  try {
    window = await openChromiumWindow({
      settings,
      builtFolder,
      browser: {
        executable: findBrowser(browser),
        profileFolder: profileFolderOf(settings.storePath),
        kiosk,
        // Without a screen there is nobody to see it: for tests of the whole program.
        ...(process.env.TWINMARK_HEADLESS && { headless: { width: 1280, height: 800 } }),
      },
      onBug: (thrown) => say(`bug: ${describe(thrown)}`),
    });
    closeOnSignal(window);
    await window.closed;
    return 0;
  } finally {
    instance.release();
  }
}

/** Of its own for each store, since two browsers can't share one. */
function profileFolderOf(storePath: string): string {
  const { cache } = envPaths('twinmark', { suffix: '' });
  const name = createHash('sha256').update(path.resolve(storePath)).digest('hex').slice(0, 16);
  return path.join(cache, 'window', name);
}

function closeOnSignal(window: ChromiumWindow): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => void window.close());
  }
}

function describe(thrown: unknown): string {
  if (thrown instanceof AppError) return thrown.message;
  return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
}

function say(message: string): void {
  process.stderr.write(`twinmark: ${message}\n`);
}
