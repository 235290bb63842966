import { describe, expect, test } from 'vitest';
import { AppError } from '../../../app/core/failure.ts';
import { findBrowser, type Surroundings } from '../../../app/hosts/chromium/find-browser.ts';

const machine = (
  platform: NodeJS.Platform,
  files: readonly string[],
  env: Surroundings['env'] = {},
): Surroundings => ({ platform, env, exists: (file) => files.includes(file) });

describe('the browser', () => {
  test('is the one that is told, then the one of the environment, then an installed one', () => {
    const files = ['/told', '/named', '/usr/bin/chromium'];
    const env = { TWINMARK_CHROMIUM: '/named' };
    expect(findBrowser('/told', machine('linux', files, env))).toBe('/told');
    expect(findBrowser(undefined, machine('linux', files, env))).toBe('/named');
    expect(findBrowser(undefined, machine('linux', files))).toBe('/usr/bin/chromium');
    const empty = { TWINMARK_CHROMIUM: '' };
    expect(findBrowser(undefined, machine('linux', files, empty))).toBe('/usr/bin/chromium');
  });

  test('that is told but not there is a failure, not another browser', () => {
    const files = ['/usr/bin/chromium'];
    expect(() => findBrowser('/told', machine('linux', files))).toThrow(AppError);
    const env = { TWINMARK_CHROMIUM: '/named' };
    expect(() => findBrowser(undefined, machine('linux', files, env))).toThrow('TWINMARK_CHROMIUM');
  });

  test('is found on the path, in snaps, and where vendors put it', () => {
    const found = (platform: NodeJS.Platform, file: string, env: Surroundings['env'] = {}) =>
      findBrowser(undefined, machine(platform, [file], env));
    const places: readonly (readonly [NodeJS.Platform, string, Surroundings['env']?])[] = [
      ['linux', '/opt/bin/google-chrome', { PATH: '/opt/bin:/usr/bin' }],
      ['linux', '/snap/bin/chromium', { PATH: '/usr/bin' }],
      ['linux', '/usr/bin/microsoft-edge-stable'],
      ['darwin', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'],
      [
        'darwin',
        '/Users/a/Applications/Chromium.app/Contents/MacOS/Chromium',
        { HOME: '/Users/a' },
      ],
      [
        'win32',
        'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
        { 'PROGRAMFILES(X86)': 'C:\\Program Files (x86)' },
      ],
    ];
    for (const [platform, file, env] of places) expect(found(platform, file, env)).toBe(file);
  });

  test('on the path before this folder is not taken: that may be anybody’s', () => {
    const here = machine('linux', ['chromium', './chromium'], { PATH: '.::bin' });
    expect(() => findBrowser(undefined, here)).toThrow(AppError);
  });

  test('that is nowhere is asked for by name', () => {
    expect(() => findBrowser(undefined, machine('linux', []))).toThrow(
      /^Expected Chromium, Chrome or Edge/,
    );
  });
});
