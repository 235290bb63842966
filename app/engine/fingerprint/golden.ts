import { samplePatches } from '../../core/fingerprint/patches.ts';
import type { Plane } from '../../core/fingerprint/plane.ts';
import type { FingerprintModels } from './models.ts';

const SIDE = 128;
/** Where patches are cut out, in shares of the side, and the turn of each, in radians. */
const PLACES = [
  [0.5, 0.5, 0],
  [0.25, 0.4, 1.1],
  [0.7, 0.3, -2.3],
] as const;

/** A fixed print through both models; every output by name. */
export async function goldenPrint(
  models: FingerprintModels,
): Promise<Record<string, Float32Array>> {
  const print = ripples(models.manifest.preprocessing.clip);
  const field = await models.detect(print);
  const anchors = PLACES.map(([x, y, direction]) => {
    return { x: SIDE * x, y: SIDE * y, direction, weight: 1 };
  });
  const patches = samplePatches(print, anchors, models.manifest.patch);
  const embeddings = await models.embed(patches, anchors.length);
  return { field: field.data, 'embedding of prints': embeddings };
}

/** Bent ridges, 4.5 pixels apart: the same on every machine. */
function ripples(clip: number): Plane {
  const data = new Float32Array(SIDE * SIDE);
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      const bend = 3 * Math.sin(x / 17) + 2 * Math.cos(y / 23);
      data[y * SIDE + x] = (clip / 2) * Math.sin(((y + bend) * 2 * Math.PI) / 4.5);
    }
  }
  return { width: SIDE, height: SIDE, data };
}
