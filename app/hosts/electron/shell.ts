/** The Electron window's shell: the system's dialogs, PDF by a hidden window, kiosk, the end. */
import path from 'node:path';
import type { BrowserWindow, Dialog } from 'electron';
import { describeWindow, type Shell } from '../window/shell.ts';
import { writeWholeFile } from '../window/write-file.ts';
import type { Kiosk } from './kiosk.ts';

export interface ShellParts {
  readonly dialog: Pick<Dialog, 'showOpenDialog' | 'showSaveDialog'>;
  readonly window: BrowserWindow;
  readonly kiosk: Kiosk;
  readonly printPdf: (html: string) => Promise<Uint8Array>;
  readonly versions: Readonly<Record<string, string>>;
  readonly quit: () => void;
}

const FOLDER_TITLES: Readonly<Record<string, string>> = {
  import: 'Folder of people to enrol',
  audit: 'Folder of images to audit',
  calibration: 'Folder of images to measure with',
  synthesis: 'Folder for synthetic people',
  reports: 'Folder for the report',
};

export function createElectronShell(parts: ShellParts): Shell {
  const { dialog, window, kiosk, printPdf, versions, quit } = parts;

  async function save(
    suggestedName: string,
    content: () => Promise<string | Uint8Array>,
  ): Promise<boolean> {
    const type = path.extname(suggestedName).slice(1);
    const { canceled, filePath } = await dialog.showSaveDialog(window, {
      defaultPath: suggestedName,
      properties: ['createDirectory', 'showOverwriteConfirmation'],
      ...(type !== '' && { filters: [{ name: type.toUpperCase(), extensions: [type] }] }),
    });
    if (canceled || filePath === '') return false;
    await writeWholeFile(filePath, await content());
    return true;
  }

  return {
    describe: () => describeWindow('electron', versions),
    async chooseFolder(purpose) {
      const { canceled, filePaths } = await dialog.showOpenDialog(window, {
        title: FOLDER_TITLES[purpose] ?? 'Folder',
        properties: ['openDirectory', 'createDirectory', 'dontAddToRecent'],
      });
      return canceled ? undefined : filePaths[0];
    },
    saveFile: (name, content) => save(name, () => Promise.resolve(content)),
    savePdf: (name, html) => save(name, () => printPdf(html)),
    setKiosk(on) {
      kiosk.set(on);
      return Promise.resolve();
    },
    quit,
  };
}
