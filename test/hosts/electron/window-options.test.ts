import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  BACKGROUND,
  printOptions,
  windowOptions,
} from '../../../app/hosts/electron/window-options.ts';

const parts = { state: undefined, preload: '/app/preload.cjs', dark: false, devTools: false };

describe.each([
  ['the window', windowOptions(parts)],
  ['the window for documents', printOptions('print')],
])('%s', (_name, { webPreferences = {} }) => {
  it('keeps the page away from Node and from us', () => {
    expect(webPreferences).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
    });
  });

  it('keeps the rules of the web, and nothing that is on trial', () => {
    expect(webPreferences).toMatchObject({
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      plugins: false,
      navigateOnDragDrop: false,
      spellcheck: false,
    });
    for (const name of ['enableBlinkFeatures', 'disableBlinkFeatures', 'additionalArguments']) {
      expect(webPreferences).not.toHaveProperty(name);
    }
  });

  it('has no developer tools', () => {
    expect(webPreferences.devTools).toBe(false);
  });
});

it('only what is not packaged has developer tools', () => {
  expect(windowOptions({ ...parts, devTools: true }).webPreferences?.devTools).toBe(true);
});

it('a window for documents runs no script and has no preload', () => {
  const { webPreferences, show } = printOptions('print');
  expect(webPreferences).toMatchObject({ javascript: false, partition: 'print' });
  expect(webPreferences).not.toHaveProperty('preload');
  expect(show).toBe(false);
});

it('a partition that is kept in memory leaves no file behind', () => {
  expect(printOptions('print').webPreferences?.partition).not.toMatch(/^persist:/);
});

it('before it is painted it has the colour of the page', () => {
  const tokens = readFileSync(
    path.join(import.meta.dirname, '../../../renderer/tokens.css'),
    'utf8',
  );
  const { light, dark } = BACKGROUND;
  expect(tokens).toContain(`--surface-page: light-dark(${light}, ${dark});`);
  expect(windowOptions(parts).backgroundColor).toBe(light);
  expect(windowOptions({ ...parts, dark: true }).backgroundColor).toBe(dark);
});
