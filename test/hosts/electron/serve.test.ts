/** The renderer's files as the page gets them: its policy above all. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HOME, SCHEMES, serveRenderer } from '../../../app/hosts/electron/serve.ts';
import { fakeElectron } from './fake-electron.ts';

let folder: string;
let get: (address: string, method?: string) => Promise<Response>;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'twinmark-serve-'));
  mkdirSync(path.join(folder, 'renderer'));
  writeFileSync(path.join(folder, 'renderer/index.html'), '<!doctype html>');
  writeFileSync(path.join(folder, 'secret.json'), '{}');
  const { protocol, parts } = fakeElectron(folder);
  serveRenderer(parts.protocol, path.join(folder, 'renderer'));
  const handler = protocol.handlers.get('app');
  get = async (address, method = 'GET') => {
    // A real one refuses some addresses that Chromium would let through.
    const request: object = { url: address, method };
    const answer = await handler?.(request as Request);
    return answer ?? Response.error();
  };
});
afterAll(() => rmSync(folder, { recursive: true }));

const policyOf = (response: Response) =>
  new Map(
    (response.headers.get('content-security-policy') ?? '').split(';').map((directive) => {
      const [name, ...sources] = directive.trim().split(/\s+/);
      return [name, sources] as const;
    }),
  );

describe('the policy of the page', () => {
  it('allows nothing that is not named', async () => {
    const policy = policyOf(await get(HOME));
    expect(policy.get('default-src')).toEqual(["'none'"]);
  });

  it.each(['script-src', 'style-src', 'worker-src', 'connect-src', 'font-src'])(
    "%s are the app's own files only",
    async (directive) => {
      expect(policyOf(await get(HOME)).get(directive)).toEqual(["'self'"]);
    },
  );

  it.each(['object-src', 'base-uri', 'form-action', 'frame-ancestors'])(
    '%s is nothing at all',
    async (directive) => {
      expect(policyOf(await get(HOME)).get(directive)).toEqual(["'none'"]);
    },
  );

  it('names no host, no wildcard, and nothing unsafe in any directive', async () => {
    const all = [...policyOf(await get(HOME)).entries()].flat(2);
    const known = /^([a-z-]+|'self'|'none'|blob:|data:|mediastream:|'script'|'allow-duplicates')$/;
    expect(all.filter((one) => !known.test(one))).toEqual([]);
  });

  it('lets pictures and videos come from memory, scripts never', async () => {
    const policy = policyOf(await get(HOME));
    const fromMemory = [...policy].filter(([, sources]) =>
      sources.some((source) => ['blob:', 'data:', 'mediastream:'].includes(source)),
    );
    expect(fromMemory.map(([name]) => name).sort()).toEqual(['img-src', 'media-src']);
  });

  it('makes no script of text', async () => {
    expect(policyOf(await get(HOME)).get('require-trusted-types-for')).toEqual(["'script'"]);
  });

  it('comes with refusals, too', async () => {
    expect(policyOf(await get('app://twinmark/nothing.js')).get('default-src')).toEqual(["'none'"]);
  });
});

describe('files', () => {
  it('are served to the page, with the camera as its one feature', async () => {
    const response = await get(HOME);
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('<!doctype html>');
    expect(response.headers.get('permissions-policy')).toMatch(/camera=\(self\), microphone=\(\)/);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it.each([
    'app://elsewhere/index.html',
    'app://twinmark/../secret.json',
    'app://twinmark/..%2fsecret.json',
    'app://twinmark/%2e%2e/secret.json',
    'app://twinmark//etc/passwd',
    'app://user:word@twinmark/index.html',
    'https://twinmark/index.html',
  ])('%s is none of them', async (address) => {
    expect((await get(address)).status).toBe(404);
  });

  it('are read, never written', async () => {
    for (const method of ['POST', 'PUT', 'DELETE']) {
      expect((await get(HOME, method)).status).toBe(405);
    }
  });
});

it("the scheme is a secure origin that doesn't pass by the policy", () => {
  expect(SCHEMES).toHaveLength(1);
  const [{ scheme, privileges }] = SCHEMES;
  expect(scheme).toBe('app');
  expect(privileges).toMatchObject({ standard: true, secure: true });
  for (const privilege of ['bypassCSP', 'corsEnabled', 'allowServiceWorkers', 'allowExtensions']) {
    expect(privileges).not.toHaveProperty(privilege);
  }
});
