/** How a window is made: everything that a page could use against the machine is off. */
import type { BrowserWindowConstructorOptions, WebPreferences } from 'electron';
import type { WindowState } from './window-state.ts';

/** Most are Electron's defaults; written down, they can be tested. */
export const SEALED = {
  contextIsolation: true,
  sandbox: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  plugins: false,
  navigateOnDragDrop: false,
  spellcheck: false,
  safeDialogs: true,
  enableWebSQL: false,
} as const satisfies WebPreferences;

/** Where it stands until it is moved; in device-independent pixels. */
export const DEFAULT_SIZE = { width: 1280, height: 800 } as const;
/** Below this the screens don't fit; in device-independent pixels. */
export const LEAST_SIZE = { width: 960, height: 600 } as const;

/** `--surface-page` of renderer/tokens.css: what is seen until the page is painted. */
export const BACKGROUND = { light: '#f6f8fa', dark: '#121920' } as const;

/** Full screen and in front come later, with kiosk.ts. */
export interface WindowParts {
  readonly state: WindowState | undefined;
  /** The built app/preload/electron.ts. */
  readonly preload: string;
  readonly dark: boolean;
  readonly devTools: boolean;
}

export function windowOptions(parts: WindowParts): BrowserWindowConstructorOptions {
  const { state, preload, dark, devTools } = parts;
  return {
    ...(state?.bounds ?? DEFAULT_SIZE),
    minWidth: LEAST_SIZE.width,
    minHeight: LEAST_SIZE.height,
    title: 'Twinmark',
    // Shown once it is painted: no white flash.
    show: false,
    backgroundColor: dark ? BACKGROUND.dark : BACKGROUND.light,
    // Alt shows the menu; its keys work all the same.
    autoHideMenuBar: true,
    webPreferences: { ...SEALED, preload, devTools },
  };
}

/** For documents of ours that become PDF: no script at all, and nothing is seen. */
export function printOptions(partition: string): BrowserWindowConstructorOptions {
  return {
    show: false,
    webPreferences: { ...SEALED, javascript: false, devTools: false, partition },
  };
}
