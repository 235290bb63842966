import { describe, expect, test } from 'vitest';
import { CHROMIUM_ORIGIN } from '../../../app/hosts/window/origin.ts';
import { createReceiver } from '../../../app/hosts/window/receive.ts';
import { AppError } from '../../../app/core/failure.ts';

type Call = readonly [name: unknown, input: unknown];

function receiverOf(behaviour: () => unknown) {
  const calls: Call[] = [];
  const invoke = ((name: unknown, input: unknown) => {
    calls.push([name, input]);
    return Promise.resolve().then(behaviour);
  }) as never;
  return { calls, receive: createReceiver({ invoke }, CHROMIUM_ORIGIN) };
}

describe('a call from a window', () => {
  test('of the app reaches the dispatch untouched, and its answer comes back', async () => {
    const answer = { ok: true, value: { total: 0 } };
    const { calls, receive } = receiverOf(() => answer);
    const input = { probe: new Uint8Array([1]) };
    expect(await receive(`${CHROMIUM_ORIGIN}/#/people`, 'people.list', input)).toBe(answer);
    expect(calls).toEqual([['people.list', input]]);
    expect(calls[0][1]).toBe(input);
  });

  test('of anybody else is refused before the dispatch hears of it', async () => {
    const { calls, receive } = receiverOf(() => ({ ok: true, value: null }));
    for (const sender of ['about:blank', 'about:srcdoc', 'https://example.com/', 'data:,x', '']) {
      const answer = await receive(sender, 'people.list', {});
      expect(answer).toMatchObject({ ok: false, failure: { code: 'bad-input' } });
    }
    expect(calls).toEqual([]);
  });

  test('is answered with a value where the dispatch throws', async () => {
    const thrown = [new AppError('conflict', 'Expected peace.'), new Error('bug'), 'text'];
    const codes = [];
    for (const one of thrown) {
      const { receive } = receiverOf(() => {
        // eslint-disable-next-line @typescript-eslint/only-throw-error -- Whatever comes.
        throw one;
      });
      const answer = await receive(CHROMIUM_ORIGIN, 'people.list', {});
      codes.push(answer.ok ? 'ok' : answer.failure.code);
    }
    expect(codes).toEqual(['conflict', 'internal', 'internal']);
  });
});
