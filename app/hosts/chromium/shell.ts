/** The Chromium window's shell: dialogs of its own, PDF by its own engine, full screen by protocol. */
import type { Browser, Page } from 'playwright-core';
import { describeWindow, type Shell } from '../window/shell.ts';
import { writeWholeFile } from '../window/write-file.ts';

/** Asks the operator for places on this machine; undefined where the operator cancels. */
export interface Dialogs {
  chooseFolder(purpose: string): Promise<string | undefined>;
  chooseNewFile(suggestedName: string): Promise<string | undefined>;
}

export interface ShellParts {
  readonly dialogs: Dialogs;
  readonly printPdf: (html: string) => Promise<Uint8Array>;
  readonly page: () => Page;
  readonly browser: () => Browser | null;
  readonly quit: () => void;
}

export function createChromiumShell(parts: ShellParts): Shell {
  const { dialogs, printPdf, page, browser, quit } = parts;
  const save = async (suggestedName: string, content: () => Promise<string | Uint8Array>) => {
    const file = await dialogs.chooseNewFile(suggestedName);
    if (file === undefined) return false;
    await writeWholeFile(file, await content());
    return true;
  };
  return {
    describe: () => describeWindow('chromium', { chromium: browser()?.version() ?? 'unknown' }),
    chooseFolder: dialogs.chooseFolder,
    saveFile: (name, content) => save(name, () => Promise.resolve(content)),
    savePdf: (name, html) => save(name, () => printPdf(html)),
    setKiosk: (on) => setFullScreen(page(), on),
    quit,
  };
}

async function setFullScreen(page: Page, on: boolean): Promise<void> {
  const session = await page.context().newCDPSession(page);
  try {
    const { windowId } = await session.send('Browser.getWindowForTarget');
    const windowState = on ? 'fullscreen' : 'normal';
    await session.send('Browser.setWindowBounds', { windowId, bounds: { windowState } });
  } finally {
    await session.detach();
  }
}
