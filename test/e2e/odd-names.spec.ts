/** Names and numbers as long and as odd as the store takes them, in a small window. */
import type { Page } from '@playwright/test';
import { expect, test, type TestApp } from './support/app.ts';
import { expectAccessible } from './support/axe.ts';
import { faceOf, PEOPLE } from './support/people.ts';

const LONG = { externalId: 'x'.repeat(200), displayName: 'W'.repeat(200) };
const ODD = { externalId: 'A/1 ?#%&=..%E0%A4%A', displayName: '<b>ليلى</b> 👩‍👧 “O’Hara”' };
const CONSENT = {
  purpose: 'p'.repeat(200),
  operator: 'o'.repeat(200),
  form: 'f'.repeat(200),
  retainUntil: '2099-01-01',
};

async function enrol(app: TestApp, person: typeof LONG, drawn: number): Promise<void> {
  const answer = await app.invoke('enrolment.enrol', {
    ...person,
    images: [new Uint8Array(await faceOf(PEOPLE[drawn], 0))],
    capture: { modality: 'face' },
    consent: CONSENT,
  });
  expect(answer).toMatchObject({ ok: true, value: { outcome: 'enrolled' } });
}

/** Nothing reaches out of the window, or has to be scrolled to sideways. */
async function expectToFit(page: Page): Promise<void> {
  const beyond = await page.evaluate(() => {
    const edge = document.documentElement.clientWidth;
    const isOut = (element: Element) => {
      const { width, right } = element.getBoundingClientRect();
      return width > 1 && right > edge + 1 && !element.closest('svg, [role="grid"]');
    };
    const out = [...document.querySelectorAll('main *, dialog[open] *')].filter(isOut);
    return out.map(({ tagName, className }) => `${tagName}.${className}`);
  });
  expect(beyond).toEqual([]);
}

test('the longest names and numbers fit wherever they stand', async ({ app }) => {
  const { page } = app;
  await page.setViewportSize({ width: 1024, height: 640 });
  await enrol(app, LONG, 0);
  await page.goto(app.route(`#/people/${LONG.externalId}`));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(LONG.displayName);
  await expectToFit(page);
  await page.getByRole('button', { name: 'Erase person' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await expectToFit(page);
  await page.keyboard.press('Escape');

  await page.goto(app.route(`#/enrol/${LONG.externalId}`));
  await expect(page.getByText('Consent holds until')).toBeVisible();
  await expectToFit(page);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Samples', exact: true })).toBeVisible();
  await expectToFit(page);

  await page.goto(app.route('#/verify'));
  await page.getByRole('combobox', { name: 'Who should it be?' }).fill('WWW');
  const option = page.getByRole('option');
  await expect(option).toBeVisible();
  expect(await option.evaluate((one) => one.scrollWidth - one.clientWidth)).toBe(0);

  await page.goto(app.route(`#/verify/${LONG.externalId}`));
  await expect(page.getByRole('heading', { name: 'Is this the person?' })).toBeVisible();
  await expect(page.getByText(/^Take a capture of W/)).toBeVisible();
  await expectToFit(page);
  await page.getByLabel('Choose a file').setInputFiles({
    name: 'capture.jpg',
    mimeType: 'image/jpeg',
    buffer: Buffer.from(await faceOf(PEOPLE[0], 1)),
  });
  await expect(page.getByRole('heading', { name: /^Matches W/ })).toBeVisible();
  await expectToFit(page);
  await expectAccessible(page);
});

test('odd signs in a number lead to its person, and the name can be typed to erase', async ({
  app,
}) => {
  const { page } = app;
  await enrol(app, ODD, 1);
  await page.goto(app.route('#/people'));
  await page.getByRole('row').filter({ hasText: 'O’Hara' }).dblclick();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(ODD.displayName);
  await page.getByRole('link', { name: 'Verify', exact: true }).last().click();
  await expect(page.getByText(`Take a capture of ${ODD.displayName}.`)).toBeVisible();
  await page.goBack();
  await page.getByRole('button', { name: 'Erase person' }).click();
  await page.getByRole('dialog').getByRole('textbox').fill(`<b>ليلى</b> 👩‍👧 "O'Hara"`);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`${ODD.displayName} was erased`);
});

test('at twice the size in the smallest window people are still seen and opened', async ({
  app,
}) => {
  const { page } = app;
  await page.setViewportSize({ width: 512, height: 320 });
  await enrol(app, ODD, 1);
  await page.goto(app.route('#/people'));
  const name = page.getByRole('gridcell').filter({ hasText: 'O’Hara' });
  await expect(name).toBeAttached();
  // By the wheel: what is only hidden by something around it can't be reached so.
  await page.mouse.move(160, 30);
  await page.mouse.wheel(0, 2_000);
  await expect(name).toBeInViewport({ ratio: 1 });
  await expectToFit(page);
  await name.dblclick();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(ODD.displayName);
  await expectToFit(page);
});
