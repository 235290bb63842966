import { expect, test } from 'vitest';
import { encodeBmp, encodePgm } from '../../../app/core/synthesis/encode-grey.ts';
import { decodeImage } from '../../../app/engine/decode/decode.ts';

/** No two rows alike, no two columns; widths that rows must be padded for. */
const image = (width: number, height: number) => ({
  width,
  height,
  data: Uint8Array.from({ length: width * height }, (_, i) => (i * 37 + (i >> 3)) % 256),
});

test.each([
  [33, 41],
  [34, 32],
  [35, 40],
  [36, 33],
])('a bitmap of %i x %i is read as it was written', async (width, height) => {
  const grey = image(width, height);
  const read = await decodeImage(encodeBmp(grey, 500));
  expect([read.image.width, read.image.height]).toEqual([width, height]);
  expect([...read.image.data].filter((_, i) => i % 3 === 0)).toEqual([...grey.data]);
});

test('a bitmap says its size and its resolution where readers look for them', () => {
  const file = encodeBmp(image(5, 4), 500);
  const view = new DataView(file.buffer);
  expect(view.getUint32(2, true)).toBe(file.length);
  expect(file.length).toBe(14 + 40 + 1024 + 4 * 8);
  expect([view.getInt32(38, true), view.getInt32(42, true)]).toEqual([19_685, 19_685]);
});

test('a portable grey map is its header and its pixels', () => {
  const grey = image(6, 2);
  const file = Buffer.from(encodePgm(grey));
  expect(file.subarray(0, 11).toString('latin1')).toBe('P5\n6 2\n255\n');
  expect([...file.subarray(11)]).toEqual([...grey.data]);
});
