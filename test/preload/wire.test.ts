import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pack, unpack } from '../../app/preload/wire.ts';

const there = (value: unknown) => unpack(pack(value));

/** As it is compared: `toEqual` takes a missing key and an undefined one for the same, as JSON does. */
const plainData = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(null, undefined, true, false, NaN, Infinity, -Infinity, -0),
    fc.double(),
    fc.string({ unit: 'binary' }),
    fc.string().map((text) => `@${text}`),
    fc.uint8Array({ maxLength: 50 }),
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(fc.string({ maxLength: 5 }), tie('value'), { maxKeys: 5, noNullPrototype: true }),
  ),
})).value;

describe('plain data and bytes', () => {
  test('arrive as they were sent, whatever they are', () => {
    fc.assert(
      fc.property(plainData, (value) => {
        expect(there(value)).toEqual(value);
      }),
    );
  });

  test('words of our own are told from texts that look like them', () => {
    const texts = ['@', '@@', '@0', '@NaN', '@@NaN', '@undefined', ''];
    expect(there(texts)).toEqual(texts);
    expect(there([new Uint8Array([7]), '@0', NaN])).toEqual([new Uint8Array([7]), '@0', NaN]);
  });

  test('bytes arrive as Uint8Array and by value, a Buffer and a view of a part as well', () => {
    const whole = new Uint8Array([1, 2, 3, 4, 5]);
    const sent = {
      view: whole.subarray(1, 3),
      buffer: Buffer.from([9, 8]),
      none: new Uint8Array(),
    };
    const got = there(sent) as Record<string, Uint8Array>;
    whole.fill(0);
    expect(got).toEqual({
      view: new Uint8Array([2, 3]),
      buffer: new Uint8Array([9, 8]),
      none: new Uint8Array(),
    });
    expect(Object.values(got).every((bytes) => bytes.constructor === Uint8Array)).toBe(true);
  });

  test('a key __proto__ stays a key and gives no object another prototype', () => {
    const sent: unknown = JSON.parse('{"__proto__":{"allowed":true},"constructor":1}');
    const got = there(sent) as object;
    expect(Object.keys(got)).toEqual(['__proto__', 'constructor']);
    expect(Object.getPrototypeOf(got)).toBe(Object.prototype);
    expect('allowed' in got).toBe(false);
  });
});

describe('what is refused', () => {
  const circle: Record<string, unknown> = {};
  circle.itself = circle;
  const refused: readonly (readonly [string, unknown])[] = [
    ['a function', () => 1],
    ['a symbol', Symbol('x')],
    ['a bigint', 1n],
    ['a date', new Date(0)],
    ['a map', new Map()],
    ['a set', new Set()],
    ['an error', new Error('x')],
    [
      'a class of its own',
      new (class Own {
        readonly field = 1;
      })(),
    ],
    ['other typed arrays', new Float32Array(2)],
    ['a buffer without a view', new ArrayBuffer(2)],
    ['a circle', circle],
  ];
  for (const [name, value] of refused) {
    test(name, () => {
      expect(() => pack(value)).toThrow(TypeError);
      expect(() => pack({ deep: [{ inside: value }] })).toThrow(TypeError);
    });
  }

  test('what hides behind a toJSON is seen', () => {
    expect(() => pack({ toJSON: () => 'harmless' })).toThrow(TypeError);
  });

  test('a getter that throws and a nesting without end throw, and nothing else happens', () => {
    const trap = {
      get inside(): never {
        throw new RangeError('no');
      },
    };
    expect(() => pack(trap)).toThrow('no');
    let deep: unknown = [];
    for (let i = 0; i < 100_000; i++) deep = [deep];
    expect(() => pack(deep)).toThrow(RangeError);
  });

  test('a block that was damaged throws or gives something else, and never reads outside', () => {
    const block = pack({ name: 'verification.verify', probe: new Uint8Array([1, 2, 3]) });
    fc.assert(
      fc.property(fc.nat(block.length - 1), fc.nat(255), (at, byte) => {
        const damaged = block.slice();
        damaged[at] = byte;
        try {
          unpack(damaged);
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(Error);
        }
      }),
    );
    for (let length = 0; length < block.length; length++) {
      expect(() => unpack(block.slice(0, length))).toThrow(Error);
    }
    expect(() => unpack(new Uint8Array([...block, 0]))).toThrow('as many bytes');
  });

  test('a table that promises thousands of millions of attachments is refused at once', () => {
    const block = new Uint8Array(16);
    new DataView(block.buffer).setUint32(4, 0xffff_ffff, true);
    expect(() => unpack(block)).toThrow('whole table');
  });
});
