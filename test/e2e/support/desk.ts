/** The desk: who is verified, and the capture that a file has. */
import type { Page } from '@playwright/test';
import { expect, type TestApp } from './app.ts';
import type { TestPerson } from './people.ts';

export async function open(app: TestApp, hash: `#/${string}` = '#/verify'): Promise<Page> {
  const { page } = app;
  await page.goto(app.route(hash));
  await page.reload(); // The camera of the page begins anew with it.
  await expect(page.locator('h1')).toBeVisible();
  return page;
}

/** As a badge reader does it: the number and Enter. */
export async function pick(
  page: Page,
  { externalId, displayName }: Pick<TestPerson, 'externalId' | 'displayName'>,
): Promise<void> {
  const field = page.getByRole('combobox', { name: 'Who should it be?' });
  await field.fill(externalId);
  await field.press('Enter');
  await expect(page.getByText(`Take a capture of ${displayName}.`)).toBeVisible();
}

export async function choose(page: Page, image: Uint8Array, name = 'capture.jpg'): Promise<void> {
  await page
    .getByLabel('Choose a file')
    .setInputFiles({ name, mimeType: 'image/jpeg', buffer: Buffer.from(image) });
}

export const answer = (page: Page) => page.locator('.answer');
