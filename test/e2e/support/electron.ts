/** The real Electron app, for the fixture `app`. */
import { _electron } from 'playwright-core';
import path from 'node:path';
import { electronBinary } from '../../../app/hosts/electron-binary.ts';
import type { OpenWindow, OpenWindowOptions } from './app.ts';
import { createScriptedCamera, scriptCamera } from './camera.ts';
import { ROOT } from './build.ts';
import { testSettings } from './window.ts';

export async function openElectron(options: OpenWindowOptions): Promise<OpenWindow> {
  const { folder, builtFolder, scriptedCamera } = options;
  const executablePath = electronBinary();
  if (executablePath === undefined) throw new Error('Expected the program of Electron.');
  const { storePath, modelsFolder, provider } = testSettings(folder);
  const electron = await _electron.launch({
    executablePath,
    cwd: ROOT,
    args: [
      // Chromium's own, before the app's.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      `--user-data-dir=${path.join(folder, 'profile')}`,
      path.join(builtFolder, 'main/electron.js'),
      ...['--store', storePath, '--models', modelsFolder, '--provider', provider],
    ],
  });
  const bugs: string[] = [];
  electron.process().stderr?.on('data', (chunk: Buffer) => {
    const text = chunk.toString();
    if (text.includes('twinmark: bug')) bugs.push(text);
  });
  const page = await electron.firstWindow();
  const camera = createScriptedCamera(() => page);
  if (scriptedCamera) {
    await scriptCamera(electron.context());
    page.on('domcontentloaded', () => void camera.remind().catch(() => undefined));
    await page.reload();
  }
  return {
    page,
    camera,
    bugs,
    dialogs: {
      next: (place) =>
        // In Electron's main process: the next dialog is answered, the ones after it are its own.
        electron.evaluate(({ dialog }, answer) => {
          const shows = { open: dialog.showOpenDialog, save: dialog.showSaveDialog };
          const restore = () => {
            dialog.showOpenDialog = shows.open;
            dialog.showSaveDialog = shows.save;
          };
          const canceled = answer === undefined;
          dialog.showOpenDialog = () => {
            restore();
            return Promise.resolve({ canceled, filePaths: canceled ? [] : [answer] });
          };
          dialog.showSaveDialog = () => {
            restore();
            return Promise.resolve({ canceled, filePath: answer ?? '' });
          };
        }, place),
    },
    close: () => electron.close(),
  };
}
