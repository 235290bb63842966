/** Entry of the Chromium window. */
import module from 'node:module';
import { startChromiumHost } from './start.ts';

// What Node made of our files the last time: half a second of every start.
module.enableCompileCache();

process.exitCode = await startChromiumHost(process.argv.slice(2));
