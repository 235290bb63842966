/** The fingerprint models of one lane, opened, checked and named by what they do. */
import path from 'node:path';
import { CELL_PX, type DetectorField } from '../../core/fingerprint/anchors.ts';
import type { Plane } from '../../core/fingerprint/plane.ts';
import type { ProviderName } from '../../core/vocabulary.ts';
import { readModelFile } from '../model-file.ts';
import { openSession } from '../ort.ts';
import type { FingerprintManifest } from './manifest.ts';

export interface FingerprintModels {
  readonly manifest: FingerprintManifest;
  readonly provider: ProviderName;
  /** @param print preprocessed, of any size; the field covers it up to the next multiple of 8 */
  detect(print: Plane): Promise<DetectorField>;
  /** @param patches [count, 1, size, size]; returns [count, dimensions], unit length */
  embed(patches: Float32Array, count: number): Promise<Float32Array>;
  close(): Promise<void>;
}

/** The detector halves its input three times. */
const DIVISOR = 8;

export async function openFingerprintModels(
  modelsFolder: string,
  manifest: FingerprintManifest,
  provider: ProviderName,
): Promise<FingerprintModels> {
  const folder = path.join(modelsFolder, 'fingerprint');
  const { files } = manifest;
  const open = (file: (typeof files)['detector']) =>
    openSession(readModelFile(folder, file), file, provider);
  // One after another: two sessions must never be made at once on a GPU.
  const detector = await open(files.detector);
  const encoder = await open(files.encoder);
  return {
    manifest,
    provider,
    async detect(print) {
      const { width, height, data } = padded(print);
      const { field } = await detector.run(data, 1, { H: height, W: width });
      // The runtime's memory is only ours until the next run.
      return { width: width / CELL_PX, height: height / CELL_PX, data: field.slice() };
    },
    async embed(patches, count) {
      if (count === 0) return new Float32Array(0);
      const { embedding } = await encoder.run(patches, count);
      return embedding.slice();
    },
    async close() {
      await detector.close();
      await encoder.close();
    },
  };
}

/** With 0 to the right and below, as the network was trained. */
function padded(print: Plane): Plane {
  const width = Math.ceil(print.width / DIVISOR) * DIVISOR;
  const height = Math.ceil(print.height / DIVISOR) * DIVISOR;
  if (width === print.width && height === print.height) return print;
  const data = new Float32Array(width * height);
  for (let y = 0; y < print.height; y++) {
    data.set(print.data.subarray(y * print.width, (y + 1) * print.width), y * width);
  }
  return { width, height, data };
}
