/**
 * One window a store: the first one listens on a local socket (a named pipe on Windows, a file of
 * the system's temporary folder elsewhere; never a network port), a second one knocks and ends.
 */
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';

export interface Instance {
  release(): void;
}

/** @returns undefined where another window has the store; it was told to come to the front */
export async function becomeOnlyInstance(
  storePath: string,
  onKnock: () => void,
): Promise<Instance | undefined> {
  const address = addressOf(storePath);
  // The second try is after a socket was removed that a killed process had left behind.
  for (const _try of [1, 2]) {
    const server = await listen(address, onKnock);
    if (server) return { release: () => server.close() };
    if (await knock(address)) return undefined;
    rmSync(address, { force: true });
  }
  return undefined;
}

function addressOf(storePath: string): string {
  const { uid, username } = userInfo();
  const whose = uid >= 0 ? uid : username;
  const hash = createHash('sha256')
    .update(`${whose} ${path.resolve(storePath)}`)
    .digest('hex');
  const name = `twinmark-${hash.slice(0, 24)}`;
  return process.platform === 'win32'
    ? `\\\\.\\pipe\\${name}`
    : path.join(tmpdir(), `${name}.sock`);
}

/** @returns undefined where somebody listens there, or once did */
async function listen(address: string, onKnock: () => void): Promise<net.Server | undefined> {
  const server = net.createServer((socket) => {
    onKnock();
    socket.end();
  });
  const listening = Promise.withResolvers<net.Server | undefined>();
  server.once('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRINUSE') listening.resolve(undefined);
    else listening.reject(error);
  });
  server.listen({ path: address }, () => listening.resolve(server));
  // It alone keeps no process alive.
  server.unref();
  return listening.promise;
}

function knock(address: string): Promise<boolean> {
  const answered = Promise.withResolvers<boolean>();
  const socket = net.connect({ path: address }, () => {
    socket.end();
    answered.resolve(true);
  });
  socket.once('error', () => answered.resolve(false));
  return answered.promise;
}
