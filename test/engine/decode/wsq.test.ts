import { describe, expect, it } from 'vitest';
import { encodeWsq } from '../../../app/core/wsq/encode.ts';
import { decodeImage } from '../../../app/engine/decode/decode.ts';
import { drawRidges, psnr } from '../../core/wsq/ridges.ts';

describe('a WSQ file', () => {
  const [width, height] = [301, 299];
  const print = drawRidges(width, height);

  it('becomes a grey image with the resolution it tells', async () => {
    const decoded = await decodeImage(encodeWsq(print, width, height, { bitrate: 2.25, dpi: 500 }));
    expect(decoded).toMatchObject({ format: 'wsq', width, height, dpi: { x: 500, y: 500 } });
    const { data } = decoded.image;
    expect(data.every((value, i) => value === data[i - (i % 3)])).toBe(true);
    expect(
      psnr(
        print,
        data.filter((_, i) => i % 3 === 0),
      ),
    ).toBeGreaterThan(38);
  });

  it('says nothing of a resolution that is not told', async () => {
    expect(await decodeImage(encodeWsq(print, width, height))).not.toHaveProperty('dpi');
  });

  it('that is damaged says what is wrong with it', async () => {
    const bytes = encodeWsq(print, width, height);
    await expect(decodeImage(bytes.subarray(0, 2000))).rejects.toMatchObject({
      reason: { problem: 'damaged-image', detail: 'WSQ: a block is cut off' },
    });
  });

  it('of a size that is not allowed is refused with its numbers', async () => {
    const bytes = encodeWsq(print, width, height);
    const frame = bytes.findIndex((byte, i) => byte === 0xff && bytes[i + 1] === 0xa2);
    bytes.set([0xff, 0xff, 0xff, 0xff], frame + 6);
    await expect(decodeImage(bytes)).rejects.toMatchObject({
      reason: { problem: 'too-many-pixels', measured: 65535 ** 2 },
    });
  });
});
