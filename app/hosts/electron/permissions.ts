/** What the page may use of the machine: its camera where somebody is captured, and little else. */
import { ELECTRON_ORIGIN, isFromApp } from '../window/origin.ts';
import { isCaptureView, isKioskView } from './addresses.ts';

export interface Asker {
  /** Whether it is the app's one window. */
  readonly ownWindow: boolean;
  readonly isMainFrame: boolean;
  /** Of the frame that asks. */
  readonly frame: string;
  /** Of the window at this moment, with its fragment. */
  readonly window: string;
}

/** @param media what of `media` is asked for: all of it has to be the camera */
export function allows(permission: string, media: readonly string[], asker: Asker): boolean {
  if (!isOurs(asker)) return false;
  switch (permission) {
    case 'media':
      return media.length > 0 && media.every((kind) => kind === 'video') && isCapturing(asker);
    // "Copy" buttons; writing takes a click, and reading stays refused.
    case 'clipboard-sanitized-write':
      return !isKioskView(asker.window);
    default:
      return false;
  }
}

const isCapturing = ({ window }: Asker) => isCaptureView(window);

function isOurs({ ownWindow, isMainFrame, frame, window }: Asker): boolean {
  return (
    ownWindow &&
    isMainFrame &&
    isFromApp(frame, ELECTRON_ORIGIN) &&
    isFromApp(window, ELECTRON_ORIGIN)
  );
}
