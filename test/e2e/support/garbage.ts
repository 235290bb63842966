/** Runs in the page: everything that a script there could hand to the bridge and should not. */
import type { Host } from '../../../app/contract/host.ts';

export interface FuzzReport {
  readonly calls: number;
  /** Cases that were answered with anything but a failure, or not at all. */
  readonly wrong: readonly string[];
}

/** @param names every command that there is */
export async function sendGarbage(names: readonly string[]): Promise<FuzzReport> {
  const PATIENCE_MS = 30_000;
  const { host } = globalThis as unknown as { host: Host };
  const send = host.invoke as (name: unknown, input: unknown) => Promise<unknown>;
  const wrong: string[] = [];
  let calls = 0;

  const circle: Record<string, unknown> = { text: 'round' };
  circle.self = { circle };
  const detached = new Uint8Array(1000);
  structuredClone(detached, { transfer: [detached.buffer] });
  const throwing = {
    get externalId(): never {
      throw new Error('a getter');
    },
  };
  const refuse = () => {
    throw new Error('a trap');
  };
  const trap = new Proxy({}, { get: refuse, ownKeys: refuse, getPrototypeOf: refuse });
  const endless: Record<string, unknown> = {};
  let inner = endless;
  for (let i = 0; i < 50_000; i++) inner = inner.a = {};
  const inherited: unknown = Object.create({ externalId: 'A-1001', limit: 1 });

  const garbage: Readonly<Record<string, unknown>> = {
    null: null,
    undefined,
    number: 42,
    NaN,
    text: 'people',
    empty: '',
    true: true,
    bigint: 10n,
    symbol: Symbol('x'),
    function: () => 1,
    class: Uint8Array,
    array: [],
    'array of arrays': [[[[]]]],
    'sparse array': Object.assign([], { 5: 1, length: 10_000 }),
    date: new Date(),
    map: new Map([['externalId', 'A-1001']]),
    set: new Set([1]),
    regexp: /x/,
    error: new Error('x'),
    promise: Promise.resolve({}),
    element: document.body,
    window: globalThis,
    circle,
    throwing,
    trap,
    endless,
    detached: { probe: detached, image: detached, images: [detached], extra: detached },
    buffer: { probe: new ArrayBuffer(10), extra: 1 },
    floats: { probe: new Float32Array(10), extra: 1 },
    'huge text': 'x'.repeat(8_000_000),
    'huge field': { externalId: 'x'.repeat(8_000_000), extra: 1 },
    'lone surrogates': { externalId: '\ud800\udc00\ud800', extra: '\udfff' },
    'null characters': { externalId: '\0', extra: '\0' },
    'many keys': Object.fromEntries(Array.from({ length: 50_000 }, (_, i) => [`k${i}`, i])),
    'own __proto__': JSON.parse('{"__proto__":{"isAdmin":true},"extra":1}') as unknown,
    prototype: { constructor: { prototype: { isAdmin: true } }, extra: 1 },
    inherited: Object.assign(inherited as object, { extra: 1 }),
    'wire words': { externalId: '@0', limit: '@NaN', extra: '@@' },
    toJSON: { toJSON: () => ({}), extra: 1 },
  };

  const isFailure = (answer: unknown) => {
    const { ok, failure } = (answer ?? {}) as Record<string, Record<string, unknown>>;
    return (
      (ok as unknown) === false &&
      typeof failure === 'object' &&
      typeof failure.code === 'string' &&
      typeof failure.message === 'string' &&
      failure.code !== 'internal'
    );
  };
  const check = async (label: string, name: unknown, input: unknown) => {
    calls += 1;
    const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS, 'nothing in time'));
    try {
      const answer = await Promise.race([send(name, input), late]);
      if (!isFailure(answer)) wrong.push(`${label}: ${JSON.stringify(answer)?.slice(0, 300)}`);
    } catch (thrown) {
      wrong.push(`${label}: threw ${String(thrown)}`);
    }
  };

  const strange = [
    '',
    'people',
    'people.',
    '.list',
    'people.list ',
    'PEOPLE.LIST',
    'a'.repeat(1e6),
  ];
  const inherent = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', 'then'];
  for (const name of [...strange, ...inherent]) await check(`name ${name.slice(0, 20)}`, name, {});
  for (const [kind, name] of Object.entries(garbage)) await check(`name ${kind}`, name, {});
  await check('boxed name', Object('people.list'), {});
  await check('name in an array', ['people.list'], {});
  for (const [kind, input] of Object.entries(garbage)) {
    // The expensive ones need not meet every command.
    const some = /huge|many|endless|window/.test(kind) ? names.slice(0, 3) : names;
    for (const name of some) await check(`${name} with ${kind}`, name, input);
  }
  return { calls, wrong };
}
