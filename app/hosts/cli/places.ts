/** Where this program's own files are: in a checkout, or beside the built bundle. */
import path from 'node:path';
import { existsSync } from 'node:fs';

/** The nearest folder above this file that holds the models. */
export const modelsFolder: string = findUp(import.meta.dirname, 'models');

function findUp(from: string, name: string): string {
  const candidate = path.join(from, name);
  if (existsSync(path.join(candidate, 'face', 'manifest.json'))) return candidate;
  const parent = path.dirname(from);
  // At the root: the engine will say that the manifest is missing.
  return parent === from ? candidate : findUp(parent, name);
}
