/** Where the renderer comes from, and who may therefore call the host. */

/** Chromium: `.invalid` is never resolved (RFC 6761), `https:` makes it a secure context. */
export const CHROMIUM_ORIGIN = 'https://twinmark.invalid';

/** Electron: a scheme of our own, registered as standard and secure. */
export const ELECTRON_SCHEME = 'app';
export const ELECTRON_ORIGIN = `${ELECTRON_SCHEME}://twinmark`;

export type AppOrigin = typeof CHROMIUM_ORIGIN | typeof ELECTRON_ORIGIN;

/** True for the renderer's own addresses only: not for `about:blank`, `data:`, look-alikes. */
export function isFromApp(address: string, origin: AppOrigin): boolean {
  const parsed = URL.parse(address);
  if (parsed === null || parsed.username !== '' || parsed.password !== '') return false;
  // `origin` is "null" for schemes that Node does not know as standard, such as app:.
  return `${parsed.protocol}//${parsed.host}` === origin;
}
