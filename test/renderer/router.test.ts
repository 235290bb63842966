import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SCREENS, hrefOf, parseRoute } from '../../renderer/router.ts';

test('every address leads back to what it was made from', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...SCREENS),
      fc.option(fc.string({ minLength: 1, unit: 'grapheme' }), { nil: undefined }),
      fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.string()),
      (screen, id, query) => {
        expect(parseRoute(hrefOf(screen, id, query))).toEqual(
          id === undefined ? { screen, query } : { screen, id, query },
        );
      },
    ),
  );
});

test('an external id may hold anything that separates addresses', () => {
  const id = 'A/1 ?#%20&=ü';
  expect(parseRoute(hrefOf('people', id)).id).toBe(id);
});

test('what is no address of ours is home', () => {
  for (const hash of ['', '#', '#/', '#/nowhere', '#/nowhere/1', 'javascript:alert(1)']) {
    expect(parseRoute(hash)).toEqual({ screen: 'verify', query: {} });
  }
});

test('a broken escape is taken as it stands instead of failing', () => {
  expect(parseRoute('#/people/50%')).toEqual({ screen: 'people', id: '50%', query: {} });
});
