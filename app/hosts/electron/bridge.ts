/** `window.host` in the page: one channel in, one channel out, both of the name below. */
import type { IpcMain, WebContents, WebFrameMain } from 'electron';
import type { HostEvent } from '../../contract/events.ts';
import type { App } from '../../services/compose.ts';
import { ELECTRON_ORIGIN } from '../window/origin.ts';
import { createReceiver } from '../window/receive.ts';

/** Known to app/preload/electron.ts, too. */
export const CHANNEL = 'host';

export function installBridge(
  ipcMain: Pick<IpcMain, 'handle'>,
  app: Pick<App, 'invoke' | 'onEvent'>,
  contents: WebContents,
): void {
  const receive = createReceiver(app, ELECTRON_ORIGIN);
  ipcMain.handle(CHANNEL, ({ sender, senderFrame }, name: unknown, input: unknown) =>
    receive(senderAddress(contents, sender, senderFrame), name, input),
  );
  app.onEvent((event) => tellPage(contents, event));
}

/** A page that is gone hears nothing; the next one asks for what is. */
export function tellPage(contents: WebContents, event: HostEvent): void {
  if (!contents.isDestroyed() && !contents.isCrashed()) contents.send(CHANNEL, event);
}

/** The address of the app's own page; for anybody else one that is refused. */
function senderAddress(
  contents: WebContents,
  sender: WebContents,
  frame: WebFrameMain | null,
): string {
  const isPage = sender === contents && frame !== null && frame === contents.mainFrame;
  return isPage ? frame.url : 'about:srcdoc';
}
