import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readNpmSettings } from '../../models/npm-settings.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'twinmark-npm-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('without npm around it, nothing is set', () => {
  const settings = readNpmSettings({ PATH: '/bin' });
  expect(Object.values(settings).filter((value) => value !== undefined)).toEqual([]);
});

test('registry, cache and proxies are those of npm; empty ones are none', () => {
  const settings = readNpmSettings({
    npm_config_registry: 'https://packages.example/',
    npm_config_cache: '/home/ada/.npm',
    npm_config_https_proxy: 'http://proxy.example:3128',
    npm_config_noproxy: '',
  });
  expect(settings).toMatchObject({
    registry: 'https://packages.example/',
    cache: path.join('/home/ada/.npm', '_cacache'),
    httpsProxy: 'http://proxy.example:3128',
    noProxy: undefined,
    strictSSL: undefined,
  });
});

test("every certificate of npm's file is trusted, and a missing file is passed over", () => {
  const certificate = (body: string) =>
    `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----`;
  const file = path.join(folder, 'ca.pem');
  writeFileSync(file, `# ours\n${certificate('AAAA')}\n\n${certificate('BBBB')}\n`);
  expect(readNpmSettings({ npm_config_cafile: file }).ca).toEqual([
    certificate('AAAA'),
    certificate('BBBB'),
  ]);
  expect(readNpmSettings({ npm_config_cafile: path.join(folder, 'none.pem') }).ca).toBeUndefined();
});

test('strict checking is off only where npm says so', () => {
  const strict = (value: string) => readNpmSettings({ npm_config_strict_ssl: value }).strictSSL;
  expect(strict('true')).toBe(true);
  expect(strict('')).toBe(false);
  expect(strict('false')).toBe(false);
});
