/** The whole host, on objects that behave like Electron's; the services behind it are real. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startElectronHost } from '../../../app/hosts/electron/start.ts';
import { becomeOnlyInstance } from '../../../app/hosts/window/single-instance.ts';
import { MODELS_FOLDER } from '../../engine/models.ts';
import { waitUntil } from '../../engine/processes.ts';
import { fakeElectron, preventable, type FakeContents } from './fake-electron.ts';

let folder: string;
let store: string;
const running: (() => void)[] = [];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'twinmark-electron-'));
  store = path.join(folder, 'people.sqlite');
});
afterEach(() => {
  for (const end of running.splice(0)) end();
  rmSync(folder, { recursive: true });
});

function host(more: readonly string[] = [], platform: NodeJS.Platform = 'linux') {
  const electron = fakeElectron(folder);
  const said: string[] = [];
  const flags = ['--store', store, '--models', MODELS_FOLDER, '--provider', 'cpu'];
  const start = () =>
    startElectronHost(electron.parts, {
      argv: [
        ...(electron.app.isPackaged ? ['Twinmark'] : ['electron', 'out/main/electron.js']),
        ...flags,
        ...more,
      ],
      platform,
      versions: { electron: '45' },
      say: (text) => said.push(text),
    });
  running.push(() => electron.app.emit('will-quit'));
  return { ...electron, said, start };
}

/** Until the window has been told what to load. */
async function opened(started: ReturnType<typeof host>) {
  const done = started.start();
  started.app.ready.resolve(undefined);
  await done;
  expect(started.said).toEqual([]);
  expect(started.windows).toHaveLength(1);
  return started.windows[0];
}

async function call(started: ReturnType<typeof host>, name: string, input: unknown = {}) {
  const contents: FakeContents = started.windows[0].webContents;
  const event = { sender: contents, senderFrame: contents.mainFrame };
  return started.handlers.get('host')?.(event, name, input) as Promise<{ ok: boolean }>;
}

describe('before Electron is ready', () => {
  it('the scheme, the sandbox and the quiet are settled at once', () => {
    const { app, protocol, start, windows } = host();
    void start(); // Looked at in the same breath: Electron waits for nobody.
    expect(protocol.schemes).toMatchObject([{ scheme: 'app' }]);
    expect(app.sandboxed).toBe(true);
    expect(app.switches.has('host-resolver-rules')).toBe(true);
    expect(app.listenerCount('web-contents-created')).toBe(1);
    expect(windows).toEqual([]);
  });

  it('a second start ends, and opens nothing', async () => {
    const second = host();
    second.app.onlyInstance = false;
    await second.start();
    expect(second.app.exits).toEqual([0]);
    expect(second.windows).toEqual([]);
    expect(existsSync(store)).toBe(false);
  });

  it('unknown flags are refused with an exit code', async () => {
    const wrong = host(['--kisok']);
    await wrong.start();
    expect(wrong.app.exits).toEqual([64]);
    expect(wrong.said.join('')).toMatch(/^twinmark: Expected flags of the window/);
  });

  it('--help helps', async () => {
    const help = host(['--help']);
    await help.start();
    expect(help.app.exits).toEqual([0]);
    expect(help.said.join('')).toContain('--kiosk');
  });

  it('once packaged, nobody gets in with a debugger, but for builds that are for tests', async () => {
    const ready = (isTestBuild: boolean) => {
      const packaged = host();
      writeFileSync(
        path.join(folder, 'package.json'),
        JSON.stringify({ name: 'twinmark', twinmarkTestBuild: isTestBuild }),
      );
      packaged.app.isPackaged = true;
      packaged.app.switches.set('remote-debugging-port', '0');
      return packaged;
    };
    const product = ready(false);
    await product.start();
    expect(product.app.exits).toEqual([64]);
    expect(product.said.join('')).toContain('received --remote-debugging-port');
    const test = ready(true);
    void test.start();
    expect(test.app.exits).toEqual([]);
    expect(test.app.sandboxed).toBe(true);
  });
});

describe('the window', () => {
  it("shows the app, and the app's page is answered by the services", async () => {
    const started = host();
    const window = await opened(started);
    expect(window.loaded).toEqual(['app://twinmark/index.html']);
    expect(window.options.webPreferences?.preload).toMatch(/preload.electron\.cjs$/);
    expect(await call(started, 'shell.describe')).toMatchObject({
      ok: true,
      value: { host: 'electron', versions: { electron: '45' } },
    });
    expect(await call(started, 'store.describe')).toMatchObject({
      ok: true,
      value: { path: store, people: 0 },
    });
    expect(await call(started, 'no.such')).toMatchObject({ ok: false });
  });

  it('answers whatever the page may send with a value, and goes on', async () => {
    const started = host();
    await opened(started);
    const names = fc.oneof(
      fc.constantFrom('people.list', 'kiosk.leave', '__proto__'),
      fc.anything(),
    );
    await fc.assert(
      fc.asyncProperty(names, fc.anything(), async (name, input) => {
        const answer = await call(started, name as string, input); // Anything, in truth.
        expect(answer).toHaveProperty('ok');
      }),
      { numRuns: 300 },
    );
    expect(await call(started, 'store.describe')).toMatchObject({ ok: true });
  });

  it('asks before it leaves a page that holds something unsaved', async () => {
    const started = host();
    const window = await opened(started);
    started.dialog.showMessageBox.mockResolvedValueOnce({ response: 1 });
    window.webContents.emit('will-prevent-unload', preventable());
    expect(started.dialog.showMessageBox).toHaveBeenCalledOnce();
    expect(started.dialog.showMessageBox.mock.lastCall).toMatchObject([
      window,
      { message: 'Leave without saving?' },
    ]);
  });

  it('is shown when it has been painted', async () => {
    const window = await opened(host());
    expect(window.calls).toEqual([]);
    window.emit('ready-to-show');
    expect(window.calls).toEqual([['show', undefined]]);
  });

  it('comes back where it was, as large as it was', async () => {
    const bounds = { x: 40, y: 30, width: 1000, height: 700 };
    writeFileSync(path.join(folder, 'window.json'), JSON.stringify({ bounds, maximised: true }));
    const window = await opened(host());
    expect(window.options).toMatchObject(bounds);
    window.emit('ready-to-show');
    expect(window.calls).toEqual([
      ['maximize', undefined],
      ['show', undefined],
    ]);
    window.emit('close', preventable());
    expect(JSON.parse(readFileSync(path.join(folder, 'window.json'), 'utf8'))).toMatchObject({
      maximised: false,
    });
  });

  it('is sealed, and so is its session', async () => {
    const started = host();
    const window = await opened(started);
    const event = preventable();
    window.webContents.emit('will-navigate', event);
    expect(event.prevented).toBe(true);
    expect(window.webContents.openHandler?.({})).toEqual({ action: 'deny' });
    const { permissionCheck, beforeRequest } = started.session.defaultSession;
    expect(permissionCheck).toBeDefined();
    expect(beforeRequest).toBeDefined();
  });

  it('comes to the front when the program is started again, or another host knocks', async () => {
    const started = host();
    const window = await opened(started);
    started.app.emit('second-instance');
    const front = [
      ['restore', undefined],
      ['show', undefined],
      ['focus', undefined],
    ];
    expect(window.calls).toEqual(front);
    expect(await becomeOnlyInstance(store, () => undefined)).toBeUndefined();
    expect(await waitUntil(() => window.calls.length === 6, 5_000)).toBe(true);
  });

  it('is not opened where a window of the other kind has the store', async () => {
    const other = await becomeOnlyInstance(store, () => undefined);
    const started = host();
    const done = started.start();
    started.app.ready.resolve(undefined);
    await done;
    other?.release();
    expect(started.app.exits).toEqual([0]);
    expect(started.windows).toEqual([]);
    expect(started.said.join('')).toContain('another window');
  });

  it('is loaded again after a crash, on the page of the app', async () => {
    const window = await opened(host());
    window.webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 });
    expect(window.loaded).toEqual(Array(2).fill('app://twinmark/index.html'));
  });

  it('has a menu, and quits when it is closed or told so', async () => {
    const started = host();
    await opened(started);
    expect(started.menus).toHaveLength(1);
    started.app.emit('window-all-closed');
    expect(started.app.quits).toBe(1);
    expect(await call(started, 'shell.quit')).toEqual({ ok: true, value: null });
    expect(await waitUntil(() => started.app.quits === 2, 1_000)).toBe(true);
  });

  it('is a kiosk where it is told to be one, and then nothing else is reachable', async () => {
    const before = host();
    await opened(before);
    expect(await call(before, 'kiosk.setPin', { pin: '4711' })).toMatchObject({ ok: true });
    before.app.emit('will-quit');

    const kiosk = host(['--kiosk']);
    const window = await opened(kiosk);
    expect(window.loaded).toEqual(['app://twinmark/index.html#/kiosk']);
    expect(window.calls).toContainEqual(['setKiosk', true]);
    expect(kiosk.menus.at(-1)).toBeNull();
    for (const [name, input] of [
      ['people.list', { limit: 1, offset: 0 }],
      ['settings.show', {}],
      ['shell.quit', {}],
    ] as const) {
      expect(await call(kiosk, name, input)).toMatchObject({
        ok: false,
        failure: { code: 'not-allowed' },
      });
    }
    expect(await call(kiosk, 'kiosk.state')).toMatchObject({ ok: true, value: { active: true } });
    const closing = preventable();
    window.emit('close', closing);
    expect(closing.prevented).toBe(true);

    expect(await call(kiosk, 'kiosk.leave', { pin: '4711' })).toMatchObject({ ok: true });
    expect(window.calls).toContainEqual(['setKiosk', false]);
    expect(kiosk.menus.at(-1)).not.toBeNull();
  });

  it('is a kiosk again after a crash of the whole program', async () => {
    const before = host();
    await opened(before);
    await call(before, 'kiosk.setPin', { pin: '4711' });
    expect(await call(before, 'kiosk.enter')).toMatchObject({ ok: true });
    before.app.emit('will-quit');
    const window = await opened(host());
    expect(window.calls).toContainEqual(['setKiosk', true]);
    expect(window.loaded).toEqual(['app://twinmark/index.html#/kiosk']);
  });

  it('is no kiosk without a PIN, which nobody could leave; nor is it the desk then', async () => {
    const kiosk = host(['--kiosk']);
    const done = kiosk.start();
    kiosk.app.ready.resolve(undefined);
    await done;
    expect(kiosk.app.exits).toEqual([64]);
    expect(kiosk.errorBoxes.join()).toMatch(/PIN/);
    expect(kiosk.windows[0].destroyed).toBe(true);
    expect(kiosk.windows[0].loaded).toEqual([]);
  });

  it('refuses wrong flags in a box, too, where nobody reads a terminal', async () => {
    const wrong = host(['--kisok'], 'win32');
    await wrong.start();
    expect(wrong.errorBoxes.join()).toContain('Expected flags of the window');
  });

  it('can not be opened: that is said in a box, and by the exit code', async () => {
    const started = host();
    Object.assign(started.parts, {
      BrowserWindow: function () {
        throw new Error('no display');
      },
    });
    const done = started.start();
    started.app.ready.resolve(undefined);
    await done;
    expect(started.errorBoxes).toEqual(['Twinmark can not be opened: no display']);
    expect(started.app.exits).toEqual([70]);
  });
});
