/** Builds the whole app in Electron's window: services, engine, bridge, assets, shell, menu. */
import path from 'node:path';
import type { BrowserWindow } from 'electron';
import { composeApp, type App, type AppSettings } from '../../services/compose.ts';
import { installBridge, tellPage } from './bridge.ts';
import { createEngineFork } from './engine-process.ts';
import { createKiosk, type Kiosk } from './kiosk.ts';
import { menuTemplate } from './menu.ts';
import type { ElectronParts } from './parts.ts';
import { createPrinter } from './print.ts';
import { recoverFromCrashes } from './renderer-crash.ts';
import { sealSession } from './seal-session.ts';
import { HOME, serveRenderer } from './serve.ts';
import { createElectronShell } from './shell.ts';
import { askBeforeUnload } from './unsaved.ts';
import { windowOptions } from './window-options.ts';
import { readWindowState, rememberWindow } from './window-state.ts';

export interface OpenParts {
  readonly settings: AppSettings;
  /** Holds preload/ and renderer/. */
  readonly builtFolder: string;
  readonly kiosk: boolean;
  readonly devTools: boolean;
  readonly platform: NodeJS.Platform;
  readonly versions: Readonly<Record<string, string>>;
  /** A line for whoever reads what the program writes. */
  readonly report: (line: string) => void;
}

export interface OpenWindow {
  bringToFront(): void;
  /** The program is being ended: nothing keeps the window any more. */
  release(): void;
  close(): void;
}

export async function openWindow(electron: ElectronParts, parts: OpenParts): Promise<OpenWindow> {
  const { app, dialog, protocol } = electron;
  const { builtFolder, report } = parts;
  const stateFile = path.join(app.getPath('userData'), 'window.json');
  const window = createWindow(electron, parts, stateFile);
  sealAppSession(electron, parts, window);
  serveRenderer(protocol, path.join(builtFolder, 'renderer'));

  const showMenu = createMenuSwitch(electron, parts, window);
  const kiosk = createKiosk({ window, showMenu, powerSaveBlocker: electron.powerSaveBlocker });
  const services = composeServices(electron, parts, window, kiosk);
  installBridge(electron.ipcMain, services, window.webContents);
  showMenu(true);
  rememberWindow(window, stateFile, kiosk.isOn);
  askBeforeUnload({ window, dialog, isKiosk: kiosk.isOn });

  // The page asks whether the kiosk is on; there it starts on the right screen.
  const load = () => {
    const address = kiosk.isOn() ? `${HOME}#/kiosk` : HOME;
    window.loadURL(address).catch((thrown: unknown) => report(String(thrown)));
  };
  recoverFromCrashes({
    window,
    dialog,
    isKiosk: kiosk.isOn,
    load,
    quit: () => app.quit(),
    now: () => performance.now(),
    report,
  });
  try {
    await services.start({ kiosk: parts.kiosk });
  } catch (thrown) {
    // Asked for a kiosk, nobody wants to be shown the desk instead.
    services.close();
    window.destroy();
    throw thrown;
  }
  load();
  return {
    bringToFront() {
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
    },
    release: kiosk.release,
    close: services.close,
  };
}

function createWindow(
  { BrowserWindow, nativeTheme, screen }: ElectronParts,
  { builtFolder, devTools, kiosk }: OpenParts,
  stateFile: string,
): BrowserWindow {
  const workAreas = screen.getAllDisplays().map(({ workArea }) => workArea);
  const state = readWindowState(stateFile, workAreas);
  const preload = path.join(builtFolder, 'preload', 'electron.cjs');
  const dark = kiosk || nativeTheme.shouldUseDarkColors;
  const window = new BrowserWindow(windowOptions({ state, preload, dark, devTools }));
  window.once('ready-to-show', () => {
    if (state?.maximised) window.maximize();
    window.show();
  });
  return window;
}

function sealAppSession(
  { session, systemPreferences }: ElectronParts,
  { devTools, platform }: OpenParts,
  window: BrowserWindow,
): void {
  sealSession(session.defaultSession, {
    allowDevTools: devTools,
    isOwnWindow: (contents) => contents === window.webContents,
    askSystemForCamera: () =>
      platform === 'darwin' ? systemPreferences.askForMediaAccess('camera') : Promise.resolve(true),
  });
}

function createMenuSwitch(
  { Menu }: ElectronParts,
  { platform, devTools }: OpenParts,
  { webContents }: BrowserWindow,
): (shown: boolean) => void {
  const template = menuTemplate({
    platform,
    devTools,
    tell: (event) => tellPage(webContents, event),
  });
  return (shown) => Menu.setApplicationMenu(shown ? Menu.buildFromTemplate(template) : null);
}

function composeServices(
  electron: ElectronParts,
  { settings, devTools, platform, versions, report }: OpenParts,
  window: BrowserWindow,
  kiosk: Kiosk,
): App {
  const { app, dialog, utilityProcess } = electron;
  const shell = createElectronShell({
    dialog,
    window,
    kiosk,
    printPdf: createPrinter(electron, { allowDevTools: devTools }),
    versions,
    // Later, so that the answer to the call can leave first.
    quit: () => void setImmediate(() => app.quit()),
  });
  return composeApp(settings, {
    shell,
    onBug: (thrown) => report(`bug: ${thrown instanceof Error ? thrown.stack : String(thrown)}`),
    forkEngine: createEngineFork({
      fork: utilityProcess.fork,
      platform,
      killNow: (pid) => process.kill(pid, 'SIGKILL'),
    }),
  });
}
