/** What the engine says of itself, asked for when a part of the settings shows it. */
import type { EngineReport } from '../../../app/contract/system-results.ts';
import { client, toClientFailure, type ClientFailure } from '../../client.ts';

export function createEngineReport() {
  let report = $state.raw<EngineReport>();
  let failure = $state.raw<ClientFailure>();
  let asking = $state(false);
  return {
    get report() {
      return report;
    },
    get failure() {
      return failure;
    },
    get asking() {
      return asking;
    },
    /** Reads every model file, too. */
    async ask(): Promise<void> {
      asking = true;
      try {
        report = await client.invoke('engine.describe', {});
        failure = undefined;
      } catch (thrown) {
        failure = toClientFailure(thrown);
      }
      asking = false;
    },
  };
}
