/** Stands in for Electron's `utilityProcess`: a real process, which has `process.parentPort`. */
import { fork } from 'node:child_process';
import { EventEmitter } from 'node:events';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ForkOptions, UtilityProcess } from 'electron';

const PORT = pathToFileURL(path.join(import.meta.dirname, 'parent-port.ts')).href;

export function forkUtility(file: string, args: string[] = [], options: ForkOptions = {}) {
  const child = fork(file, args, {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: { ...options.env },
    execArgv: [...(options.execArgv ?? []), '--import', PORT],
  });
  const utility = Object.assign(new EventEmitter(), {
    // As in Electron: unknown until it is spawned, and after it has ended.
    pid: undefined as number | undefined,
    stderr: child.stderr,
    stdout: null,
    postMessage: (message: object) => void child.send(message, () => undefined),
    kill: () => child.kill('SIGTERM'),
  });
  child.on('spawn', () => {
    utility.pid = child.pid;
    utility.emit('spawn');
  });
  child.on('message', (message) => utility.emit('message', message));
  child.on('exit', (code) => {
    utility.pid = undefined;
    utility.emit('exit', code ?? 1);
  });
  return utility as unknown as UtilityProcess; // Its events are typed one by one.
}
