/** The engine's process as a child of plain Node: the command line, the Chromium window, tests. */
import { fork } from 'node:child_process';
import type { EngineChild, ForkSettings } from './child.ts';

export function forkNode(file: string, { env, execArgv }: ForkSettings): EngineChild {
  const child = fork(file, {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env,
    execArgv: [...execArgv],
  });
  return {
    send(message) {
      // Its exit tells of a dead process; the request is kept and sent again.
      if (child.connected) child.send(message, () => undefined);
    },
    kill: () => void child.kill('SIGKILL'),
    onMessage: (listener) => void child.on('message', listener),
    onExit(listener) {
      child.on('error', (cause) => listener(`could not be kept: ${cause.message}`));
      child.on('exit', (code, signal) => listener(`ended with ${signal ?? `code ${code}`}`));
    },
    onErrorText: (listener) => void child.stderr?.setEncoding('utf8').on('data', listener),
  };
}
