import type { ModelFile } from '../manifest.ts';

/**
 * Two made-up images, [2, 3, rows, columns] float32 after normalisation: a pattern of stripes and
 * curves in whole numbers, the same on every machine, and its negative.
 */
export function syntheticBatch(
  shape: ModelFile['inputs'][string],
  { mean, scale }: ModelFile['normalisation'],
): { data: Float32Array; shape: number[] } {
  const [, channels, rows, columns] = shape.map(Number);
  if (channels !== 3 || rows === undefined || columns === undefined) {
    throw new Error(
      `Expected N x 3 x rows x columns for an image but received ${shape.join(' x ')}.`,
    );
  }
  const data = new Float32Array(2 * channels * rows * columns);
  let position = 0;
  for (const isNegative of [false, true]) {
    for (const [channel, channelMean] of mean.entries()) {
      for (let row = 0; row < rows; row += 1) {
        for (let column = 0; column < columns; column += 1) {
          const pixel = (3 * column + 5 * row + 40 * channel + ((row * column) >> 4)) % 256;
          const value = isNegative ? 255 - pixel : pixel;
          data[position] = (value - channelMean) * (scale[channel] ?? Number.NaN);
          position += 1;
        }
      }
    }
  }
  return { data, shape: [2, channels, rows, columns] };
}
