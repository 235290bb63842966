/** What a window's host does for the services: dialogs, full screen, the end. */
import type { ChosenFile, ShellFacts } from '../contract/shell.ts';

export interface Shell {
  describe(): ShellFacts;
  /** Asks the user; the path of the folder, or undefined where the user cancels. */
  chooseFolder(purpose: string): Promise<string | undefined>;
  /** Asks where to, and writes; false where the user cancels. */
  saveFile(suggestedName: string, content: string | Uint8Array): Promise<boolean>;
  savePdf(suggestedName: string, html: string): Promise<boolean>;
  /** Full screen without menus, or back. */
  setKiosk(on: boolean): Promise<void>;
  quit(): void;
}

export type { ChosenFile };
