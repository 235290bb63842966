/**
 * Objects that behave as Electron's do where the host uses them. What the host sets is kept to be
 * looked at and called; what Electron would emit, a test emits.
 */
import { EventEmitter } from 'node:events';
import type {
  BrowserWindow,
  BrowserWindowConstructorOptions,
  Rectangle,
  Session,
  WebContents,
} from 'electron';
import { vi, type Mock } from 'vitest';
import type { ElectronParts } from '../../../app/hosts/electron/parts.ts';

type Handler<Name extends keyof Session> = Session[Name] extends (
  handler: infer Given,
  ...rest: never[]
) => unknown
  ? NonNullable<Given>
  : never;

export interface FakeSession extends EventEmitter {
  permissionRequest?: Handler<'setPermissionRequestHandler'>;
  permissionCheck?: Handler<'setPermissionCheckHandler'>;
  device?: Handler<'setDevicePermissionHandler'>;
  usb?: Handler<'setUSBProtectedClassesHandler'>;
  bluetooth?: Handler<'setBluetoothPairingHandler'>;
  certificate?: Handler<'setCertificateVerifyProc'>;
  spellChecker?: boolean;
  beforeRequest?: (details: { url: string }, callback: (answer: object) => void) => void;
  protocol: FakeProtocol;
}

export interface FakeProtocol {
  schemes: unknown[];
  handlers: Map<string, (request: Request) => Promise<Response> | Response>;
  handle(scheme: string, handler: (request: Request) => Promise<Response> | Response): void;
  registerSchemesAsPrivileged(schemes: unknown[]): void;
}

export interface FakeFrame {
  url: string;
}

export interface FakeContents extends EventEmitter {
  url: string;
  destroyed: boolean;
  crashed: boolean;
  sent: [channel: string, event: unknown][];
  mainFrame: FakeFrame;
  openHandler?: (details: object) => { action: string };
  crashes: number;
}

export interface FakeWindow extends EventEmitter {
  options: BrowserWindowConstructorOptions;
  webContents: FakeContents;
  calls: [name: string, value: unknown][];
  loaded: string[];
  bounds: Rectangle;
  destroyed: boolean;
  fullScreen: boolean;
}

function fakeProtocol(): FakeProtocol {
  const handlers: FakeProtocol['handlers'] = new Map();
  const schemes: unknown[] = [];
  return {
    schemes,
    handlers,
    handle: (scheme, handler) => void handlers.set(scheme, handler),
    registerSchemesAsPrivileged: (given) => void schemes.push(...given),
  };
}

export function fakeSession(): FakeSession {
  const fake: FakeSession = Object.assign(new EventEmitter(), { protocol: fakeProtocol() });
  return Object.assign(fake, {
    setPermissionRequestHandler: (given: typeof fake.permissionRequest) =>
      (fake.permissionRequest = given),
    setPermissionCheckHandler: (given: typeof fake.permissionCheck) =>
      (fake.permissionCheck = given),
    setDevicePermissionHandler: (given: typeof fake.device) => (fake.device = given),
    setUSBProtectedClassesHandler: (given: typeof fake.usb) => (fake.usb = given),
    setBluetoothPairingHandler: (given: typeof fake.bluetooth) => (fake.bluetooth = given),
    setCertificateVerifyProc: (given: typeof fake.certificate) => (fake.certificate = given),
    setSpellCheckerEnabled: (on: boolean) => (fake.spellChecker = on),
    webRequest: {
      onBeforeRequest: (given: typeof fake.beforeRequest) => (fake.beforeRequest = given),
    },
  });
}

export const asSession = (fake: FakeSession) => fake as unknown as Session; // What is missing throws.

export function fakeContents(url = 'app://twinmark/index.html'): FakeContents {
  const fake: FakeContents = Object.assign(new EventEmitter(), {
    url,
    destroyed: false,
    crashed: false,
    sent: [],
    mainFrame: { url },
    crashes: 0,
  });
  return Object.assign(fake, {
    getURL: () => fake.url,
    isDestroyed: () => fake.destroyed,
    isCrashed: () => fake.crashed,
    send: (channel: string, event: unknown) => fake.sent.push([channel, event]),
    setWindowOpenHandler: (given: typeof fake.openHandler) => (fake.openHandler = given),
    setWebRTCIPHandlingPolicy: () => undefined,
    forcefullyCrashRenderer: () => (fake.crashes += 1),
    printToPDF: () => Promise.resolve(Buffer.from(`%PDF of ${fake.url}`)),
  });
}

export const asContents = (fake: FakeContents) => fake as unknown as WebContents; // As above.

export function fakeWindow(options: BrowserWindowConstructorOptions = {}): FakeWindow {
  const fake: FakeWindow = Object.assign(new EventEmitter(), {
    options,
    webContents: fakeContents(''),
    calls: [],
    loaded: [],
    bounds: { x: 10, y: 20, width: 1280, height: 800 },
    destroyed: false,
    fullScreen: false,
  });
  const note =
    (name: string) =>
    (...given: unknown[]) =>
      void fake.calls.push([name, given[0]]);
  return Object.assign(fake, {
    setKiosk: note('setKiosk'),
    setClosable: note('setClosable'),
    setMinimizable: note('setMinimizable'),
    setAlwaysOnTop: note('setAlwaysOnTop'),
    show: note('show'),
    focus: note('focus'),
    restore: note('restore'),
    maximize: note('maximize'),
    isMinimized: () => true,
    isMaximized: () => false,
    isFullScreen: () => fake.fullScreen,
    isDestroyed: () => fake.destroyed,
    getNormalBounds: () => fake.bounds,
    destroy: () => (fake.destroyed = true),
    loadURL(address: string) {
      fake.loaded.push(address);
      fake.webContents.url = address;
      fake.webContents.mainFrame.url = address;
      return Promise.resolve();
    },
  });
}

export const asWindow = (fake: FakeWindow) => fake as unknown as BrowserWindow; // As above.

export interface FakeApp extends EventEmitter {
  isPackaged: boolean;
  ready: PromiseWithResolvers<undefined>;
  exits: number[];
  quits: number;
  sandboxed: boolean;
  onlyInstance: boolean;
  switches: Map<string, string>;
}

function fakeApp(userData: string): FakeApp {
  const fake: FakeApp = Object.assign(new EventEmitter(), {
    isPackaged: false,
    ready: Promise.withResolvers<undefined>(),
    exits: [],
    quits: 0,
    sandboxed: false,
    onlyInstance: true,
    switches: new Map<string, string>(),
  });
  let isReady = false;
  void fake.ready.promise.then(() => (isReady = true));
  return Object.assign(fake, {
    commandLine: {
      appendSwitch: (name: string, value = '') => fake.switches.set(name, value),
      hasSwitch: (name: string) => fake.switches.has(name),
    },
    enableSandbox: () => (fake.sandboxed = true),
    requestSingleInstanceLock: () => fake.onlyInstance,
    whenReady: () => fake.ready.promise,
    isReady: () => isReady,
    getPath: () => userData,
    getAppPath: () => userData,
    quit: () => (fake.quits += 1),
    exit: (code: number) => fake.exits.push(code),
  });
}

export type InvokeHandler = (
  event: { sender: unknown; senderFrame: unknown },
  name: unknown,
  input: unknown,
) => unknown;

/** A dialog that answers so unless it is told otherwise. */
function answering<Answer>(answer: Answer): Mock<(...given: unknown[]) => Promise<Answer>> {
  return vi.fn(() => Promise.resolve(answer));
}

/** @param userData a folder of the test's */
export function fakeElectron(userData: string) {
  const app = fakeApp(userData);
  const windows: FakeWindow[] = [];
  const sessions = new Map<string, FakeSession>();
  const menus: unknown[] = [];
  const handlers = new Map<string, InvokeHandler>();
  const errorBoxes: string[] = [];
  const defaultSession = fakeSession();
  const parts = {
    app,
    BrowserWindow: function (options: BrowserWindowConstructorOptions) {
      const window = fakeWindow(options);
      windows.push(window);
      app.emit('web-contents-created', {}, window.webContents);
      return window;
    },
    dialog: {
      showErrorBox: (title: string, text: string) => errorBoxes.push(`${title}: ${text}`),
      showMessageBox: answering({ response: 0 }),
      showOpenDialog: answering({ canceled: true, filePaths: [] as string[] }),
      showSaveDialog: answering({ canceled: true, filePath: '' }),
    },
    ipcMain: { handle: (name: string, handler: InvokeHandler) => void handlers.set(name, handler) },
    Menu: {
      buildFromTemplate: (template: unknown) => template,
      setApplicationMenu: (menu: unknown) => void menus.push(menu),
    },
    nativeTheme: { shouldUseDarkColors: false },
    powerSaveBlocker: { start: () => 7, stop: () => undefined },
    protocol: fakeProtocol(),
    screen: {
      getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1040 } }],
    },
    session: {
      defaultSession,
      fromPartition(name: string) {
        const found = sessions.get(name) ?? fakeSession();
        sessions.set(name, found);
        return found;
      },
    },
    systemPreferences: { askForMediaAccess: () => Promise.resolve(true) },
    utilityProcess: { fork: () => undefined },
  };
  return {
    parts: parts as unknown as ElectronParts, // What is missing throws.
    ...parts,
    windows,
    sessions,
    menus,
    handlers,
    errorBoxes,
  };
}

/** An event of Electron's that may be prevented. */
export function preventable() {
  const event = { prevented: false, preventDefault: () => void (event.prevented = true) };
  return event;
}
