/** Entry of the Chromium window. */
import { begin } from '../begin.ts';

if (begin()) {
  const { startChromiumHost } = await import('./start.ts');
  process.exitCode = await startChromiumHost(process.argv.slice(2));
}
