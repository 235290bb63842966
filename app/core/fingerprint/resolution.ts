import { FINGERPRINT } from '../parameters.ts';
import type { ResolutionFacts } from '../sample.ts';

/** What is said of a print's resolution, in pixels per inch. */
export interface ToldResolution {
  /** By whoever handed it over; checked by them. */
  readonly given?: number;
  /** By the file. */
  readonly file?: { readonly x: number; readonly y: number };
}

/**
 * Who hands a print over knows best. Files say much that is untrue: what no sensor has, or what
 * differs along the axes, is not believed, and the usual resolution assumed.
 */
export function chooseResolution({ given, file }: ToldResolution): ResolutionFacts {
  const fileFacts = file ? { fileDpi: file.x } : {};
  if (given !== undefined) return { dpi: given, origin: 'given', ...fileFacts };
  if (file && isPlausible(file)) return { dpi: file.x, origin: 'file', ...fileFacts };
  return { dpi: FINGERPRINT.resolution.usualDpi, origin: 'assumed', ...fileFacts };
}

function isPlausible({ x, y }: { readonly x: number; readonly y: number }): boolean {
  const { minDpi, maxDpi, resolution } = FINGERPRINT;
  return x >= minDpi && x <= maxDpi && Math.abs(x - y) <= resolution.maxAxisDifference * x;
}
