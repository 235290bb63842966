/**
 * Means over a square window around each pixel, by running sums: the time does not depend on the
 * window. Beyond the border the image is reflected, the border itself not repeated (as PyTorch's
 * `reflect` does), in as many folds as a small image needs.
 *
 * @param window side of the square, odd
 */
export function boxMean(
  data: Float32Array | Float64Array,
  width: number,
  height: number,
  window: number,
): Float64Array {
  return meanDown(meanAcross(data, width, height, window), width, height, window);
}

function meanAcross(
  data: Float32Array | Float64Array,
  width: number,
  height: number,
  window: number,
): Float64Array {
  const reach = (window - 1) / 2;
  const source = reflections(width, reach);
  const out = new Float64Array(width * height);
  for (let row = 0; row < out.length; row += width) {
    let sum = 0;
    for (let i = 0; i < window; i++) sum += data[row + source[i]];
    out[row] = sum / window;
    for (let x = 1; x < width; x++) {
      sum += data[row + source[x + window - 1]] - data[row + source[x - 1]];
      out[row + x] = sum / window;
    }
  }
  return out;
}

function meanDown(data: Float64Array, width: number, height: number, window: number): Float64Array {
  const reach = (window - 1) / 2;
  const source = reflections(height, reach);
  const out = new Float64Array(width * height);
  const sums = new Float64Array(width);
  for (let i = 0; i < window; i++) {
    const row = source[i] * width;
    for (let x = 0; x < width; x++) sums[x] += data[row + x];
  }
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++, to++) out[to] = sums[x] / window;
    if (y + 1 === height) break;
    const enters = source[y + window] * width;
    const leaves = source[y] * width;
    for (let x = 0; x < width; x++) sums[x] += data[enters + x] - data[leaves + x];
  }
  return out;
}

/** The pixel that is seen at each place from `-reach` to `length + reach`. */
function reflections(length: number, reach: number): Int32Array {
  const period = Math.max(1, 2 * (length - 1));
  return Int32Array.from({ length: length + 2 * reach + 1 }, (_, i) => {
    const folded = (((i - reach) % period) + period) % period;
    return Math.min(folded, period - folded);
  });
}
