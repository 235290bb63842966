import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createCalls, readPiece } from '../../../app/hosts/chromium/calls.ts';

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');

/** @returns whole calls, in the order in which they became whole */
function send(
  calls: ReturnType<typeof createCalls>,
  pieces: readonly { call: number; index: number; isLast: boolean; bytes: Uint8Array }[],
): Uint8Array[] {
  return pieces.flatMap(({ bytes, ...piece }) => {
    const whole = calls.take({ ...piece, text: base64(bytes) });
    return whole === undefined ? [] : [whole];
  });
}

describe('pieces of calls', () => {
  test('make the call again, also where the pieces of several calls come mixed', () => {
    const content = fc.array(fc.uint8Array({ maxLength: 20 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(content, content, fc.array(fc.boolean(), { maxLength: 10 }), (a, b, order) => {
        const queues = [a, b].map((parts, call) =>
          parts.map((bytes, index) => ({ call, index, isLast: index === parts.length - 1, bytes })),
        );
        const mixed = [];
        for (const first of [
          ...order,
          ...Array<boolean>(10).fill(true),
          ...Array<boolean>(10).fill(false),
        ]) {
          const next = queues[first ? 0 : 1].shift();
          if (next) mixed.push(next);
        }
        const whole = send(createCalls(), mixed).map(base64);
        const sent = [a, b].map((parts) => base64(Buffer.concat(parts)));
        expect(whole.sort()).toEqual(sent.sort());
      }),
    );
  });

  test('out of order, or more than the host will hold, are refused and forgotten', () => {
    const calls = createCalls(10);
    const piece = (call: number, index: number, length: number, isLast = false) =>
      send(calls, [{ call, index, isLast, bytes: new Uint8Array(length) }]);
    expect(() => piece(1, 1, 1)).toThrow('next piece');
    piece(1, 0, 6);
    expect(() => piece(1, 0, 1)).toThrow('next piece');
    piece(2, 0, 6);
    expect(() => piece(3, 0, 6)).toThrow('within limits');
    // What was refused gave its place back, and so does what was finished.
    expect(piece(2, 1, 4, true)).toEqual([new Uint8Array(10)]);
    piece(4, 0, 10);
    calls.forget();
    piece(5, 0, 10);
  });

  test('that are none are told', () => {
    expect(readPiece('12:3:1:QUJD')).toEqual({ call: 12, index: 3, isLast: true, text: 'QUJD' });
    expect(readPiece('0:0:0:')).toEqual({ call: 0, index: 0, isLast: false, text: '' });
    const wrong = ['', 'no', '1:2:1', '1:2:2:x', '-1:0:1:x', '1.5:0:1:x', ':0:1:x', ' 1:0:1:x'];
    expect([...wrong, '9'.repeat(1e6)].filter(readPiece)).toEqual([]);
  });
});
