import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CONTENT_SECURITY_POLICY, readAsset } from '../../../app/hosts/window/assets.ts';

const ORIGIN = 'https://twinmark.invalid';
const outside = mkdtempSync(path.join(tmpdir(), 'twinmark-assets-'));
const folder = path.join(outside, 'renderer');

beforeAll(() => {
  mkdirSync(path.join(folder, 'assets'), { recursive: true });
  writeFileSync(path.join(outside, 'secret.json'), '{}');
  writeFileSync(path.join(folder, 'index.html'), '<!doctype html>');
  writeFileSync(path.join(folder, 'assets', 'main ü.js'), 'export {};');
  writeFileSync(path.join(folder, 'assets', 'style.css'), 'a {}');
  writeFileSync(path.join(folder, 'assets', 'unknown.exe'), 'MZ');
  symlinkSync(path.join(outside, 'secret.json'), path.join(folder, 'link.json'));
  symlinkSync(outside, path.join(folder, 'up'));
});

afterAll(() => rmSync(outside, { recursive: true, force: true }));

const read = (address: string, method?: string) => readAsset(folder, ORIGIN + address, method);

describe('the built renderer', () => {
  test('is answered with its types, whatever is asked behind the path', async () => {
    const page = await read('/');
    expect(page.status).toBe(200);
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.body.toString()).toBe('<!doctype html>');
    expect((await read('/index.html?x=1#/people')).body).toEqual(page.body);
    const script = await read('/assets/main%20%C3%BC.js');
    expect(script.headers['content-type']).toBe('text/javascript; charset=utf-8');
    expect((await read('/assets/style.css')).headers['content-type']).toMatch(/^text\/css/);
  });

  test('nothing outside of it is answered, however it is asked for', async () => {
    const ways = [
      '/../secret.json',
      '/%2e%2e/secret.json',
      '/..%2fsecret.json',
      '/assets/..%5c..%5csecret.json',
      '/link.json',
      '/up/secret.json',
      '/%00index.html',
      '/index.html%00.js',
      '/C:/secret.json',
      '//secret.json',
      `/${encodeURIComponent(path.join(outside, 'secret.json'))}`,
    ];
    for (const way of ways) {
      const { status, body } = await read(way);
      expect({ way, status, bytes: body.length }).toEqual({ way, status: 404, bytes: 0 });
    }
  });

  test('a folder, a missing file, a type that no renderer has and a broken name are not found', async () => {
    for (const way of ['/assets', '/none.js', '/assets/unknown.exe', '/%zz', '/assets/']) {
      expect((await read(way)).status, way).toBe(404);
    }
  });

  test('only reading is allowed', async () => {
    expect((await read('/', 'HEAD')).status).toBe(200);
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
      expect((await read('/', method)).status, method).toBe(405);
    }
  });
});

describe('the headers', () => {
  const directives = new Map(
    CONTENT_SECURITY_POLICY.split('; ').map((directive) => {
      const [name, ...sources] = directive.split(' ');
      return [name, sources] as const;
    }),
  );

  test('forbid everything that is not listed, and list nothing that lets code in', () => {
    expect(directives.get('default-src')).toEqual(["'none'"]);
    expect(directives.get('script-src')).toEqual(["'self'"]);
    expect(directives.get('style-src')).toEqual(["'self'"]);
    expect(directives.get('connect-src')).toEqual(["'self'"]);
    for (const name of ['base-uri', 'form-action', 'frame-ancestors', 'object-src']) {
      expect(directives.get(name), name).toEqual(["'none'"]);
    }
    expect(CONTENT_SECURITY_POLICY).not.toMatch(/unsafe|http|\*|wasm/);
    for (const source of [...directives.values()].flat()) {
      expect(source).toMatch(
        /^('(none|self|script|allow-duplicates)'|blob:|data:|mediastream:|svelte-trusted-html|frame-encoder)$/,
      );
    }
  });

  test('go with refusals as well', async () => {
    for (const { headers } of [await read('/'), await read('/none'), await read('/', 'POST')]) {
      expect(headers['content-security-policy']).toBe(CONTENT_SECURITY_POLICY);
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['referrer-policy']).toBe('no-referrer');
      expect(headers['permissions-policy']).toContain('camera=(self)');
      expect(headers['permissions-policy']).toContain('microphone=()');
    }
  });
});
