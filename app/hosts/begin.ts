/** What every program under Node begins with, before anything else of it is loaded. */
import module from 'node:module';
import path from 'node:path';
import envPaths from 'env-paths';

const NEEDED = 24;

/**
 * False, and said, for a Node that is too old: SQLite's binding would end it without a word.
 *
 * Else compiled code is kept for the next start, half a second of each. It lies in the user's own
 * cache: Node's usual place is the temporary folder that all users share, where another one could
 * have put code before us. Where it can't be written, nothing is kept.
 */
export function begin(): boolean {
  if (Number(process.versions.node.split('.')[0]) < NEEDED) {
    process.stderr.write(
      `twinmark: Expected Node ${NEEDED} or newer but received ${process.versions.node}; ` +
        'in a checkout use "npm run cli" or "npm start", which bring their own.\n',
    );
    process.exitCode = 70;
    return false;
  }
  module.enableCompileCache(path.join(envPaths('twinmark', { suffix: '' }).cache, 'compiled'));
  return true;
}
