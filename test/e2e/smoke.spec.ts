import { readdirSync } from 'node:fs';
import { expect, test } from './support/app.ts';
import { findViolations } from './support/axe.ts';
import { makeCaptures } from './support/captures.ts';
import { openScreen } from './support/open-screen.ts';
import { SCREENS, THEMES } from './screens.ts';

/** As `npm run look` has them. */
const ENROLLED = { faces: 6, prints: 3 } as const;

test('an empty store opens, and the bridge answers', async ({ app }) => {
  await expect(app.page).toHaveTitle(/Twinmark/);
  const people = await app.invoke('people.list', {});
  expect(people.ok && people.value.total).toBe(0);
  const shell = await app.invoke('shell.describe', {});
  expect(shell.ok && shell.value.host).toBe(app.host);
});

test.describe('with people in the store', () => {
  test.use({ enrolled: ENROLLED });

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

  for (const screen of SCREENS) {
    test(`${screen.name} has nothing against accessibility, in light and dark`, async ({ app }) => {
      const { page, camera } = app;
      const { folder } = await makeCaptures(app.folder, ENROLLED.faces);
      await app.dialogs.next(folder);
      await openScreen(page, screen, { theme: 'light', camera });
      for (const theme of THEMES) {
        await page.emulateMedia({ colorScheme: theme });
        expect(await findViolations(page), `${screen.name}, ${theme}`).toEqual([]);
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
    expect(people.ok && people.value.total).toBe(ENROLLED.faces);
    expect(readdirSync(app.folder)).toContain('people.sqlite');
  });
});
