import { describe, expect, test } from 'vitest';
import { CHROMIUM_ORIGIN, ELECTRON_ORIGIN, isFromApp } from '../../../app/hosts/window/origin.ts';

const ORIGINS = [CHROMIUM_ORIGIN, ELECTRON_ORIGIN] as const;

describe('who is the app', () => {
  for (const origin of ORIGINS) {
    test(`every address of ${origin}`, () => {
      for (const rest of ['/', '/index.html', '/assets/a.js?x=1', '/#/people/A%2F1', '']) {
        expect(isFromApp(origin + rest, origin), rest).toBe(true);
      }
    });

    test(`nobody who looks like ${origin}`, () => {
      const [scheme, host] = origin.split('://');
      const strangers = [
        '',
        'about:blank',
        'about:srcdoc',
        'data:text/html,x',
        'javascript:1',
        `blob:${origin}/0b3a`,
        `http://${host}/`,
        `${scheme}://${host}.example/`,
        `${scheme}://x.${host}/`,
        `${scheme}://x@${host}/`,
        `${scheme}://x:y@${host}/`,
        `${scheme}://${host}:8080/`,
        `${scheme}://example.com/${origin}`,
        `file:///${host}`,
        host,
      ];
      expect(strangers.filter((address) => isFromApp(address, origin))).toEqual([]);
    });
  }

  test('the app of the other window is a stranger', () => {
    expect(isFromApp(CHROMIUM_ORIGIN, ELECTRON_ORIGIN)).toBe(false);
    expect(isFromApp(ELECTRON_ORIGIN, CHROMIUM_ORIGIN)).toBe(false);
  });
});
