/** The Chromium window, for the fixture `app`. */
import type { OpenWindow, OpenWindowOptions } from './app.ts';
import { createScriptedCamera, scriptCamera } from './camera.ts';
import { createAnsweredDialogs } from './dialogs.ts';
import { openTestWindow } from './window.ts';

export async function openChromium(options: OpenWindowOptions): Promise<OpenWindow> {
  const { folder, builtFolder, browserArguments, scriptedCamera } = options;
  const dialogs = createAnsweredDialogs();
  const bugs: string[] = [];
  const window = await openTestWindow({
    folder,
    builtFolder,
    dialogs,
    moreArguments: browserArguments,
    onBug: (thrown) => bugs.push(thrown instanceof Error ? String(thrown.stack) : String(thrown)),
    prepare: async (context) => {
      if (scriptedCamera) await scriptCamera(context);
    },
  });
  const { page, close } = window;
  const camera = createScriptedCamera(() => page);
  if (scriptedCamera)
    page.on('domcontentloaded', () => void camera.remind().catch(() => undefined));
  return { page, camera, dialogs, bugs, close };
}
