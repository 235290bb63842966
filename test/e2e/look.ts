/**
 * `npm run look`: photographs screens of the real app into .cache/look/, or those of the project's
 * README.md into renderer/pictures/. README.md, beside this file, tells how.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { composeApp } from '../../app/services/compose.ts';
import { README_PICTURES } from './readme-pictures.ts';
import { SCREENS, SIZES, THEMES, type Screen, type Theme } from './screens.ts';
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
    /** The pictures of README.md, and nothing else. */
    readme: { type: 'boolean', default: false },
  },
});

/** One picture that is taken. */
interface Shot {
  readonly screen: Screen;
  readonly theme: Theme;
  readonly size: (typeof SIZES)[number];
  /** A PNG, or a WebP by its name. */
  readonly file: string;
}

const shots = values.readme ? readmeShots() : chosenShots();
const work = mkdtempSync(path.join(tmpdir(), 'twinmark-look-'));
for (const { file } of shots) mkdirSync(path.dirname(file), { recursive: true });
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
    for (const shot of shots) await photograph(page, shot);
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

async function photograph(page: Page, { screen, theme, size, file }: Shot): Promise<void> {
  await page.setViewportSize(size);
  await openScreen(page, screen, { theme, camera: createScriptedCamera(() => page) });
  const png = await page.screenshot();
  if (path.extname(file) === '.webp')
    await sharp(png).webp({ quality: 85, effort: 6 }).toFile(file);
  else writeFileSync(file, png);
  console.log(path.relative(process.cwd(), file));
  await screen.tidy?.(page);
}

function chosenShots(): readonly Shot[] {
  const sizes = SIZES.filter(({ width }) => !values.size || String(width) === values.size);
  const themes = THEMES.filter((theme) => !values.theme || theme === values.theme);
  return chooseScreens().flatMap((screen) =>
    sizes.flatMap((size) =>
      themes.map((theme) => {
        const name = `${screen.name}-${theme}-${size.width}.png`;
        return { screen, theme, size, file: path.join(values.into, name) };
      }),
    ),
  );
}

function readmeShots(): readonly Shot[] {
  return README_PICTURES.map(({ name, screen: wanted, theme }) => {
    const screen = SCREENS.find((one) => one.name === wanted);
    if (!screen)
      throw new Error(`Expected a screen for the picture ${name} but received ${wanted}.`);
    const file = path.join(ROOT, 'renderer/pictures', `${name}.webp`);
    return { screen, theme, size: SIZES[0], file };
  });
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
