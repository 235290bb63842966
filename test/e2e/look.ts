/**
 * `npm run look`: photographs screens of the real app into .cache/look/. README.md tells how.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { composeApp } from '../../app/services/compose.ts';
import { SCREENS, SIZES, THEMES, type Screen } from './screens.ts';
import { buildApp, ROOT, type BuiltApp } from './support/build.ts';
import { makeCaptures } from './support/captures.ts';
import { createScriptedCamera, scriptCamera } from './support/camera.ts';
import { openScreen } from './support/open-screen.ts';
import { enrolPeople } from './support/people.ts';
import { openTestWindow, testSettings } from './support/window.ts';

const { values } = parseArgs({
  options: {
    /** Names of screens, parted by commas. */
    only: { type: 'string' },
    /** Width: 1280 or 1920. */
    size: { type: 'string' },
    theme: { type: 'string' },
    /** Any other route, as a screen of its own. */
    route: { type: 'string' },
    /** Of people enrolled before: faces, and half as many with prints. */
    people: { type: 'string', default: '6' },
    /** A folder of main/, preload/ and renderer/ that was built before. */
    built: { type: 'string' },
    into: { type: 'string', default: path.join(ROOT, '.cache/look') },
  },
});

const screens = chooseScreens();
const sizes = SIZES.filter(({ width }) => !values.size || String(width) === values.size);
const themes = THEMES.filter((theme) => !values.theme || theme === values.theme);
const work = mkdtempSync(path.join(tmpdir(), 'twinmark-look-'));
mkdirSync(values.into, { recursive: true });
const built = await findBuilt();
try {
  await look(built.folder);
} finally {
  built.remove();
  rmSync(work, { recursive: true, force: true });
}

function findBuilt(): Promise<BuiltApp> {
  if (!values.built) return buildApp();
  return Promise.resolve({ folder: path.resolve(values.built), remove: () => undefined });
}

async function look(builtFolder: string): Promise<void> {
  await populate(Number(values.people));
  const { folder } = await makeCaptures(work, Number(values.people));
  const window = await openTestWindow({
    folder: work,
    builtFolder,
    dialogs: {
      chooseFolder: () => Promise.resolve(folder),
      chooseNewFile: () => Promise.resolve(undefined),
    },
    onBug: (thrown) => console.error('bug:', thrown),
    prepare: scriptCamera,
  });
  const { page } = window;
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) console.warn(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => console.warn(`page error: ${error.stack ?? error.message}`));
  await page.reload();
  try {
    for (const screen of screens) await photograph(page, screen);
  } finally {
    await window.close();
  }
}

async function populate(count: number): Promise<void> {
  if (count === 0) return;
  const app = composeApp(testSettings(work), { onBug: (thrown) => console.error('bug:', thrown) });
  try {
    await enrolPeople(app, { faces: count, prints: Math.floor(count / 2) });
  } finally {
    app.close();
  }
}

async function photograph(page: Page, screen: Screen): Promise<void> {
  for (const { width, height } of sizes) {
    await page.setViewportSize({ width, height });
    for (const theme of themes) {
      await openScreen(page, screen, { theme, camera: createScriptedCamera(() => page) });
      const file = path.join(values.into, `${screen.name}-${theme}-${width}.png`);
      await page.screenshot({ path: file });
      console.log(path.relative(process.cwd(), file));
      await screen.tidy?.(page);
    }
  }
}

function chooseScreens(): readonly Screen[] {
  if (values.route) {
    const route = values.route.replace(/^#?\/?/, '#/') as `#/${string}`;
    const name = values.route.replace(/[^a-z0-9]+/gi, '-').replace(/^-|-$/g, '');
    return [{ name, route }];
  }
  if (!values.only) return SCREENS;
  const wanted = values.only.split(',');
  const unknown = wanted.filter((name) => !SCREENS.some((screen) => screen.name === name));
  if (unknown.length > 0) {
    const names = SCREENS.map(({ name }) => name).join(', ');
    throw new Error(`Expected screens of ${names} but received ${unknown.join(', ')}.`);
  }
  return SCREENS.filter(({ name }) => wanted.includes(name));
}
