/** Entry of the Electron window. */
import * as electron from 'electron';
import { startElectronHost } from './start.ts';

const { node, electron: shell, chrome } = process.versions;
// Not awaited: Electron gets ready only once this file has run to its end.
void startElectronHost(electron, {
  argv: process.argv,
  platform: process.platform,
  versions: { node, electron: shell, chromium: chrome },
  say: (text) => void process.stderr.write(text),
});
