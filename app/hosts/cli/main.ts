#!/usr/bin/env node
/** Entry of the command line. */
import module from 'node:module';

// What Node made of our files the last time: half a second of every start.
module.enableCompileCache();

const NEEDED = 24;

if (Number(process.versions.node.split('.')[0]) >= NEEDED) {
  await import('./run.ts');
} else {
  // Before anything native is loaded: SQLite's binding would end an older Node without a word.
  process.stderr.write(
    `twinmark: Expected Node ${NEEDED} or newer but received ${process.versions.node}; ` +
      'in a checkout use "npm run cli", which brings its own.\n',
  );
  process.exitCode = 70;
}
