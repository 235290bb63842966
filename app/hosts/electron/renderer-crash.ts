/** A page that crashed or froze: it is loaded again once; where that does not help, it is said. */
import type { BrowserWindow, Dialog } from 'electron';

export interface CrashParts {
  readonly window: BrowserWindow;
  readonly dialog: Pick<Dialog, 'showMessageBox'>;
  readonly isKiosk: () => boolean;
  readonly load: () => void;
  readonly quit: () => void;
  /** Milliseconds. */
  readonly now: () => number;
  /** A line for whoever reads what the program writes. */
  readonly report: (line: string) => void;
}

/** A crash this long after the last one is a new one, not the same again; milliseconds. */
const SAME_TROUBLE_MS = 60_000;

/** At a kiosk nobody is there to be asked: it is tried again and again, this far apart. */
const KIOSK_RETRY_MS = 5_000;

const LOAD = 0;

export function recoverFromCrashes(parts: CrashParts): void {
  const { window, isKiosk, load, now, report } = parts;
  let last = Number.NEGATIVE_INFINITY;
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit') return;
    report(`Expected the page to go on but it is gone: ${reason}, exit code ${exitCode}.`);
    const again = now() - last < SAME_TROUBLE_MS;
    last = now();
    if (!again) return load();
    if (isKiosk()) return void setTimeout(load, KIOSK_RETRY_MS);
    void ask(parts, 'The window stopped twice in a short time.', ['Load it again', 'Quit']);
  });
  window.on('unresponsive', () => {
    report('Expected the page to answer but it does not.');
    // At a kiosk nobody is asked: the page is ended, and so loaded again.
    if (isKiosk()) return window.webContents.forcefullyCrashRenderer();
    void ask(parts, 'The window does not answer.', ['Load it again', 'Wait']);
  });
}

async function ask(
  { window, dialog, load, quit }: CrashParts,
  message: string,
  buttons: readonly ['Load it again', 'Quit' | 'Wait'],
): Promise<void> {
  const detail = 'People and attempts are safe: they are kept by another part of the program.';
  const { response } = await dialog.showMessageBox(window, {
    type: 'warning',
    message,
    detail,
    buttons: [...buttons],
    cancelId: 1,
    noLink: true,
  });
  if (response === LOAD) return load();
  if (buttons[1] === 'Quit') quit();
}
