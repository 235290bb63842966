/**
 * Makes the desktop program for the platform that this runs on, out of what `npm run build` left:
 * `--dir` a folder, without it installers; `--for-tests` one that Playwright can drive.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'electron-builder';
import { readBuiltFiles } from './built-files.ts';
import { packagingConfiguration, type PackagedPlatform } from './configuration.ts';
import { findNeedless } from './packages.ts';

const ROOT = path.resolve(import.meta.dirname, '../../../..');

const { values } = parseArgs({
  options: {
    dir: { type: 'boolean', default: false },
    'for-tests': { type: 'boolean', default: false },
    // An unpacked Electron of one's own; else the installed package's, else a download.
    electron: { type: 'string' },
    built: { type: 'string', default: path.join(ROOT, 'out') },
    output: { type: 'string' },
  },
});

const { dir, built: builtFolder, 'for-tests': forTests } = values;
const mainFolder = path.join(builtFolder, 'main');
if (!existsSync(path.join(mainFolder, 'electron.js'))) {
  throw new Error(
    'Expected main/electron.js to be built but it is not; run "npm run build" first.',
  );
}
const built = readBuiltFiles(mainFolder);
const installed = path.join(ROOT, 'node_modules/electron/dist');
const electronFolder = values.electron ?? (existsSync(installed) ? installed : undefined);
if (electronFolder === undefined) {
  process.stderr.write("Electron's program is not installed: electron-builder downloads it now.\n");
}
const config = packagingConfiguration({
  platform: platformOf(process.platform),
  built,
  builtFolder,
  output: values.output ?? path.join(ROOT, 'dist', ...(forTests ? ['test'] : [])),
  needless: findNeedless(ROOT, built.packages),
  forTests,
  electronFolder,
});
const made = await build({ projectDir: ROOT, config, dir, publish: 'never' });
process.stdout.write(`${made.join('\n')}\n`);

/** Native code of other platforms is not installed here. */
function platformOf(platform: NodeJS.Platform): PackagedPlatform {
  if (platform === 'linux' || platform === 'win32' || platform === 'darwin') return platform;
  throw new Error(`Expected Linux, Windows or macOS for packaging but received ${platform}.`);
}
