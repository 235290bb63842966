/**
 * Loaded into a child of Node before everything else: gives it the port that a utility process of
 * Electron has, and takes Node's own channel away, which such a process has not.
 */
import { EventEmitter } from 'node:events';

const send = process.send?.bind(process);
const port = Object.assign(new EventEmitter(), {
  postMessage: (message: unknown) => send?.(message),
});
process.on('message', (data) => port.emit('message', { data, ports: [] }));
Object.assign(process, { parentPort: port, send: undefined });
