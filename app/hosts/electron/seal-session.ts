/** Shuts a session: no network, no downloads, no devices, and permissions by permissions.ts. */
import type { Session, WebContents } from 'electron';
import { isLocal } from './addresses.ts';
import { allows } from './permissions.ts';

export interface SealOptions {
  readonly allowDevTools: boolean;
  readonly isOwnWindow: (contents: WebContents) => boolean;
  /** macOS asks the operator itself, once; true elsewhere. */
  readonly askSystemForCamera: () => Promise<boolean>;
}

/**
 * The page's address may reach this process a moment after its request for the camera does, when
 * the screen was only just opened: one more look after this time, in milliseconds.
 */
const SECOND_LOOK_MS = 250;

/** Chromium's net::ERR_FAILED: there is no certificate that could be right. */
const REFUSE_CERTIFICATE = -2;

export function sealSession(session: Session, options: SealOptions): void {
  session.setPermissionRequestHandler((contents, permission, callback, details) => {
    const media = 'mediaTypes' in details ? (details.mediaTypes ?? []) : [];
    const ask = () =>
      allows(permission, media, {
        ownWindow: options.isOwnWindow(contents),
        isMainFrame: details.isMainFrame,
        frame: details.requestingUrl,
        window: contents.isDestroyed() ? '' : contents.getURL(),
      });
    void answer(permission, ask, options).then(callback);
  });
  session.setPermissionCheckHandler((contents, permission, requestingOrigin, details) => {
    if (!contents || contents.isDestroyed()) return false;
    return allows(permission, details.mediaType ? [details.mediaType] : [], {
      ownWindow: options.isOwnWindow(contents),
      isMainFrame: details.isMainFrame,
      frame: details.requestingUrl ?? requestingOrigin,
      window: contents.getURL(),
    });
  });
  session.setDevicePermissionHandler(() => false);
  session.setUSBProtectedClassesHandler(({ protectedClasses }) => protectedClasses);
  session.setBluetoothPairingHandler((_details, callback) => callback({ confirmed: false }));
  session.setCertificateVerifyProc((_request, callback) => callback(REFUSE_CERTIFICATE));
  session.setSpellCheckerEnabled(false);
  session.webRequest.onBeforeRequest(({ url }, callback) => {
    callback({ cancel: !isLocal(url, options.allowDevTools) });
  });
  session.on('will-download', (event) => event.preventDefault());
}

async function answer(
  permission: string,
  ask: () => boolean,
  { askSystemForCamera }: SealOptions,
): Promise<boolean> {
  if (permission !== 'media') return ask();
  if (!ask()) await new Promise((resolve) => setTimeout(resolve, SECOND_LOOK_MS));
  return ask() && (await askSystemForCamera()) && ask();
}
