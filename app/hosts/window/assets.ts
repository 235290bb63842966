/**
 * The built renderer as answers to requests for the app's own origin: one file, its type and the
 * headers that keep everything else out.
 */
import { readFile, realpath } from 'node:fs/promises';
import path from 'node:path';

export interface Asset {
  readonly status: 200 | 404 | 405;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.mp3': 'audio/mpeg',
  '.wav': 'audio/wav',
};

/** Everything is refused but what is listed; nothing leads outside of the app's own origin. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  // Captures and previews are shown from memory.
  "img-src 'self' blob: data:",
  "media-src 'self' blob: mediastream:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
  // Markup that came from text can't become script: the renderer makes no HTML of strings.
  "require-trusted-types-for 'script'",
  // Svelte's own, and that of the page's one worker.
  "trusted-types svelte-trusted-html frame-encoder 'allow-duplicates'",
].join('; ');

const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'permissions-policy':
    'camera=(self), microphone=(), geolocation=(), display-capture=(), usb=(), serial=(), hid=(), midi=(), payment=(), publickey-credentials-get=()',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-resource-policy': 'same-origin',
  // The files of the next version must not be mixed with this one's.
  'cache-control': 'no-store',
};

/**
 * @param folder of the built renderer
 * @param address of the request, whose origin was checked already
 */
export async function readAsset(folder: string, address: string, method = 'GET'): Promise<Asset> {
  if (method !== 'GET' && method !== 'HEAD') return refuse(405);
  const file = await locate(folder, address);
  if (file === undefined) return refuse(404);
  const type = TYPES[path.extname(file).toLowerCase()];
  if (type === undefined) return refuse(404);
  try {
    const body = await readFile(file);
    return { status: 200, headers: { ...HEADERS, 'content-type': type }, body };
  } catch {
    return refuse(404);
  }
}

/** The real file inside of the folder, or nothing: neither dots nor links lead out. */
async function locate(folder: string, address: string): Promise<string | undefined> {
  const pathname = URL.parse(address)?.pathname;
  if (pathname === undefined) return undefined;
  try {
    const name = decodeURIComponent(pathname);
    if (/[\0\\:]/.test(name)) return undefined;
    const home = await realpath(folder);
    const file = await realpath(path.join(home, name === '/' ? 'index.html' : name));
    return file.startsWith(home + path.sep) ? file : undefined;
  } catch {
    return undefined; // Not a file, or not a name at all.
  }
}

function refuse(status: 404 | 405): Asset {
  const headers = { ...HEADERS, 'content-type': 'text/plain; charset=utf-8' };
  return { status, headers, body: Buffer.alloc(0) };
}
