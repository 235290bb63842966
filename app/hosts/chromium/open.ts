/** Builds the whole app in a Chromium window: services, engine, bridge, assets, shell. */
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { composeApp, type App, type AppSettings } from '../../services/compose.ts';
import { bridgePage, type Answers } from './bridge.ts';
import { createPageDialogs } from './dialogs.ts';
import { admitOnly, serveApp, type Visitors } from './guard.ts';
import { launchBrowser, type BrowserOptions } from './launch.ts';
import { printPdf } from './print.ts';
import { createChromiumShell, type Dialogs } from './shell.ts';
import { showApp, type Held } from './show.ts';

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
  /** Another one after a crash. */
  readonly page: Page;
  /** Settles when the window is gone and everything is closed. */
  readonly closed: Promise<void>;
  close(): Promise<void>;
}

export async function openChromiumWindow(options: ChromiumWindowOptions): Promise<ChromiumWindow> {
  await mkdir(options.browser.profileFolder, { recursive: true });
  const context = await launchBrowser(options.browser);
  const closed = Promise.withResolvers<undefined>();
  const close = async () => {
    await context.close();
    await closed.promise;
  };
  const first = context.pages()[0] ?? (await context.newPage());
  const visitors = admitOnly(context, first);
  const held: Held = { page: first };
  const app = compose(options, { context, visitors, held, close });
  context.on('close', () => {
    app.close();
    closed.resolve(undefined);
  });
  try {
    const answers = await connect(context, options);
    const bridge = (page: Page) => bridgePage(page, app, answers);
    app.onEvent((event) => held.bridge?.emit(event));
    await app.start({ kiosk: options.browser.kiosk });
    await showApp({ held, bridge, visitors, onBug: options.onBug, close });
  } catch (thrown) {
    // Asked for a kiosk, nobody wants to be shown the desk instead.
    await close();
    throw thrown;
  }
  return {
    get page() {
      return held.page;
    },
    closed: closed.promise,
    close,
  };
}

interface Parts {
  readonly context: BrowserContext;
  readonly visitors: Visitors;
  readonly held: { readonly page: Page };
  readonly close: () => Promise<void>;
}

function compose(
  { settings, browser, dialogs, onBug }: ChromiumWindowOptions,
  { context, visitors, held, close }: Parts,
): App {
  const shell = createChromiumShell({
    dialogs: dialogs ?? createPageDialogs(visitors.open, () => context),
    printPdf: (html) => printPdf(html, browser),
    page: () => held.page,
    browser: () => context.browser(),
    // Later, so that the answer to the call can leave first.
    quit: () => void setImmediate(() => void close()),
  });
  return composeApp(settings, { shell, onBug });
}

/** Everything that holds for whatever page comes. */
async function connect(
  context: BrowserContext,
  { builtFolder, prepare }: ChromiumWindowOptions,
): Promise<Answers> {
  const answers: Answers = new Map();
  await serveApp(context, path.join(builtFolder, 'renderer'), answers);
  const preload = path.join(builtFolder, 'preload', 'chromium.cjs');
  await context.addInitScript({ content: await readFile(preload, 'utf8') });
  await prepare?.(context);
  return answers;
}
