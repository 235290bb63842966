/** Which of the installed browsers is driven: all that speak Chromium's protocol will do. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../core/failure.ts';

export interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly exists: (file: string) => boolean;
}

const HERE: Surroundings = { platform: process.platform, env: process.env, exists: existsSync };

/** Commands of Linux distributions, snaps and vendors, the plainest first. */
const COMMANDS = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'microsoft-edge-stable',
  'microsoft-edge',
  'brave-browser',
];

/** Bundles of macOS, each with its program inside. */
const BUNDLES = ['Chromium', 'Google Chrome', 'Microsoft Edge', 'Brave Browser'];

const WINDOWS_PROGRAMS = [
  'Google\\Chrome\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
  'Chromium\\Application\\chrome.exe',
];

/**
 * @param told what the operator says; it is taken or refused, nothing is looked for instead
 * @throws AppError `not-found`
 */
export function findBrowser(told: string | undefined, surroundings = HERE): string {
  const named = told ?? surroundings.env.TWINMARK_CHROMIUM;
  if (named !== undefined && named !== '') {
    if (surroundings.exists(named)) return named;
    throw new AppError(
      'not-found',
      'Expected a browser where --browser or TWINMARK_CHROMIUM says but found no such file.',
    );
  }
  const found = placesOf(surroundings).find(surroundings.exists);
  if (found !== undefined) return found;
  throw new AppError(
    'not-found',
    'Expected Chromium, Chrome or Edge to be installed but found none; install one, or say where ' +
      'it is with --browser or TWINMARK_CHROMIUM.',
  );
}

function placesOf({ platform, env }: Surroundings): string[] {
  if (platform === 'win32') {
    return [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA]
      .filter((folder) => folder !== undefined)
      .flatMap((folder) => WINDOWS_PROGRAMS.map((file) => path.win32.join(folder, file)));
  }
  if (platform === 'darwin') {
    return ['/Applications', path.posix.join(env.HOME ?? '/', 'Applications')].flatMap((folder) =>
      BUNDLES.map((name) => path.posix.join(folder, `${name}.app/Contents/MacOS/${name}`)),
    );
  }
  const folders = (env.PATH ?? '').split(':').filter((folder) => folder.startsWith('/'));
  const all = [...folders, '/usr/bin', '/usr/local/bin', '/snap/bin'];
  return COMMANDS.flatMap((name) => all.map((folder) => path.posix.join(folder, name)));
}
