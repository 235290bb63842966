/** Coefficients from bits that were put together by hand. */
import { describe, expect, it } from 'vitest';
import { createBitWriter, peek16, readBlockBits } from '../../../app/core/wsq/bits.ts';
import { createSink, decodeBlock } from '../../../app/core/wsq/block.ts';
import { createLookup } from '../../../app/core/wsq/huffman.ts';
import { WsqProblem } from '../../../app/core/wsq/problem.ts';
import { tokenise } from '../../../app/core/wsq/tokens.ts';
import { binary, stuffed } from './bits.ts';

const MARKER = [0xff, 0xa3];

/** Fifteen codes of four bits, the one of ones left free. */
const SYMBOLS = [1, 3, 100, 101, 102, 103, 104, 105, 106, 107, 179, 181, 254, 0, 255];
const LOOKUP = createLookup({
  counts: [0, 0, 0, 15, ...Array<number>(12).fill(0)],
  symbols: SYMBOLS,
});
const code = (symbol: number) => binary(SYMBOLS.indexOf(symbol), 4);

/** What the bits say, zeros of runs as one number behind `0 x`. */
function read(bits: string): string[] {
  const told: string[] = [];
  const file = Uint8Array.from([9, 9, ...stuffed(bits), ...MARKER, 9]);
  const end = decodeBlock(file, 2, LOOKUP, {
    value: (value) => void told.push(String(value)),
    zeros: (count) => void told.push(`0 x ${count}`),
    full: () => false,
  });
  expect(end, 'the place of the next marker').toBe(file.length - 3);
  return told;
}

describe('symbols', () => {
  it('1 to 100 are runs of zeros', () => {
    expect(read(code(1) + code(3) + code(100))).toEqual(['0 x 1', '0 x 3', '0 x 100']);
  });

  it('107 to 254 are values of -73 to 74', () => {
    expect(read(code(107) + code(179) + code(181) + code(254))).toEqual(['-73', '-1', '1', '74']);
  });

  it('101 and 102 have 8 bits of a positive and of a negative value behind them', () => {
    const bits = `${code(101)} ${binary(75, 8)} ${code(102)} ${binary(255, 8)}`;
    expect(read(bits)).toEqual(['75', '-255']);
  });

  it('103 and 104 have 16 bits', () => {
    const bits = `${code(103)} ${binary(256, 16)} ${code(104)} ${binary(65535, 16)}`;
    expect(read(bits)).toEqual(['256', '-65535']);
  });

  it('105 and 106 have the length of a run behind them', () => {
    const bits = `${code(105)} ${binary(101, 8)} ${code(106)} ${binary(40000, 16)}`;
    expect(read(bits)).toEqual(['0 x 101', '0 x 40000']);
  });

  it.each([0, 255])('%i stands for nothing', (symbol) => {
    expect(() => read(code(symbol) + code(1))).toThrow(WsqProblem);
  });
});

describe('the end of a block', () => {
  it('is filled with ones', () => {
    expect(read('')).toEqual([]);
    expect(read(code(1))).toEqual(['0 x 1']);
    for (let run = 1; run < 20; run++) {
      expect(read(code(3).repeat(run))).toEqual(Array<string>(run).fill('0 x 3'));
    }
  });

  it('may not cut off what follows a code', () => {
    expect(() => read(code(103) + binary(1, 8))).toThrow(WsqProblem);
    expect(() => read(code(101) + '1111')).toThrow(WsqProblem);
  });

  it('may not be eight bits or more that are no code', () => {
    expect(() => read(`${code(1)} 1111 11111111`)).toThrow(WsqProblem);
  });

  it('has to be there', () => {
    for (const bytes of [[], [1, 2, 3], [1, 0xff], [0xff, 0, 0xff, 0]]) {
      expect(() => readBlockBits(Uint8Array.from(bytes), 0)).toThrow(WsqProblem);
    }
  });
});

describe('a byte of ones', () => {
  it('is followed by a zero, which is not read', () => {
    const { bytes, length, end } = readBlockBits(
      Uint8Array.from([0x12, 0xff, 0x00, 0xff, 0x00, 0x34, 0xff, 0xa1]),
      0,
    );
    expect([...bytes.subarray(0, length / 8)]).toEqual([0x12, 0xff, 0xff, 0x34]);
    expect(end).toBe(6);
  });

  it('is written with one', () => {
    const bits = createBitWriter();
    for (const [value, size] of [
      [0xffff, 16],
      [0b101, 3],
    ] as const)
      bits.write(value, size);
    expect([...bits.finish()]).toEqual([0xff, 0, 0xff, 0, 0b10111111]);
  });

  it('may come from the filling', () => {
    const bits = createBitWriter();
    bits.write(0b1111, 4);
    expect([...bits.finish()]).toEqual([0xff, 0]);
  });

  it('does not disturb what is written in pieces of any size', () => {
    const bits = createBitWriter();
    const pieces = Array.from({ length: 5000 }, (_, i) => [
      (i * 7919) % 2 ** (1 + (i % 16)),
      1 + (i % 16),
    ]);
    for (const [value, size] of pieces) bits.write(value, size);
    const back = readBlockBits(Uint8Array.from([...bits.finish(), ...MARKER]), 0);
    let at = 0;
    for (const [value, size] of pieces) {
      expect(peek16(back.bytes, at) >>> (16 - size)).toBe(value);
      at += size;
    }
  });
});

describe('places', () => {
  const bins = [
    { width: 2, zero: 3 },
    { width: 0, zero: 0 },
    { width: 10, zero: 0 },
  ];
  const regions = [
    { x: 0, y: 0, width: 2, height: 2 },
    { x: 2, y: 0, width: 2, height: 2 },
    { x: 2, y: 2, width: 2, height: 1 },
  ];
  const start = () => {
    const plane = { width: 4, height: 3, data: new Float32Array(12) };
    return { plane, sink: createSink(plane, regions, { bins, centre: 0.25 }) };
  };

  it('are filled row by row, subband by subband, without those that are not coded', () => {
    const { plane, sink } = start();
    sink.value(1); // 2 x (1 - 0.25) + 3 / 2
    sink.zeros(2);
    expect(sink.full()).toBe(false);
    sink.value(-2); // 2 x (-2 + 0.25) - 3 / 2
    sink.value(3); // 10 x 2.75
    sink.zeros(1);
    expect(sink.full()).toBe(true);
    expect([...plane.data]).toEqual([3, 0, 0, 0, 0, -5, 0, 0, 0, 0, 27.5, 0]);
  });

  it('may be passed over by one run', () => {
    const { sink } = start();
    sink.zeros(6);
    expect(sink.full()).toBe(true);
  });

  it('are no more than there are', () => {
    expect(() => start().sink.zeros(7)).toThrow(WsqProblem);
    const { sink } = start();
    sink.zeros(6);
    expect(() => sink.value(1)).toThrow(WsqProblem);
  });
});

describe('tokens', () => {
  const tokens = (values: readonly number[]) => {
    const told: number[][] = [];
    tokenise(Int32Array.from(values), (...token) => void told.push(token));
    return told;
  };

  it('are of the class that each value belongs to', () => {
    expect(tokens([1, -1, 74, -73])).toEqual([
      [181, 0, 0],
      [179, 0, 0],
      [254, 0, 0],
      [107, 0, 0],
    ]);
    expect(tokens([75, -74, 255, -255])).toEqual([
      [101, 75, 8],
      [102, 74, 8],
      [101, 255, 8],
      [102, 255, 8],
    ]);
    expect(tokens([256, -256, 32767, -32767])).toEqual([
      [103, 256, 16],
      [104, 256, 16],
      [103, 32767, 16],
      [104, 32767, 16],
    ]);
  });

  it.each([
    [1, [[1, 0, 0]]],
    [100, [[100, 0, 0]]],
    [101, [[105, 101, 8]]],
    [255, [[105, 255, 8]]],
    [256, [[106, 256, 16]]],
    [65535, [[106, 65535, 16]]],
    [
      65537,
      [
        [106, 65535, 16],
        [2, 0, 0],
      ],
    ],
  ])('of %i zeros', (count, expected) => {
    const zeros = Array<number>(count).fill(0);
    expect(tokens(zeros)).toEqual(expected);
    expect(tokens([5, ...zeros, 6])).toEqual([[185, 0, 0], ...expected, [186, 0, 0]]);
  });
});
