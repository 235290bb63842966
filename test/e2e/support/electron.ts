/** The real Electron app, for the fixture `app`. */
import type * as Electron from 'electron';
import { _electron } from 'playwright-core';
import path from 'node:path';
import { electronBinary } from '../../../app/hosts/electron-binary.ts';
import type { OpenWindow, OpenWindowOptions } from './app.ts';
import { createScriptedCamera, scriptCamera } from './camera.ts';
import { ROOT } from './build.ts';
import { testSettings } from './window.ts';

export async function openElectron(options: OpenWindowOptions): Promise<OpenWindow> {
  const { folder, builtFolder, scriptedCamera, onBug } = options;
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
  electron.process().stderr?.on('data', (chunk: Buffer) => {
    const text = chunk.toString();
    if (text.includes('twinmark: bug')) onBug(text);
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
    dialogs: { next: (place) => electron.evaluate(answerDialog, place ?? null) },
    close: () => electron.close(),
  };
}

/**
 * Runs in Electron's main process: dialogs of folders and new files are answered in the order in
 * which answers are given, and fail where there is none.
 */
function answerDialog({ dialog }: typeof Electron, answer: string | null): void {
  const place = globalThis as { __answers?: (string | null)[] };
  if (place.__answers) {
    place.__answers.push(answer);
    return;
  }
  const answers = (place.__answers = [answer]);
  const take = () => {
    const next = answers.shift();
    if (next === undefined) throw new Error('Expected the test to answer the dialog first.');
    return next;
  };
  dialog.showOpenDialog = () => {
    const next = take();
    return Promise.resolve({ canceled: next === null, filePaths: next === null ? [] : [next] });
  };
  dialog.showSaveDialog = () => {
    const next = take();
    return Promise.resolve({ canceled: next === null, filePath: next ?? '' });
  };
}
