/** Builds the whole app in a Chromium window: services, engine, bridge, assets, shell. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { composeApp, type App, type AppSettings } from '../../services/compose.ts';
import { createEmitter, installBridge, type Answers } from './bridge.ts';
import { createPageDialogs } from './dialogs.ts';
import { admitOnly, HOME, keepAtHome, serveApp } from './guard.ts';
import { launchBrowser, type BrowserOptions } from './launch.ts';
import { printPdf } from './print.ts';
import { createChromiumShell, type Dialogs } from './shell.ts';

export interface ChromiumWindowOptions {
  readonly settings: AppSettings;
  readonly browser: BrowserOptions;
  /** Holds preload/ and renderer/. */
  readonly builtFolder: string;
  /** Instead of the window's own. */
  readonly dialogs?: Dialogs;
  readonly onBug: (thrown: unknown) => void;
  /** For tests: before the app is loaded, with everything else in place. */
  readonly prepare?: (context: BrowserContext) => Promise<void>;
}

export interface ChromiumWindow {
  readonly page: Page;
  /** Settles when the window is gone and everything is closed. */
  readonly closed: Promise<void>;
  close(): Promise<void>;
}

export async function openChromiumWindow(options: ChromiumWindowOptions): Promise<ChromiumWindow> {
  const { settings, builtFolder, onBug, prepare } = options;
  await mkdir(options.browser.profileFolder, { recursive: true });
  const context = await launchBrowser(options.browser);
  const page = context.pages()[0] ?? (await context.newPage());
  const visitors = admitOnly(context, page);
  const closed = Promise.withResolvers<undefined>();
  const close = async () => {
    await context.close();
    await closed.promise;
  };
  const shell = createChromiumShell({
    dialogs: options.dialogs ?? createPageDialogs(visitors.open, () => context),
    printPdf: (html) => printPdf(html, options.browser),
    page: () => page,
    browser: () => context.browser(),
    // Later, so that the answer to the call can leave first.
    quit: () => void setImmediate(() => void close()),
  });
  const app = composeApp(settings, { shell, onBug });
  context.on('close', () => {
    app.close();
    closed.resolve(undefined);
  });
  // Its only window closed by the operator: the browser may stay otherwise, as on macOS.
  page.on('close', () => void context.close());

  app.onEvent(createEmitter(() => page));
  const answers: Answers = new Map();
  await serveApp(context, path.join(builtFolder, 'renderer'), answers);
  await installBridge(context, app, answers, path.join(builtFolder, 'preload', 'chromium.cjs'));
  await prepare?.(context);
  try {
    await app.start({ kiosk: options.browser.kiosk });
  } catch (thrown) {
    // Asked for a kiosk, nobody wants to be shown the desk instead.
    await close();
    throw thrown;
  }
  // The page asks whether the kiosk is on, and shows it then.
  await page.goto(HOME);
  keepAtHome(page);
  return { page, closed: closed.promise, close };
}

/** A kiosk that was on when the program ended is on again. */
async function addressOf(app: App): Promise<string> {
  const kiosk = await app.invoke('kiosk.state', {});
  return kiosk.ok && kiosk.value.active ? `${HOME}#/kiosk` : HOME;
}
