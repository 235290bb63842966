/** What computes, where nothing on the command line says it: it fails, is told, and is set right. */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openChromiumWindow } from '../../app/hosts/chromium/open.ts';
import { headlessChromium } from '../fixtures/headless-chromium.ts';
import { expect, test } from './support/app.ts';
import { expectAccessible } from './support/axe.ts';
import { ROOT } from './support/build.ts';

/** One that this system never has. */
const ABSENT = process.platform === 'darwin' ? 'dml' : 'coreml';
const TOLD = /^Expected the execution provider .* or choose another in the settings\.$/;

test('a processor that is not there is told wherever it is missed, and another one is taken at once', async ({
  stores,
}) => {
  const builtFolder = process.env.TWINMARK_BUILT;
  if (!builtFolder) throw new Error('Expected a built app; run the specs by "npm run e2e".');
  const folder = await mkdtemp(path.join(tmpdir(), 'twinmark-provider-'));
  await cp(await stores({ faces: 0, prints: 0 }), folder, { recursive: true });
  const open = () =>
    openChromiumWindow({
      settings: {
        storePath: path.join(folder, 'people.sqlite'),
        modelsFolder: path.join(ROOT, 'models'),
        lanes: 1,
      },
      builtFolder,
      onBug: (thrown) => expect(thrown, 'a bug that the app itself reports').toBeUndefined(),
      browser: {
        ...headlessChromium(),
        profileFolder: path.join(folder, 'profile'),
        kiosk: false,
        headless: { width: 1280, height: 800 },
      },
    });

  let window = await open();
  const show = (hash: string) => window.page.goto(new URL(hash, window.page.url()).href);
  await show('#/settings/engine');
  await window.page.getByLabel('Compute on').selectOption(ABSENT);
  await expect(window.page.getByText('What is set holds from the next start on')).toBeVisible();
  await window.close();

  window = await open();
  for (const hash of ['#/accuracy', '#/settings/decisions', '#/settings/engine']) {
    await show(hash);
    await expect(window.page.getByRole('main').getByText(TOLD)).toBeVisible();
    await expect(window.page.locator('[aria-busy="true"]')).toHaveCount(0);
    await expectAccessible(window.page);
  }
  await window.page.getByLabel('Compute on').selectOption('cpu');
  await expect(window.page.getByRole('row', { name: /Processor/ })).toContainText('In use');
  await expect(window.page.getByRole('main').getByText(TOLD)).toHaveCount(0);
  await show('#/accuracy');
  await expect(window.page.getByRole('region', { name: 'Face', exact: true })).toBeVisible();
  await window.close();
  await rm(folder, { recursive: true, force: true });
});
