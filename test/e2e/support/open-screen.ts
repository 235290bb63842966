/** Brings one of the screens up, from its beginning, into the state that it is looked at in. */
import type { Dialog, Page } from 'playwright-core';
import type { Screen, Theme } from '../screens.ts';
import type { ScriptedCamera } from './camera.ts';

export interface OpenParts {
  readonly theme: Theme;
  readonly camera: Pick<ScriptedCamera, 'show'>;
}

export async function openScreen(
  page: Page,
  { route, camera: seen, arrange }: Screen,
  { theme, camera }: OpenParts,
): Promise<void> {
  await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
  await openAfresh(page, new URL(route, page.url()).href);
  if (seen) await camera.show(await seen());
  await arrange?.(page);
  await settle(page);
}

/** Loaded again even where the address is the same: nothing is left of the screen before. */
async function openAfresh(page: Page, address: string): Promise<void> {
  // Where it holds something unsaved the browser asks whether to leave it.
  const leave = (dialog: Dialog) => void dialog.accept();
  page.on('dialog', leave);
  await page.goto(address);
  await page.reload();
  page.off('dialog', leave);
}

/** Until nothing is busy; a screen that never is done is looked at as it is. */
export async function settle(page: Page): Promise<void> {
  await page.waitForTimeout(300);
  await page
    .waitForFunction(() => document.querySelector('[aria-busy="true"]') === null, undefined, {
      timeout: 5000,
    })
    .catch(() => console.warn(`still busy after 5 s: ${page.url()}`));
  await page.waitForTimeout(200);
}
