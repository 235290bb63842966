/** Where this program's own files are: in a checkout, or beside the built bundle. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The nearest folder above this file that holds package.json. */
const root: string = findRoot(import.meta.dirname);

export const modelsFolder: string = path.join(root, 'models');

export const programVersion: string = readVersion();

function findRoot(from: string): string {
  const parent = path.dirname(from);
  return parent === from || existsSync(path.join(from, 'package.json')) ? from : findRoot(parent);
}

function readVersion(): string {
  const text = readFileSync(path.join(root, 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version; // Our own file.
}
