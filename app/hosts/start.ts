/**
 * `npm start` in a checkout: builds what is out of date, then opens Electron, or says why it can't
 * and opens the same app in a Chromium window.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import path from 'node:path';
import { electronBinary } from './electron-binary.ts';
import { isOutdated } from './outdated.ts';
import { builtFolder, root } from './places.ts';

const args = process.argv.slice(2);
process.exitCode = await start();

async function start(): Promise<number> {
  if (isOutdated(root, builtFolder)) {
    const code = await build();
    if (code !== 0) return code;
  }
  const electron = electronBinary();
  if (electron !== undefined) return run(electron, [...electronFlags(), electronMain(), ...args]);
  process.stderr.write(
    "twinmark: Electron's program is not there (its package downloads it when it is installed, " +
      'unless scripts are off or the machine is offline; "npx install-electron" makes up for ' +
      'it). Opening the same app in a Chromium window instead.\n',
  );
  const { startChromiumHost } = await import('./chromium/start.ts');
  return startChromiumHost(args);
}

async function build(): Promise<number> {
  process.stderr.write('twinmark: building...\n');
  const folder = path.dirname(createRequire(import.meta.url).resolve('electron-vite/package.json'));
  const program = path.join(folder, 'bin/electron-vite.js');
  const config = path.join(root, 'electron.config.ts');
  return run(process.execPath, [program, 'build', '--config', config, '--logLevel', 'warn']);
}

const electronMain = () => path.join(builtFolder, 'main', 'electron.js');

/** Chromium refuses to sandbox what runs as root. */
const electronFlags = () => (process.getuid?.() === 0 ? ['--no-sandbox'] : []);

async function run(program: string, programArgs: readonly string[]): Promise<number> {
  const child = spawn(program, programArgs, { cwd: root, stdio: 'inherit' });
  // The terminal sends Ctrl-C to both; the child ends in its own order.
  const wait = () => undefined;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, wait);
  const [code] = (await once(child, 'exit')) as [number | null];
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, wait);
  return code ?? 1;
}
