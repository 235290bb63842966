/**
 * A page that holds something unsaved is not left without a question. Electron shows none of its
 * own: a page that objects to being unloaded just stays, and the window seems not to close.
 */
import type { BrowserWindow, Dialog } from 'electron';

export interface UnsavedParts {
  readonly window: BrowserWindow;
  readonly dialog: Pick<Dialog, 'showMessageBox'>;
  readonly isKiosk: () => boolean;
}

const LEAVE = 0;
const STAY = 1;

export function askBeforeUnload({ window, dialog, isKiosk }: UnsavedParts): void {
  const { webContents } = window;
  let wanted: 'close' | 'reload' = 'reload';
  let asking = false;
  let agreed = false;
  // Before the page is asked; where it does not object, the window is gone.
  window.on('close', () => (wanted = 'close'));
  webContents.on('did-finish-load', () => (agreed = false));
  webContents.on('will-prevent-unload', (event) => {
    // At a kiosk nobody is there to be asked, and nothing is held.
    if (agreed || isKiosk()) {
      agreed = false;
      return event.preventDefault(); // Of the objection.
    }
    const what = wanted;
    wanted = 'reload';
    if (!asking) void ask(what);
  });

  // Not the dialog that waits: until it is answered no call of the page would be, and no job go on.
  async function ask(what: 'close' | 'reload'): Promise<void> {
    asking = true;
    const { response } = await dialog.showMessageBox(window, {
      type: 'warning',
      message: 'Leave without saving?',
      detail: 'Samples that were taken will be gone: nothing is kept until it is saved.',
      buttons: ['Leave', 'Stay'],
      defaultId: STAY,
      cancelId: STAY,
      noLink: true,
    });
    asking = false;
    if (response !== LEAVE || window.isDestroyed()) return;
    agreed = true;
    if (what === 'close') window.close();
    else webContents.reload();
  }
}
