/** Starts the Electron host: what is to happen before Electron is ready, and in which order after. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { AppError, toFailure } from '../../core/failure.ts';
import { builtFolder } from '../places.ts';
import { readWindowOptions, WINDOW_HELP, type WindowOptions } from '../window/options.ts';
import { becomeOnlyInstance } from '../window/single-instance.ts';
import { findDebugSwitch, ownArguments, quieten } from './arguments.ts';
import { openWindow, type OpenWindow } from './open-window.ts';
import type { ElectronParts } from './parts.ts';
import { sealAllContents } from './seal-contents.ts';
import { SCHEMES } from './serve.ts';

export interface Surroundings {
  readonly argv: readonly string[];
  readonly platform: NodeJS.Platform;
  readonly versions: Readonly<Record<string, string>>;
  readonly say: (text: string) => void;
}

/** As the command line's. */
const EXIT = { done: 0, badInput: 64, internal: 70 } as const;

export async function startElectronHost(
  electron: ElectronParts,
  here: Surroundings,
): Promise<void> {
  const { app, protocol } = electron;
  try {
    const options = readWindowOptions(ownArguments(here.argv, app.isPackaged));
    if (options.help) {
      here.say(WINDOW_HELP);
      return app.exit(EXIT.done);
    }
    refuseDebugging(electron);
    // Until here nothing may wait: all of this has to be said before Electron is ready.
    quieten(app);
    app.enableSandbox();
    protocol.registerSchemesAsPrivileged([...SCHEMES]);
    sealAllContents(app);
    if (!app.requestSingleInstanceLock()) return app.exit(EXIT.done);
    await run(electron, here, options);
  } catch (thrown) {
    const { code, message } = toFailure(thrown);
    here.say(`twinmark: ${message}\n`);
    // Who clicks on an icon reads no terminal; too early, Linux would only write it there again.
    const canShow = app.isReady() || here.platform !== 'linux';
    if (canShow) electron.dialog.showErrorBox('Twinmark can not be opened', message);
    app.exit(thrown instanceof AppError && code !== 'internal' ? EXIT.badInput : EXIT.internal);
  }
}

async function run(
  electron: ElectronParts,
  { platform, versions, say }: Surroundings,
  { settings, kiosk }: WindowOptions,
): Promise<void> {
  const { app } = electron;
  const held: { window?: OpenWindow } = {};
  const bringToFront = () => held.window?.bringToFront();
  app.on('second-instance', bringToFront);
  app.on('activate', bringToFront);
  app.on('window-all-closed', () => app.quit());
  app.on('before-quit', () => held.window?.release());
  await app.whenReady();
  // The other kind of window, in Chromium, may have this store open.
  const instance = await becomeOnlyInstance(settings.storePath, bringToFront);
  if (!instance) {
    say('This store is open in another window already, which was brought to the front.\n');
    return app.exit(EXIT.done);
  }
  app.on('will-quit', () => {
    held.window?.close();
    instance.release();
  });
  const report = (line: string) => say(`twinmark: ${line}\n`);
  const devTools = !app.isPackaged;
  held.window = await openWindow(electron, {
    settings,
    builtFolder,
    kiosk,
    devTools,
    platform,
    versions,
    report,
  });
}

/**
 * Packaged, nobody is to look into the running program with a debugger; a build for tests says in
 * its package.json that it is one.
 */
function refuseDebugging({ app }: ElectronParts): void {
  const found = findDebugSwitch(app);
  if (found === undefined || !app.isPackaged || isTestBuild(app.getAppPath())) return;
  throw new AppError('bad-input', `Expected flags of the window but received --${found}.`);
}

function isTestBuild(appPath: string): boolean {
  const text = readFileSync(path.join(appPath, 'package.json'), 'utf8');
  return (JSON.parse(text) as { twinmarkTestBuild?: boolean }).twinmarkTestBuild === true; // Ours.
}
