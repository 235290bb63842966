/** What the crashes so far mean for the next start: how long to wait, and what not to try again. */
import { ENGINE } from '../core/parameters.ts';
import type { ProviderName } from '../core/vocabulary.ts';

const GPU_PROVIDERS = ['webgpu', 'cuda', 'dml', 'coreml'] as const;

export interface CrashRecord {
  /** Providers that are not to be tried, and why. */
  readonly excluded: Readonly<Partial<Record<ProviderName, string>>>;
  /** Counts a crash; returns whether it was the one after which that GPU lane is given up. */
  count(gpu: ProviderName | undefined): boolean;
  /** Gives up every GPU lane; returns false where all of them are given up already. */
  excludeGpus(why: string): boolean;
  /** Milliseconds to wait before the next start. */
  backoffMs(): number;
}

export function createCrashRecord(nowMs: () => number): CrashRecord {
  const excluded: Partial<Record<ProviderName, string>> = {};
  let crashes = 0;
  let gpuCrashes = 0;
  let lastMs = -Infinity;
  return {
    excluded,
    count(gpu) {
      const now = nowMs();
      if (now - lastMs > ENGINE.crashMemoryMs) crashes = gpuCrashes = 0;
      lastMs = now;
      crashes += 1;
      if (!gpu) return false;
      gpuCrashes += 1;
      if (gpuCrashes < ENGINE.maxGpuCrashes) return false;
      excluded[gpu] = `crashed ${gpuCrashes} times`;
      gpuCrashes = 0; // Another GPU lane, where there is one, starts with a clean record.
      return true;
    },
    excludeGpus(why) {
      const open = GPU_PROVIDERS.filter((name) => !excluded[name]);
      for (const name of open) excluded[name] = why;
      return open.length > 0;
    },
    backoffMs() {
      const waits = ENGINE.restartBackoffMs;
      return waits[Math.min(Math.max(0, crashes - 1), waits.length - 1)];
    },
  };
}
