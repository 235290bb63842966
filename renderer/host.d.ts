/** What the preload of either host puts there. */
import type { Host } from '../app/contract/host.ts';

declare global {
  interface Window {
    readonly host: Host;
  }
}
