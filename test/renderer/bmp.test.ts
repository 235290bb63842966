import { expect, test } from 'vitest';
import { decodeBmp } from '../../app/engine/decode/bmp.ts';
import { encodeBmp } from '../../renderer/camera/bmp.ts';
import { shownType } from '../../renderer/parts/image-bytes.ts';

test.each([
  [1, 1],
  [3, 2],
  [5, 4],
  [8, 3],
])('a picture of %i x %i pixels is read as it was', (width, height) => {
  const rgba = Uint8ClampedArray.from({ length: 4 * width * height }, (_, i) => (i * 37) % 256);
  const bytes = encodeBmp(rgba, width, height);
  expect(shownType(bytes)).toBe('image/bmp');
  const decoded = decodeBmp(bytes, () => undefined);
  expect(decoded).toMatchObject({ width, height });
  const rgb = Array.from(rgba).filter((_, i) => i % 4 !== 3);
  expect(Array.from(decoded.data)).toEqual(rgb);
});
