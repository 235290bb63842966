/** Reads a model file and proves that it is the one that its manifest describes. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '../core/failure.ts';
import type { ModelFile } from './manifest-parts.ts';

/**
 * The runtime would load and run a file with a flipped weight bit, so the hash is checked every
 * time, on the very bytes that are handed on.
 *
 * @throws AppError `model-missing` or `model-invalid`
 */
export function readModelFile(folder: string, model: ModelFile): Uint8Array {
  const name = path.basename(model.file);
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path.join(folder, model.file));
  } catch (cause) {
    throw new AppError(
      'model-missing',
      `Expected the model file ${name} but received none; fetch the models with "npm run models".`,
      { cause },
    );
  }
  const received = createHash('sha256').update(bytes).digest('hex');
  if (received !== model.sha256) {
    throw new AppError(
      'model-invalid',
      `Expected sha256 ${model.sha256} for the model file ${name} but received ${received}; ` +
        'remove the file and fetch it again with "npm run models".',
    );
  }
  return bytes;
}
