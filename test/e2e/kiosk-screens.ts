/** The kiosk in each of its stages. While it is on there is no other screen. */
import type { Page } from 'playwright-core';
import type { CommandName } from '../../app/contract/commands.ts';
import type { KioskState } from '../../app/contract/kiosk.ts';
import type { Answer, Host } from '../../app/contract/host.ts';
import type { Settings, SettingsReport } from '../../app/contract/settings.ts';
import { PEOPLE, faceOf, printOf } from './support/people.ts';
import type { Screen } from './screens.ts';

const PIN = '2468';

export const KIOSK_SCREENS: readonly Screen[] = [
  kioskScreen('kiosk-idle', { greeting: 'North gate' }),
  kioskScreen('kiosk-code', {}, (page) => page.keyboard.type('A-1001', { delay: 90 })),
  kioskScreen('kiosk-letters', {}, (page) =>
    page.getByRole('button', { name: 'ABC', exact: true }).click(),
  ),
  kioskScreen('kiosk-capture', {}, async (page) => {
    await page.keyboard.type('A-1001', { delay: 90 });
    await page.keyboard.press('Enter');
  }),
  kioskScreen('kiosk-search', { mode: 'identify' }),
  kioskScreen('kiosk-finger', { modality: 'fingerprint' }, showBadge),
  kioskScreen('kiosk-accepted', { modality: 'fingerprint' }, async (page) => {
    await showBadge(page);
    await givePrint(page, 0);
  }),
  kioskScreen('kiosk-rejected', { modality: 'fingerprint' }, async (page) => {
    await showBadge(page);
    await givePrint(page, 1);
  }),
  kioskScreen(
    'kiosk-paused',
    { modality: 'fingerprint', attemptsBeforeLockOut: 1, resultSeconds: 1 },
    async (page) => {
      await showBadge(page);
      await givePrint(page, 1);
      await page.getByRole('timer').waitFor();
    },
  ),
  kioskScreen('kiosk-leave', {}, async (page) => {
    await page.keyboard.press('Control+Shift+L');
    await page.keyboard.type('246', { delay: 90 });
  }),
];

function kioskScreen(
  name: string,
  change: Partial<Settings['kiosk']>,
  then: (page: Page) => Promise<unknown> = () => Promise.resolve(),
): Screen {
  return {
    name,
    route: '#/kiosk',
    camera: () => faceOf(PEOPLE[0], 4),
    // Full screen, a window has no other size.
    tidy: (page) => call(page, 'kiosk.leave', { pin: PIN }),
    async arrange(page) {
      const { settings } = (await call(page, 'settings.show', {})) as SettingsReport;
      const kiosk = { mode: 'code', modality: 'face', resultSeconds: 60, attemptsBeforeLockOut: 5 };
      const next = { ...settings.kiosk, ...kiosk, greeting: '', lockOutSeconds: 60, ...change };
      await call(page, 'settings.save', { settings: { ...settings, kiosk: next } });
      const { pinSet } = (await call(page, 'kiosk.state', {})) as KioskState;
      if (!pinSet) await call(page, 'kiosk.setPin', { pin: PIN });
      await call(page, 'kiosk.enter', {});
      await page.locator('[data-target="kiosk"]').waitFor();
      await then(page);
    },
  };
}

async function showBadge(page: Page): Promise<void> {
  await page.keyboard.type(`${PEOPLE[0].externalId}\n`);
}

async function givePrint(page: Page, person: number): Promise<void> {
  await page.locator('input[type="file"]').setInputFiles({
    name: 'scan.bmp',
    mimeType: 'image/bmp',
    buffer: Buffer.from(printOf(PEOPLE[person], { impression: 5 })),
  });
  await page.getByRole('alert').filter({ hasText: /\w/ }).waitFor();
}

async function call(page: Page, name: CommandName, input: unknown): Promise<unknown> {
  const answer = await page.evaluate(
    (told): Promise<Answer<unknown>> =>
      (globalThis as unknown as { host: Host }).host.invoke(told.name, told.input as never),
    { name, input },
  );
  if (!answer.ok) throw new Error(`${name}: ${answer.failure.message}`);
  return answer.value;
}
