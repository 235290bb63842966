/** Opens the real app in a headless Chromium: real services, engine, bridge and renderer. */
import type { BrowserContext } from 'playwright-core';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { openChromiumWindow, type ChromiumWindow } from '../../../app/hosts/chromium/open.ts';
import type { Dialogs } from '../../../app/hosts/chromium/shell.ts';
import type { AppSettings } from '../../../app/services/compose.ts';
import { headlessChromium } from '../../fixtures/headless-chromium.ts';
import { ROOT } from './build.ts';

export interface TestWindowOptions {
  /** Empty, or with a store from before; holds the store and the browser's profile. */
  readonly folder: string;
  readonly builtFolder: string;
  readonly dialogs?: Dialogs;
  readonly size?: { readonly width: number; readonly height: number };
  readonly moreArguments?: readonly string[];
  readonly prepare?: (context: BrowserContext) => Promise<void>;
  readonly onBug: (thrown: unknown) => void;
}

/** One lane on the CPU: enough for one operator, and the same everywhere. */
export function testSettings(folder: string) {
  return {
    storePath: path.join(folder, 'people.sqlite'),
    modelsFolder: path.join(ROOT, 'models'),
    encoder: 'standard',
    provider: 'cpu',
    lanes: 1,
  } as const satisfies AppSettings;
}

export async function openTestWindow(options: TestWindowOptions): Promise<ChromiumWindow> {
  const { folder, builtFolder, dialogs, size, moreArguments = [], prepare, onBug } = options;
  const { executable, env } = headlessChromium();
  const profileFolder = path.join(folder, 'profile');
  const window = await openChromiumWindow({
    settings: testSettings(folder),
    builtFolder,
    onBug,
    ...(dialogs && { dialogs }),
    ...(prepare && { prepare }),
    browser: {
      executable,
      env,
      profileFolder,
      kiosk: false,
      headless: size ?? { width: 1280, height: 800 },
      // The packed browser has nobody to ask whether the camera may be used; the page's own policy
      // still stands.
      moreArguments: [
        '--use-fake-device-for-media-stream',
        '--use-fake-ui-for-media-stream',
        ...moreArguments,
      ],
    },
  });
  const remove = () => rm(profileFolder, { recursive: true, force: true });
  return {
    get page() {
      return window.page;
    },
    closed: window.closed,
    close: () => window.close().then(remove),
  };
}
