import { describe, expect, test } from 'vitest';
import { bridgePage } from '../../../app/hosts/chromium/bridge.ts';
import { CHROMIUM_ORIGIN } from '../../../app/hosts/window/origin.ts';
import { fakePage } from './fake-page.ts';

type Call = readonly [name: unknown, input: unknown];

async function bridged(answer: (call: Call) => unknown = () => ({ ok: true, value: null })) {
  const fake = fakePage();
  const calls: Call[] = [];
  const invoke = ((name: unknown, input: unknown) => {
    calls.push([name, input]);
    return Promise.resolve(answer([name, input]));
  }) as never;
  const bridge = await bridgePage(fake.page, { invoke }, fake.answers);
  fake.load({ id: 1, origin: CHROMIUM_ORIGIN });
  return { ...fake, bridge, calls };
}

const REFUSED = { ok: false, failure: { code: 'bad-input' } };

describe('a call', () => {
  test('arrives whole from its pieces, and its answer goes to who called', async () => {
    const { call, calls, heard, hears } = await bridged(([name]) => ({ ok: true, value: name }));
    const image = new Uint8Array(20_000).fill(7);
    call(1, 5, ['verification.verify', { image, rate: 0.001 }]);
    await hears(1);
    expect(calls).toEqual([['verification.verify', { image, rate: 0.001 }]]);
    expect(heard).toEqual([
      { contextId: 1, call: 5, value: { ok: true, value: 'verification.verify' } },
    ]);
  });

  test('whose answer is long has it fetched, bytes and all', async () => {
    const bytes = new Uint8Array(100_000).fill(3);
    const { call, heard, hears, answers } = await bridged(() => ({ ok: true, value: { bytes } }));
    call(1, 0, ['audit.image', {}]);
    await hears(1);
    expect(heard[0].value).toEqual({ ok: true, value: { bytes } });
    expect(answers.size).toBe(1);
  });

  test('from a frame, another origin, another world or a page that is gone is refused', async () => {
    const { load, unload, call, calls, heard, hears } = await bridged();
    load({ id: 2, origin: CHROMIUM_ORIGIN, frameId: 'child' });
    load({ id: 3, origin: CHROMIUM_ORIGIN, isDefault: false });
    load({ id: 4, origin: 'https://example.com' });
    load({ id: 5, origin: '://' });
    load({ id: 6, origin: CHROMIUM_ORIGIN });
    unload(6);
    const strangers = [2, 3, 4, 5, 6, 99];
    for (const [index, id] of strangers.entries()) call(id, index, ['people.list', {}]);
    await hears(strangers.length);
    expect(heard.map(({ value }) => value)).toMatchObject(strangers.map(() => REFUSED));
    expect(calls).toEqual([]);
  });

  test('that is none gets no answer, or a failure, and the next one is served', async () => {
    const { say, call, calls, heard, hears } = await bridged();
    for (const nothing of ['', 'null', '{}', '1:0:', 'x'.repeat(1e6)]) say(1, nothing);
    say(1, '7:0:1:AAAA', '__other');
    say(1, '1:0:1:AAAA');
    say(1, '2:5:1:AAAA');
    call(1, 3, 'not a pair');
    call(1, 4, ['people.list', {}]);
    await hears(4);
    const byCall = new Map(heard.map(({ call: id, value }) => [id, value]));
    expect([...byCall.keys()].sort()).toEqual([1, 2, 3, 4]);
    expect(byCall.get(1)).toMatchObject(REFUSED);
    expect(byCall.get(2)).toMatchObject(REFUSED);
    expect(byCall.get(4)).toEqual({ ok: true, value: null });
    expect(calls.at(-1)).toEqual(['people.list', {}]);
  });

  test('whose answer can not be sent is answered as a bug of ours', async () => {
    const { call, heard, hears } = await bridged(() => ({ ok: true, value: new Map() }));
    call(1, 0, ['people.list', {}]);
    await hears(1);
    expect(heard[0].value).toMatchObject({ ok: false, failure: { code: 'internal' } });
  });
});

describe('an event', () => {
  const notice = (message: string) => ({ event: 'engine.notice', message }) as const;

  test('reaches the page that is there, in order, long ones as well', async () => {
    const { bridge, heard, hears, load } = await bridged();
    bridge.emit(notice('one'));
    bridge.emit(notice('x'.repeat(50_000)));
    bridge.emit(notice('three'));
    await hears(3);
    load({ id: 9, origin: CHROMIUM_ORIGIN });
    bridge.emit(notice('four'));
    await hears(4);
    expect(heard.map(({ contextId }) => contextId)).toEqual([1, 1, 1, 9]);
    expect(heard.map(({ call }) => call)).toEqual([null, null, null, null]);
    const messages = heard.map(({ value }) => (value as { message: string }).message.slice(0, 5));
    expect(messages).toEqual(['one', 'xxxxx', 'three', 'four']);
  });

  test('is lost where there is no page, and harms nothing', async () => {
    const { bridge, heard, hears, unload, load } = await bridged();
    unload(1);
    bridge.emit(notice('lost'));
    await new Promise(setImmediate);
    load({ id: 2, origin: CHROMIUM_ORIGIN });
    bridge.emit(notice('heard'));
    await hears(1);
    expect(heard).toMatchObject([{ contextId: 2, value: { message: 'heard' } }]);
  });
});
