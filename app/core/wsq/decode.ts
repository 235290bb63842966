/** WSQ, the fingerprint format of the FBI, to grey pixels. */
import { createSink, decodeBlock, type CoefficientSink } from './block.ts';
import { readResolution } from './comment.ts';
import { synthesisKernels, type FilterPair } from './filters.ts';
import { MARKER } from './format.ts';
import { createLookup, type HuffmanTable } from './huffman.ts';
import { need } from './problem.ts';
import type { Quantiser } from './quantiser.ts';
import { layOut, type Layout } from './subbands.ts';
import { readFrame, readHuffman, readQuantisation, readTransform, type Frame } from './tables.ts';
import { transform, type Plane } from './wavelet.ts';

export interface WsqImage {
  readonly width: number;
  readonly height: number;
  /** One byte a pixel, top row first. */
  readonly grey: Uint8Array;
  /** Pixels per inch, where the file says so. */
  readonly dpi?: number;
}

/** There are three. More do no harm, but a table for each of millions would take its time. */
const MOST_BLOCKS = 64;

/** What segments have told up to a place in the file. */
interface Told {
  frame?: Frame;
  filters?: FilterPair;
  quantiser?: Quantiser;
  dpi?: number;
  readonly tables: Map<number, HuffmanTable>;
  blocks: number;
  picture?: { readonly plane: Plane; readonly layout: Layout; readonly sink: CoefficientSink };
}

/**
 * @param checkSize throws where the size is not allowed; called before memory is taken for it
 * @throws WsqProblem for everything that is no whole WSQ image
 */
export function decodeWsq(
  bytes: Uint8Array,
  checkSize: (width: number, height: number) => void,
): WsqImage {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const told: Told = { tables: new Map(), blocks: 0 };
  need(view.byteLength >= 2 && view.getUint16(0) === MARKER.startOfImage, 'no start of an image');
  let at = 2;
  for (;;) {
    need(at + 2 <= view.byteLength, 'the end is missing');
    const marker = view.getUint16(at);
    at += 2;
    if (marker === MARKER.endOfImage) break;
    need(at + 2 <= view.byteLength, 'a segment is cut off');
    const length = view.getUint16(at);
    need(length >= 2 && at + length <= view.byteLength, 'a segment is cut off');
    const body = new DataView(bytes.buffer, bytes.byteOffset + at + 2, length - 2);
    at += length;
    if (marker === MARKER.startOfBlock) {
      need(body.byteLength >= 1, 'a block has no Huffman table');
      const table = told.tables.get(body.getUint8(0));
      need(table !== undefined, 'a block before its Huffman table');
      told.blocks += 1;
      need(told.blocks <= MOST_BLOCKS, `more than ${MOST_BLOCKS} blocks`);
      told.picture ??= startPicture(told);
      const lookup = createLookup(table);
      at = decodeBlock(bytes, at, lookup, told.picture.sink);
      while (isRestart(bytes, at)) at = decodeBlock(bytes, at + 2, lookup, told.picture.sink);
    } else {
      readSegment(marker, body, told, checkSize);
    }
  }
  return finishPicture(told);
}

/** Restart markers lie inside of blocks, with whole bytes before them; codes go on behind. */
function isRestart(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 0xff && (bytes[at + 1] & 0xf8) === 0xb0;
}

function readSegment(
  marker: number,
  body: DataView,
  told: Told,
  checkSize: (width: number, height: number) => void,
): void {
  // Coefficients are put to their places as they come, by these tables.
  const early = told.picture === undefined;
  switch (marker) {
    case MARKER.startOfFrame:
      need(told.frame === undefined, 'a second frame');
      told.frame = readFrame(body);
      checkSize(told.frame.width, told.frame.height);
      break;
    case MARKER.transformTable:
      told.filters = readTransform(body);
      break;
    case MARKER.quantisationTable:
      need(early, 'a quantisation table after the first block');
      told.quantiser = readQuantisation(body);
      break;
    case MARKER.huffmanTable:
      for (const [number, table] of readHuffman(body)) {
        told.tables.set(number, table);
      }
      break;
    case MARKER.comment:
      told.dpi ??= readResolution(new Uint8Array(body.buffer, body.byteOffset, body.byteLength));
      break;
    case MARKER.restartInterval:
      break;
    default:
      need(false, `an unknown marker ${marker.toString(16)}`);
  }
}

function startPicture({ frame, quantiser }: Told): NonNullable<Told['picture']> {
  need(frame !== undefined, 'a block before the frame');
  need(quantiser !== undefined, 'a block before the quantisation table');
  const { width, height } = frame;
  const layout = layOut(width, height);
  const plane = { width, height, data: new Float32Array(width * height) };
  return { plane, layout, sink: createSink(plane, layout.subbands, quantiser) };
}

function finishPicture(told: Told): WsqImage {
  const { frame, filters, picture, dpi } = told;
  need(frame !== undefined && picture !== undefined, 'there is no block');
  need(filters !== undefined, 'there is no transform table');
  need(picture.sink.full(), 'coefficients are missing');
  const { plane, layout } = picture;
  transform(plane, layout.splits, synthesisKernels(filters));
  const { width, height, shift, scale } = frame;
  const grey = new Uint8Array(width * height);
  for (let i = 0; i < grey.length; i++) {
    const value = plane.data[i] * scale + shift + 0.5;
    // Written so that what is no number becomes black.
    grey[i] = value >= 255 ? 255 : value > 0 ? value : 0;
  }
  return { width, height, grey, ...(dpi === undefined ? {} : { dpi }) };
}
