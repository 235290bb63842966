/** A file that Chromium's fake camera plays: raw frames of YUV 4:2:0, one after another, in a loop. */
import { writeFile } from 'node:fs/promises';
import sharp from 'sharp';

export interface Film {
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond: number;
}

/** Both sides of {@link Film} are even. @param images any that sharp reads, one a frame */
export async function writeY4m(
  file: string,
  images: readonly Uint8Array[],
  { width, height, framesPerSecond }: Film,
): Promise<void> {
  const parts: Buffer[] = [
    Buffer.from(`YUV4MPEG2 W${width} H${height} F${framesPerSecond}:1 Ip A1:1 C420jpeg\n`),
  ];
  for (const image of images) {
    const rgb = await sharp(image)
      .resize(width, height, { fit: 'contain', background: '#8a8f94' })
      .removeAlpha()
      .toColourspace('srgb')
      .raw()
      .toBuffer();
    parts.push(Buffer.from('FRAME\n'), toYuv420(rgb, width, height));
  }
  await writeFile(file, Buffer.concat(parts));
}

/** BT.601, which is what the camera's player takes it for; chroma of each two by two pixels. */
function toYuv420(rgb: Uint8Array, width: number, height: number): Buffer {
  const planes = Buffer.alloc((width * height * 3) / 2);
  const [blueAt, redAt] = [width * height, (width * height * 5) / 4];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      planes[at] = luma(rgb, 3 * at);
      if (x % 2 !== 0 || y % 2 !== 0) continue;
      const corners = [at, at + 1, at + width, at + width + 1].map((pixel) => 3 * pixel);
      const mean = (channel: number) =>
        corners.reduce((sum, corner) => sum + rgb[corner + channel], 0) / corners.length;
      const [red, green, blue] = [mean(0), mean(1), mean(2)];
      const chroma = (y / 2) * (width / 2) + x / 2;
      planes[blueAt + chroma] = Math.round(128 - 0.148 * red - 0.291 * green + 0.439 * blue);
      planes[redAt + chroma] = Math.round(128 + 0.439 * red - 0.368 * green - 0.071 * blue);
    }
  }
  return planes;
}

function luma(rgb: Uint8Array, at: number): number {
  return Math.round(16 + 0.257 * rgb[at] + 0.504 * rgb[at + 1] + 0.098 * rgb[at + 2]);
}
