/** The renderer's files under a scheme of our own, with the headers of window/assets.ts. */
import type { CustomScheme, Protocol } from 'electron';
import { readAsset } from '../window/assets.ts';
import { ELECTRON_ORIGIN, ELECTRON_SCHEME, isFromApp } from '../window/origin.ts';

export const HOME = `${ELECTRON_ORIGIN}/index.html`;

/** A secure context with an origin, which the camera and workers ask for; no more than that. */
export const SCHEMES: readonly CustomScheme[] = [
  {
    scheme: ELECTRON_SCHEME,
    privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
  },
];

/** @param folder of the built renderer */
export function serveRenderer(protocol: Protocol, folder: string): void {
  protocol.handle(ELECTRON_SCHEME, async ({ url, method }) => {
    // Another host under our scheme is another origin, and there is none.
    if (!isFromApp(url, ELECTRON_ORIGIN)) return new Response(null, { status: 404 });
    const { status, headers, body } = await readAsset(folder, url, method);
    return new Response(new Uint8Array(body), { status, headers: { ...headers } });
  });
}
