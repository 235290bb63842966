import { describe, expect, it } from 'vitest';
import { decodeImage } from '../../../app/engine/decode/decode.ts';
import { DecodeProblem } from '../../../app/engine/decode/problem.ts';
import { seededRandom } from '../../fixtures/images.ts';
import {
  ENUMERATED_COLOUR,
  be32,
  box,
  writeCodestream,
  writeJp2,
  writeTiled,
  type Samples,
} from './jpeg2000-file.ts';

const [width, height] = [109, 101];
const size = { width, height };
const pixels = width * height;

/** Some grain on a slope, so that every packet holds something. */
function slope(count: number): number[] {
  const random = seededRandom(4);
  return Array.from({ length: count }, (_, i) => Math.floor((i / count) * 240 + 12 * random()));
}

async function decodedData(bytes: Uint8Array): Promise<number[]> {
  const decoded = await decodeImage(bytes);
  expect(decoded).toMatchObject({ format: 'jpeg2000', width, height });
  return [...decoded.image.data];
}

function changed(file: Uint8Array, at: number, ...bytes: number[]): Uint8Array {
  const copy = file.slice();
  copy.set(bytes, at);
  return copy;
}

const tripled = (values: readonly number[]) => values.flatMap((value) => [value, value, value]);

const grey8: Samples = { ...size, components: 1, bits: 8, data: Uint8Array.from(slope(pixels)) };
const rgb8: Samples = { ...size, components: 3, bits: 8, data: Uint8Array.from(slope(3 * pixels)) };

describe('samples', () => {
  it('of 8 bits, grey, come as they are, with and without boxes', async () => {
    const codestream = await writeCodestream(grey8);
    expect(await decodedData(codestream)).toEqual(tripled([...grey8.data]));
    expect(await decodedData(writeJp2(codestream))).toEqual(tripled([...grey8.data]));
  });

  it('of 8 bits, red, green and blue', async () => {
    const codestream = await writeCodestream(rgb8);
    expect(await decodedData(codestream)).toEqual([...rgb8.data]);
    const file = writeJp2(codestream, { colour: ENUMERATED_COLOUR.sRgb });
    expect(await decodedData(file)).toEqual([...rgb8.data]);
  });

  it('of 16 bits keep the upper 8', async () => {
    const wide = slope(pixels).map((value, i) => value * 257 - (i % 100) + 50);
    const data = new Uint8Array(Uint16Array.from(wide).buffer);
    const codestream = await writeCodestream({ ...size, components: 1, bits: 16, data });
    expect(await decodedData(codestream)).toEqual(tripled(wide.map((v) => Math.round(v / 257))));
  });

  it('of 12 bits are stretched', async () => {
    const wide = slope(pixels).map((value) => value * 16);
    const data = new Uint8Array(Uint16Array.from(wide).buffer);
    const codestream = await writeCodestream({ ...size, components: 1, bits: 12, data });
    const expected = wide.map((v) => Math.round((v * 255) / 4095));
    expect(await decodedData(codestream)).toEqual(tripled(expected));
  });

  it('with a sign are lifted by half the range', async () => {
    // Without a sign half the range is taken off before coding: the sign alone is the difference.
    for (const bits of [8, 12, 16]) {
      const wide = slope(pixels).map((value) => (value * (2 ** bits - 1)) / 255);
      const samples = bits > 8 ? Uint16Array.from(wide) : Uint8Array.from(wide);
      const data = new Uint8Array(samples.buffer);
      const codestream = await writeCodestream({ ...size, components: 1, bits, data });
      const unsigned = await decodedData(codestream);
      expect(await decodedData(changed(codestream, 42, 0x80 + bits - 1))).toEqual(unsigned);
    }
  });

  it('of fewer than 8 bits are stretched', async () => {
    const data = Uint8Array.from(slope(pixels), (value) => value >> 4);
    const codestream = await writeCodestream({ ...size, components: 1, bits: 4, data });
    expect(await decodedData(codestream)).toEqual(tripled(Array.from(data, (v) => v * 17)));
  });

  it('of luminance and differences become red, green and blue', async () => {
    // Full red in BT.601: Y 76.2, Cb 85.0, Cr 255.5.
    const data = Uint8Array.from({ length: 3 * pixels }, (_, i) => [76, 85, 255][i % 3]);
    const file = writeJp2(await writeCodestream({ ...rgb8, data }), {
      colour: ENUMERATED_COLOUR.sYcc,
    });
    const [red, green, blue] = await decodedData(file);
    expect([red, green, blue]).toEqual([254, 0, 0]);
  });

  it('in tiles are put together', async () => {
    const codestream = await writeTiled(grey8);
    expect(await decodedData(codestream)).toEqual(tripled([...grey8.data]));
  });
});

describe('the resolution', () => {
  /** Vertical, then horizontal: numerator, denominator; then both exponents. */
  const resolution = (type: string, v: number, h: number, exponent = 0) => {
    const be16 = (value: number) => [value >>> 8, value & 255];
    return box(type, [...be16(v), ...be16(1), ...be16(h), ...be16(1), exponent, exponent]);
  };
  const dpiOf = async (...boxes: number[][]) => {
    const more = [box('res ', boxes.flat())];
    return (await decodeImage(writeJp2(await writeCodestream(grey8), { more }))).dpi;
  };

  it('is that of the capture, in pixels per metre', async () => {
    expect(await dpiOf(resolution('resc', 19685, 39370))).toEqual({ x: 1000, y: 500 });
    expect(await dpiOf(resolution('resc', 1968, 1968, 1))).toEqual({ x: 499.87, y: 499.87 });
    const both = [resolution('resd', 2835, 2835), resolution('resc', 19685, 19685)];
    expect(await dpiOf(...both)).toEqual({ x: 500, y: 500 });
  });

  it('is that of the display where nothing is known of the capture', async () => {
    expect(await dpiOf(resolution('resd', 19685, 19685))).toEqual({ x: 500, y: 500 });
  });

  it('is absent where it is not told', async () => {
    expect(await dpiOf()).toBeUndefined();
    expect(await dpiOf(resolution('resc', 0, 19685))).toBeUndefined();
    expect(await decodeImage(await writeCodestream(grey8))).not.toHaveProperty('dpi');
  });
});

describe('files that lie or break off', () => {
  const refusal = async (bytes: Uint8Array): Promise<string> => {
    try {
      await decodeImage(bytes);
    } catch (thrown) {
      if (!(thrown instanceof DecodeProblem)) throw thrown;
      return `${thrown.reason.problem} ${thrown.reason.detail ?? ''}`;
    }
    throw new Error('Expected a refusal but received an image.');
  };

  it('cut off at any byte are refused', async () => {
    const codestream = await writeTiled(grey8);
    for (const file of [codestream, writeJp2(codestream)]) {
      expect(await refusal(file.subarray(0, file.length - 1))).toContain('damaged-image');
      for (let length = 13; length < file.length; length += 7) {
        expect(await refusal(file.subarray(0, length)), `${length}`).toContain('damaged-image');
      }
    }
  });

  it('lacking a tile are refused', async () => {
    const file = await writeTiled(grey8);
    const starts = [...file.keys()].filter((i) => file[i] === 0xff && file[i + 1] === 0x90);
    expect(starts).toHaveLength(4);
    const without = Uint8Array.from([...file.subarray(0, starts[1]), ...file.subarray(starts[2])]);
    expect(await refusal(without)).toContain('tiles are missing');
  });

  it('of sizes that are not allowed are refused with their numbers', async () => {
    const file = await writeCodestream(grey8);
    expect(await refusal(changed(file, 8, ...be32(0xffffffff), ...be32(0xffffffff)))).toContain(
      'too-many-pixels',
    );
    expect(await refusal(changed(file, 8, ...be32(9)))).toContain('too-few-pixels');
    expect(await refusal(changed(file, 8, ...be32(0)))).toContain('0 x 101 pixels');
    expect(await refusal(changed(file, 24, ...be32(0)))).toContain('tiles');
    expect(await refusal(changed(file, 24, ...be32(1), ...be32(1)))).toContain('missing');
  });

  it('of precincts without number are refused, soon', async () => {
    const file = await writeCodestream(grey8);
    const at = file.findIndex((byte, i) => byte === 0xff && file[i + 1] === 0x52);
    const body = [...file.subarray(at + 4, at + 14)];
    const levels = body[5];
    const withPrecincts = (exponents: number, side: number) => {
      const all = [...body, ...Array<number>(levels + 1).fill(exponents)];
      all[0] |= 1;
      const segment = [0xff, 0x52, 0, all.length + 2, ...all];
      const changedFile = [...file.subarray(0, at), ...segment, ...file.subarray(at + 14)];
      return changed(Uint8Array.from(changedFile), 8, ...be32(side), ...be32(side));
    };
    const started = performance.now();
    expect(await refusal(withPrecincts(0x11, 7000))).toContain('precincts');
    expect(await refusal(withPrecincts(0x44, 7000))).toContain('precincts');
    expect(performance.now() - started).toBeLessThan(500);
    expect(await refusal(withPrecincts(0x11, 100)), 'few of them').not.toContain('precincts');
  });

  it('with samples that no print has are refused', async () => {
    const file = await writeCodestream(grey8);
    expect(await refusal(changed(file, 40, 0, 2))).toContain('2 components');
    expect(await refusal(changed(file, 40, 64, 0))).toContain('16384 components');
    expect(await refusal(changed(file, 42, 31))).toContain('32 bits');
    expect(await refusal(changed(file, 43, 2))).toContain('different sizes');
    const colours = await writeCodestream(rgb8);
    expect(await refusal(changed(colours, 45, 15))).toContain('different depths');
  });

  it('with boxes that have no end, or a palette, are refused', async () => {
    const codestream = await writeCodestream(grey8);
    const file = writeJp2(codestream);
    expect(await refusal(changed(file, 12, ...be32(7)))).toContain('a box is cut off');
    expect(await refusal(changed(file, 12, ...be32(0xffffffff)))).toContain('a box is cut off');
    expect(await refusal(file.subarray(0, 60))).toContain('damaged-image');
    expect(await refusal(writeJp2(codestream, { more: [box('pclr', [0])] }))).toContain('palette');
  });

  it('changed anywhere end in an image or a reason, and harm none that follows', async () => {
    const codestream = await writeTiled(grey8);
    const random = seededRandom(6);
    for (let i = 0; i < 400; i++) {
      const file = codestream.slice();
      for (let c = 0; c < 1 + (i % 4); c++) {
        file[4 + Math.floor(random() * (file.length - 4))] = random() * 256;
      }
      await decodeImage(file).catch((thrown: unknown) => {
        expect(thrown).toBeInstanceOf(DecodeProblem);
      });
      if (i % 50 === 0) {
        expect(await decodedData(codestream)).toEqual(tripled([...grey8.data]));
      }
    }
  });
});
