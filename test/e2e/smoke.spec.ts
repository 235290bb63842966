import { readdirSync } from 'node:fs';
import { expect, test } from './support/app.ts';
import { findViolations } from './support/axe.ts';
import { makeCaptures } from './support/captures.ts';
import { SCREENS, THEMES } from './screens.ts';

test('an empty store opens, and the bridge answers', async ({ app }) => {
  await expect(app.page).toHaveTitle(/Twinmark/);
  const people = await app.invoke('people.list', {});
  expect(people.ok && people.value.total).toBe(0);
  const shell = await app.invoke('shell.describe', {});
  expect(shell.ok && shell.value.host).toBe(app.host);
});

test.describe('with people in the store', () => {
  test.use({ enrolled: { faces: 3, prints: 1 } });

  test('the rail leads to every screen, by pointer and by keys', async ({ app }) => {
    const { page } = app;
    const links = page.getByRole('navigation').getByRole('link');
    const names = ['Verify', 'Enrol', 'People', 'Audit', 'Accuracy', 'Activity', 'Settings'];
    for (const name of names) {
      await links.filter({ hasText: name }).first().click();
      await expect(page).toHaveURL(new RegExp(`#/${name.toLowerCase()}`));
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
    }
    for (const [index, name] of names.entries()) {
      await page.keyboard.press(`Control+${index + 1}`);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
    }
  });

  for (const { name, route, arrange } of SCREENS) {
    test(`${name} has nothing against accessibility, in light and dark`, async ({ app }) => {
      const { page } = app;
      const captures = await makeCaptures(app.folder, 3);
      for (const theme of THEMES) {
        void app.dialogs.next(captures.folder);
        await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
        await page.goto(app.route(route));
        await page.reload();
        await arrange?.(page);
        await page.waitForFunction(() => document.querySelector('[aria-busy="true"]') === null);
        expect(await findViolations(page), `${name}, ${theme}`).toEqual([]);
      }
    });
  }

  test('nothing but the app is asked for, whichever screen is opened', async ({ app }) => {
    const { page } = app;
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    for (const { route } of SCREENS) {
      await page.goto(app.route(route));
      await page.reload();
      await page.waitForTimeout(300);
    }
    const own = new URL(page.url()).origin;
    expect(asked.length).toBeGreaterThan(SCREENS.length);
    const foreign = asked.filter((url) => new URL(url).origin !== own && !url.startsWith('data:'));
    expect(foreign.filter((url) => !url.startsWith(`blob:${own}`))).toEqual([]);
  });

  test('the people are there again after the window was closed and opened', async ({ app }) => {
    await app.restart();
    const people = await app.invoke('people.list', {});
    expect(people.ok && people.value.total).toBe(3);
    expect(readdirSync(app.folder)).toContain('people.sqlite');
  });
});
