/** The engine's process as a utility process of Electron. */
import type { utilityProcess } from 'electron';
import type { AppOptions } from '../../services/compose.ts';

type ForkEngine = NonNullable<AppOptions['forkEngine']>;

export interface Forking {
  readonly fork: typeof utilityProcess.fork;
  readonly platform: NodeJS.Platform;
  /** Ends the process of that id at once. */
  readonly killNow: (pid: number) => void;
}

export function createEngineFork({ fork, platform, killNow }: Forking): ForkEngine {
  return (file, { env, execArgv }) => {
    const child = fork(file, [], {
      serviceName: 'Twinmark engine',
      stdio: ['ignore', 'ignore', 'pipe'],
      execArgv: [...execArgv],
      // Native sharp crashes inside Electron on Linux, whose GLib it gets to see (decode/sharp.ts).
      env: { ...env, ...(platform === 'linux' && { TWINMARK_SHARP: 'wasm' }) },
    });
    let wanted = true;
    let running = true;
    child.on('spawn', () => {
      if (!wanted) kill();
    });
    child.on('exit', () => (running = false));
    function kill(): void {
      wanted = false;
      // Electron's own way asks politely, by SIGTERM, which native code does not hear. Without an
      // id it has not been spawned yet.
      if (running && child.pid !== undefined) killNow(child.pid);
    }
    return {
      send(message) {
        if (running) child.postMessage(message);
      },
      kill,
      onMessage: (listener) => void child.on('message', listener),
      onExit: (listener) => void child.on('exit', (code) => listener(`ended with code ${code}`)),
      onErrorText(listener) {
        child.stderr?.setEncoding('utf8');
        child.stderr?.on('data', listener);
      },
    };
  };
}
