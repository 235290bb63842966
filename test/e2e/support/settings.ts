/** The parts of the settings, opened one by one, and what is stored. */
import type { Page } from '@playwright/test';
import type { SettingsPart } from '../screens.ts';
import { expect, type TestApp } from './app.ts';

export async function open(app: TestApp, part: SettingsPart): Promise<Page> {
  const { page } = app;
  await page.goto(app.route(`#/settings/${part}`));
  await page.reload();
  await expect(page.locator('section[aria-labelledby="settings-section"] h2')).toBeVisible();
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0, { timeout: 60_000 });
  return page;
}

export async function stored(app: TestApp) {
  const answer = await app.invoke('settings.show', {});
  if (!answer.ok) throw new Error(answer.failure.message);
  return answer.value.settings;
}

export const toast = (page: Page, text: string | RegExp) => page.getByText(text);
