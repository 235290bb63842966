/** The kiosk as an operator turns it on, and as a visitor meets it. */
import type { Page } from '@playwright/test';
import type { Settings } from '../../../app/contract/settings.ts';
import { expect, type TestApp } from './app.ts';
import { faceOf, type TestPerson } from './people.ts';

export const PIN = '2468';

/** On, as an operator turns it on; results stay for three seconds. */
export async function enter(app: TestApp, change: Partial<Settings['kiosk']> = {}): Promise<Page> {
  const shown = await app.invoke('settings.show', {});
  if (!shown.ok) throw new Error(shown.failure.message);
  const { settings } = shown.value;
  const kiosk = { ...settings.kiosk, resultSeconds: 3, ...change };
  await app.invoke('settings.save', { settings: { ...settings, kiosk } });
  await app.invoke('kiosk.setPin', { pin: PIN });
  const { page } = app;
  await page.goto(app.route('#/kiosk'));
  await page.getByRole('button', { name: 'Start the kiosk' }).click();
  await expect(stage(page)).toBeVisible();
  return page;
}

export const stage = (page: Page) => page.locator('[data-target="kiosk"]');
export const sentence = (page: Page) => page.locator('h1');
/** What a screen reader says of a result. */
export const said = (page: Page) => stage(page).getByRole('alert');

/** As a reader types: the whole code within moments, ended by itself. */
export async function showBadge(page: Page, { externalId }: Pick<TestPerson, 'externalId'>) {
  await page.keyboard.type(`${externalId}\n`);
  await expect(sentence(page)).toHaveText('Look into the camera');
}

/** What the camera sees from now on, once the window has got it. */
export async function face(app: TestApp, person: TestPerson | Uint8Array): Promise<void> {
  await app.camera.show(person instanceof Uint8Array ? person : await faceOf(person, 4));
  await app.page.locator('video').evaluate(async (video: HTMLVideoElement) => {
    for (let frame = 0; frame < 12; frame++) {
      await new Promise((resolve) => video.requestVideoFrameCallback(resolve));
    }
  });
}

export async function idle(page: Page) {
  await expect(sentence(page)).toHaveText('Your code or badge, please');
}
