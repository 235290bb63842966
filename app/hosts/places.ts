/** Where things are: this program's own files, in a checkout or built, and the user's store. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import envPaths from 'env-paths';

/** The nearest folder above this file that holds package.json. */
export const root: string = findRoot(import.meta.dirname);

export const modelsFolder: string = path.join(root, 'models');

/** What `npm run build` wrote: main/, preload/ and renderer/. */
export const builtFolder: string = import.meta.url.endsWith('.js')
  ? path.dirname(import.meta.dirname)
  : path.join(root, 'out');

export const programVersion: string = readVersion();

/** Where the command line and the windows keep people, unless told otherwise. */
export function findStore(told: string | undefined): string {
  return path.resolve(told ?? process.env.TWINMARK_STORE ?? defaultStore());
}

/** What evaluations remember: in the user's cache, or beside a store that was told. */
export function findCache(storePath: string): string {
  if (storePath !== path.resolve(defaultStore())) {
    return path.join(path.dirname(storePath), 'evaluation-cache');
  }
  return path.join(envPaths('twinmark', { suffix: '' }).cache, 'evaluation');
}

function defaultStore(): string {
  return path.join(envPaths('twinmark', { suffix: '' }).data, 'twinmark.sqlite');
}

function findRoot(from: string): string {
  const parent = path.dirname(from);
  return parent === from || existsSync(path.join(from, 'package.json')) ? from : findRoot(parent);
}

function readVersion(): string {
  const text = readFileSync(path.join(root, 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version; // Our own file.
}
