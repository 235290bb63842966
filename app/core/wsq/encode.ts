/** Grey pixels to WSQ. */
import { createBitWriter } from './bits.ts';
import { writeComment } from './comment.ts';
import { CDF_9_7, analysisKernels } from './filters.ts';
import { BLOCK_STARTS, MARKER } from './format.ts';
import { assignCodes, chooseTable, type HuffmanCode, type HuffmanTable } from './huffman.ts';
import { chooseBins, quantise, type Bins } from './quantiser.ts';
import { fromScaled, toScaled } from './scaled.ts';
import { layOut, type Region } from './subbands.ts';
import { uint16, writeFrame, writeHuffman, writeQuantisation, writeTransform } from './tables.ts';
import { tokenise } from './tokens.ts';
import { transform, type Plane } from './wavelet.ts';

export interface WsqOptions {
  /** Wanted bits a pixel: 0.75 gives about 15:1, 2.25 about 5:1. The outcome depends on the image. */
  readonly bitrate?: number;
  /** Pixels per inch, written as a comment. */
  readonly dpi?: number;
}

/** Of the specification: for exchange among agencies. */
const USUAL_BITRATE = 0.75;
/** Larger than the format's 16 bits allow no image to be. */
const LARGEST_SIDE = 0xffff;
/** Where reconstructed values lie in their bins, as the specification has it. */
const CENTRE = 0.44;
/** What values reach to either side of the mean once they are scaled. */
const RANGE = 128;

/** @param grey one byte a pixel, top row first */
export function encodeWsq(
  grey: Uint8Array,
  width: number,
  height: number,
  { bitrate = USUAL_BITRATE, dpi }: WsqOptions = {},
): Uint8Array {
  const side = (value: number) => Number.isInteger(value) && value > 0 && value <= LARGEST_SIDE;
  if (!side(width) || !side(height) || grey.length !== width * height) {
    throw new Error(`Expected ${width} x ${height} pixels but received ${grey.length}.`);
  }
  if (!(bitrate > 0 && bitrate <= 16)) {
    throw new Error(`Expected a bit rate of at most 16 but received ${bitrate}.`);
  }
  const { shift, scale } = chooseScale(grey);
  const plane = { width, height, data: Float32Array.from(grey, (v) => (v - shift) / scale) };
  const { subbands, splits } = layOut(width, height);
  transform(plane, splits, analysisKernels(CDF_9_7));
  const bins = chooseBins(plane, subbands, bitrate);
  const blocks = [0, 1, 2].map((block) => {
    const [from, to] = [BLOCK_STARTS[block], BLOCK_STARTS[block + 1]];
    return quantiseSubbands(plane, subbands.slice(from, to), bins.slice(from, to));
  });
  const tables = [tableFor([blocks[0]]), tableFor([blocks[1], blocks[2]])];
  return join([
    marker(MARKER.startOfImage),
    segment(MARKER.comment, writeComment({ width, height, bitrate, ...(dpi ? { dpi } : {}) })),
    segment(MARKER.transformTable, writeTransform(CDF_9_7)),
    segment(MARKER.quantisationTable, writeQuantisation({ centre: CENTRE, bins })),
    segment(MARKER.startOfFrame, writeFrame({ width, height, shift, scale })),
    segment(MARKER.huffmanTable, writeHuffman(0, tables[0])),
    segment(MARKER.startOfBlock, [0]),
    encodeBlock(blocks[0], tables[0]),
    segment(MARKER.huffmanTable, writeHuffman(1, tables[1])),
    segment(MARKER.startOfBlock, [1]),
    encodeBlock(blocks[1], tables[1]),
    segment(MARKER.startOfBlock, [1]),
    encodeBlock(blocks[2], tables[1]),
    marker(MARKER.endOfImage),
  ]);
}

/** The mean becomes 0, and what is farthest from it 128; both as a decoder will read them. */
function chooseScale(grey: Uint8Array): { readonly shift: number; readonly scale: number } {
  let [sum, least, most] = [0, 255, 0];
  for (const value of grey) {
    sum += value;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  const shift = fromScaled(toScaled(sum / grey.length, 16));
  const reach = Math.max(shift - least, most - shift);
  // An image of one grey level has no reach to be scaled by.
  return { shift, scale: most > least ? fromScaled(toScaled(reach / RANGE, 16)) : 1 };
}

function quantiseSubbands(
  { data, width: stride }: Plane,
  subbands: readonly Region[],
  bins: readonly Bins[],
): Int32Array {
  const coded = subbands
    .map((region, i) => ({ ...region, bins: bins[i] }))
    .filter((part) => part.bins.width > 0);
  const values = new Int32Array(coded.reduce((sum, part) => sum + part.width * part.height, 0));
  let to = 0;
  for (const { x, y, width, height, bins: own } of coded) {
    for (let row = y; row < y + height; row++) {
      const start = row * stride + x;
      for (let at = start; at < start + width; at++) values[to++] = quantise(data[at], own);
    }
  }
  return values;
}

function tableFor(blocks: readonly Int32Array[]): HuffmanTable {
  const frequencies = Array<number>(256).fill(0);
  for (const block of blocks) tokenise(block, (symbol) => (frequencies[symbol] += 1));
  return chooseTable(frequencies);
}

function encodeBlock(block: Int32Array, table: HuffmanTable): Uint8Array {
  const codes: HuffmanCode[] = [];
  for (const code of assignCodes(table)) codes[code.symbol] = code;
  const bits = createBitWriter();
  tokenise(block, (symbol, extra, extraBits) => {
    bits.write(codes[symbol].code, codes[symbol].length);
    if (extraBits > 0) bits.write(extra, extraBits);
  });
  return bits.finish();
}

function segment(which: number, body: readonly number[]): Uint8Array {
  return Uint8Array.from([...uint16(which), ...uint16(body.length + 2), ...body]);
}

function marker(which: number): Uint8Array {
  return Uint8Array.from(uint16(which));
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
