/** Prints a document of ours to PDF in a window that nobody sees, has no script and no network. */
import type { WebContents } from 'electron';
import { ELECTRON_ORIGIN, ELECTRON_SCHEME } from '../window/origin.ts';
import type { ElectronParts } from './parts.ts';
import { sealSession, type SealOptions } from './seal-session.ts';
import { printOptions } from './window-options.ts';

/** Kept in memory; gone with the program. */
const PARTITION = 'print';

/** The document brings its styles and pictures along. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:";

export function createPrinter(
  { BrowserWindow, session }: Pick<ElectronParts, 'BrowserWindow' | 'session'>,
  seal: Pick<SealOptions, 'allowDevTools'>,
): (html: string) => Promise<Uint8Array> {
  const documents = new Map<string, string>();
  let printed = 0;
  let ready = false;

  function prepare(): void {
    if (ready) return;
    ready = true;
    const own = session.fromPartition(PARTITION);
    const nobody = { isOwnWindow: (_contents: WebContents) => false };
    sealSession(own, { ...seal, ...nobody, askSystemForCamera: () => Promise.resolve(false) });
    own.protocol.handle(ELECTRON_SCHEME, ({ url }) => {
      const html = documents.get(url);
      if (html === undefined) return new Response(null, { status: 404 });
      const headers = { 'content-type': 'text/html; charset=utf-8' };
      return new Response(html, { headers: { ...headers, 'content-security-policy': POLICY } });
    });
  }

  return async (html) => {
    prepare();
    printed += 1;
    const address = `${ELECTRON_ORIGIN}/print/${printed}`;
    documents.set(address, html);
    const window = new BrowserWindow(printOptions(PARTITION));
    try {
      await window.loadURL(address);
      return await window.webContents.printToPDF({
        pageSize: 'A4',
        printBackground: true,
        preferCSSPageSize: true,
      });
    } finally {
      documents.delete(address);
      window.destroy();
    }
  };
}
