/** The Chromium window, for the fixture `app`. */
import type { OpenWindow, OpenWindowOptions } from './app.ts';
import { createScriptedCamera, scriptCamera } from './camera.ts';
import { createAnsweredDialogs } from './dialogs.ts';
import { openTestWindow } from './window.ts';

export async function openChromium(options: OpenWindowOptions): Promise<OpenWindow> {
  const { folder, builtFolder, browserArguments, scriptedCamera, onBug } = options;
  const dialogs = createAnsweredDialogs();
  const window = await openTestWindow({
    folder,
    builtFolder,
    dialogs,
    moreArguments: browserArguments,
    onBug: (thrown) => onBug(thrown instanceof Error ? String(thrown.stack) : String(thrown)),
    prepare: async (context) => {
      if (scriptedCamera) await scriptCamera(context);
    },
  });
  const camera = createScriptedCamera(() => window.page);
  if (scriptedCamera) {
    window.page.on('domcontentloaded', () => void camera.remind().catch(() => undefined));
  }
  return {
    get page() {
      return window.page;
    },
    camera,
    dialogs,
    close: window.close,
  };
}
