/**
 * What is asked of a JPEG 2000 codestream (ISO/IEC 15444-1, annex A) before it is decoded: its
 * size, what its samples are, and whether it is whole. OpenJPEG makes a picture of what is there.
 */
import { refuserOf } from './refuse.ts';

const need: ReturnType<typeof refuserOf> = refuserOf('JPEG 2000');

const MARKER = {
  start: 0xff4f,
  size: 0xff51,
  coding: 0xff52,
  componentCoding: 0xff53,
  tilePart: 0xff90,
  data: 0xff93,
  end: 0xffd9,
} as const;

export interface Codestream {
  readonly width: number;
  readonly height: number;
  readonly components: 1 | 3;
  /** Of a sample, up to 16. */
  readonly bits: number;
}

/**
 * Takes the sign from all samples, in place. The sign says that half the range was not taken off
 * before coding; without it the decoder puts that half on, so values begin at 0 as all others do.
 */
export function makeUnsigned(bytes: Uint8Array, { components }: Codestream): void {
  for (let i = 0; i < components; i++) bytes[42 + 3 * i] &= 0x7f;
}

/** Most tiles that the format can tell apart. */
const MOST_TILES = 65535;

/** Most precincts of a component; 50 million pixels in the smallest usual ones, 64 x 64, are 16,000. */
const MOST_PRECINCTS = 100_000;

/** @throws DecodeProblem where it is no codestream, or samples are of a kind that no print has */
export function readCodestream(bytes: Uint8Array): Codestream {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  need(view.byteLength >= 45, 'the header is cut off');
  need(view.getUint16(0) === MARKER.start && view.getUint16(2) === MARKER.size, 'no header');
  const width = view.getUint32(8) - view.getUint32(16);
  const height = view.getUint32(12) - view.getUint32(20);
  need(width > 0 && height > 0, `${width} x ${height} pixels`);
  const components = view.getUint16(40);
  need(components === 1 || components === 3, `${components} components`);
  need(view.byteLength >= 42 + 3 * components, 'the header is cut off');
  const depth = view.getUint8(42);
  for (let i = 0; i < components; i++) {
    const at = 42 + 3 * i;
    need(view.getUint8(at) === depth, 'components of different depths');
    need(
      view.getUint8(at + 1) === 1 && view.getUint8(at + 2) === 1,
      'components of different sizes',
    );
  }
  const bits = (depth & 0x7f) + 1;
  need(bits <= 16, `${bits} bits a sample`);
  return { width, height, components, bits };
}

/**
 * Whether every tile is there to its end, and none asks for memory out of all proportion. After
 * {@link readCodestream}.
 * @throws DecodeProblem
 */
export function checkWhole(bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const missing = new Set<number>();
  const tiles = tilesOf(view);
  need(tiles > 0 && tiles <= MOST_TILES, `${tiles} tiles`);
  for (let tile = 0; tile < tiles; tile++) missing.add(tile);
  let at = checkSegments(view, 2, view.byteLength);
  for (;;) {
    need(at + 2 <= view.byteLength, 'the end is missing');
    const marker = view.getUint16(at);
    if (marker === MARKER.end) break;
    need(marker === MARKER.tilePart, 'no tile where one belongs');
    need(at + 12 <= view.byteLength, 'a tile is cut off');
    missing.delete(view.getUint16(at + 4));
    const length = view.getUint32(at + 6);
    // A length of 0 means up to the end marker.
    const end = length === 0 ? view.byteLength - 2 : at + length;
    need(end <= view.byteLength, 'a tile is cut off');
    const data = checkSegments(view, at + 12, end);
    need(view.getUint16(data) === MARKER.data, 'a tile without data');
    at = end;
  }
  need(missing.size === 0, 'tiles are missing');
}

/** @returns where the first marker is that begins no segment of a header */
function checkSegments(view: DataView, start: number, end: number): number {
  for (let at = start; ;) {
    need(at + 2 <= end, 'a header is cut off');
    const marker = view.getUint16(at);
    need(marker >= 0xff00, 'no marker where one belongs');
    if (marker >= MARKER.tilePart) return at;
    need(at + 4 <= end, 'a header is cut off');
    const length = view.getUint16(at + 2);
    need(length >= 2 && at + 2 + length <= end, 'a header is cut off');
    if (marker === MARKER.coding) checkPrecincts(view, at + 4, at + 9, at + 2 + length);
    if (marker === MARKER.componentCoding) checkPrecincts(view, at + 5, at + 6, at + 2 + length);
    at += 2 + length;
  }
}

/** Tiny precincts of a large image would take gigabytes before anything is decoded. */
function checkPrecincts(view: DataView, style: number, levelsAt: number, end: number): void {
  if (levelsAt >= end || (view.getUint8(style) & 1) === 0) return;
  const levels = view.getUint8(levelsAt);
  let precincts = 0;
  for (let i = 0; i <= levels && levelsAt + 5 + i < end; i++) {
    const exponents = view.getUint8(levelsAt + 5 + i);
    // The lowest resolution comes first.
    const along = (axis: 0 | 4, exponent: number) => {
      const pixels = (view.getUint32(8 + axis) - view.getUint32(16 + axis)) / 2 ** (levels - i);
      return Math.ceil(pixels / 2 ** exponent);
    };
    precincts += along(0, exponents & 15) * along(4, exponents >> 4);
  }
  need(precincts <= MOST_PRECINCTS, `${precincts} precincts`);
}

function tilesOf(view: DataView): number {
  const along = (axis: 0 | 4) => {
    const [end, size, offset] = [8, 24, 32].map((at) => view.getUint32(at + axis));
    return Math.ceil((end - offset) / size);
  };
  return along(0) * along(4);
}
