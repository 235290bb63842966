/** Shows the app in a page, and in another one where that page's process has crashed. */
import type { Dialog, Page } from 'playwright-core';
import type { Bridge } from './bridge.ts';
import { HOME, keepAtHome, type Visitors } from './guard.ts';

/** A page that crashes again and again will not do better the next time. */
const MOST_CRASHES = 3;
const CRASHES_COUNT_FOR_MS = 60_000;

/** What is shown at this moment. */
export interface Held {
  page: Page;
  bridge?: Bridge;
}

export interface ShowParts {
  readonly held: Held;
  readonly bridge: (page: Page) => Promise<Bridge>;
  readonly visitors: Visitors;
  readonly onBug: (thrown: unknown) => void;
  readonly close: () => Promise<void>;
  readonly now?: () => number;
}

export async function showApp(parts: ShowParts): Promise<void> {
  const { held, bridge, visitors, onBug, close, now = () => performance.now() } = parts;
  let crashes: number[] = [];

  async function show(page: Page): Promise<void> {
    held.page = page;
    // Its only window closed by the operator: the browser may stay otherwise, as on macOS.
    page.on('close', () => {
      if (held.page === page) close().catch(onBug);
    });
    page.on('crash', () => {
      replace(page).catch(onBug);
    });
    page.on('dialog', leaveToOperator);
    held.bridge = await bridge(page);
    // The page asks whether the kiosk is on, and shows it then.
    await page.goto(HOME);
    keepAtHome(page);
  }

  async function replace(crashed: Page): Promise<void> {
    crashes = [...crashes.filter((time) => now() - time < CRASHES_COUNT_FOR_MS), now()];
    onBug(new Error(`Expected the window's page to go on but it crashed (${crashes.length}).`));
    if (crashes.length > MOST_CRASHES) return close();
    await show(await visitors.open());
    await crashed.close();
  }

  await show(held.page);
}

/**
 * Whether to leave a page with something unsaved, the browser asks by itself. With nobody listening
 * Playwright would answer, and leave.
 */
function leaveToOperator(dialog: Dialog): void {
  // The app shows no others.
  if (dialog.type() !== 'beforeunload') dialog.dismiss().catch(() => undefined);
}
