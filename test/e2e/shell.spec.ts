/** What surrounds every screen: rail, palette, focus, running work. */
import { expect, test } from './support/app.ts';
import { expectAccessible } from './support/axe.ts';
import { PEOPLE } from './support/people.ts';

const SCREENS = ['Verify', 'Enrol', 'People', 'Audit', 'Accuracy', 'Activity', 'Settings'] as const;

test('Ctrl and a number lead to each screen, whose title takes the focus', async ({ app }) => {
  const { page } = app;
  await page.goto(app.route('#/settings'));
  for (const [at, name] of SCREENS.entries()) {
    await page.keyboard.press(`Control+${at + 1}`);
    await expect(page).toHaveURL(new RegExp(`#/${name.toLowerCase()}(/|$)`));
    await expect(page).toHaveTitle(new RegExp(`${name}.* · Twinmark$`));
    const current = page.getByRole('navigation', { name: 'Screens' }).locator('[aria-current]');
    await expect(current).toHaveText(name);
  }
  await page.keyboard.press('Control+7');
  await page.keyboard.press('Control+6');
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
});

test('an address that is none of ours leads home', async ({ app }) => {
  await app.page.goto(app.route('#/no/such/place'));
  await expect(app.page.getByRole('heading', { level: 1, name: 'Verify' })).toBeVisible();
});

test('the rail keeps its names for screen readers when there is no room to show them', async ({
  app,
}) => {
  const { page } = app;
  await page.setViewportSize({ width: 1000, height: 700 });
  await page.goto(app.route('#/verify'));
  const rail = page.getByRole('navigation', { name: 'Screens' });
  for (const name of SCREENS) await expect(rail.getByRole('link', { name })).toBeVisible();
  expect((await rail.boundingBox())?.width).toBeLessThan(100);
  await expectAccessible(page);
});

test.describe('the palette', () => {
  test.use({ enrolled: { faces: 2, prints: 0 } });

  test('finds people by part of a name, and goes there with Enter', async ({ app }) => {
    const { page } = app;
    await page.goto(app.route('#/settings'));
    await page.keyboard.press('Control+k');
    const field = page.getByRole('combobox', { name: 'A person, or something to do' });
    await expect(field).toBeFocused();
    await page.keyboard.type('lind');
    await expect(page.getByRole('option', { name: /Bo Lindqvist/ })).toHaveAttribute(
      'aria-selected',
      'true',
    );
    await expectAccessible(page);
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(new RegExp(`#/people/${PEOPLE[1].externalId}$`));
  });

  test('finds actions, changes the appearance, and closes with Escape', async ({ app }) => {
    const { page } = app;
    await page.goto(app.route('#/activity'));
    await page.keyboard.press('Control+k');
    await page.keyboard.type('dark');
    await page.keyboard.press('Enter');
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('zzzz');
    await expect(page.getByText('Nothing fits “zzzz”')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('combobox', { name: /something to do/ })).toBeHidden();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('system');
    await page.keyboard.press('Enter');
    await expect(page.locator('html')).not.toHaveAttribute('data-theme');
  });

  test('opens again however soon after it was closed', async ({ app }) => {
    const { page } = app;
    await page.goto(app.route('#/activity'));
    const field = page.getByRole('combobox', { name: /something to do/ });
    await page.keyboard.press('Control+k');
    for (let round = 0; round < 10; round++) {
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+k');
      await expect(field).toBeFocused();
    }
  });
});

test('work goes on while one looks at other screens, and can be stopped from there', async ({
  app,
}) => {
  const { page } = app;
  await page.goto(app.route('#/verify'));
  await page.getByRole('button', { name: 'Try with synthetic people' }).click();
  const tray = page.getByRole('button', { name: /Running work/ });
  await expect(tray).toBeVisible();
  await page.keyboard.press('Control+7');
  await tray.click();
  const panel = page.getByRole('region', { name: 'Running work' });
  await expect(panel.getByRole('progressbar')).toBeVisible();
  await expectAccessible(page);
  await panel.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText('Synthetic people: cancelled')).toBeVisible({ timeout: 30_000 });
});
