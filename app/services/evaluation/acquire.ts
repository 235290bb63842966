/** Features of every capture of a plan: remembered ones, and those of the engine. */
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { IMAGE } from '../../core/parameters.ts';
import type { CaptureOptions } from '../../core/sample.ts';
import type { Sha256 } from '../../core/vocabulary.ts';
import type { Engine } from '../../engine/client.ts';
import { forEachAhead } from '../ahead.ts';
import { throwIfCancelled, type JobContext } from '../jobs.ts';
import { scaleOf } from '../scales.ts';
import { acquiredOf, type Acquired } from './cache-entry.ts';
import type { CacheScope, FeatureCache } from './feature-cache.ts';
import type { Capture } from './plan.ts';

export interface AcquiredCapture {
  /** Of its content; undefined where it could not be read. */
  readonly sha256: Sha256 | undefined;
  readonly acquired: Acquired;
}

export interface AcquiredCaptures {
  /** In the order of the plan. */
  readonly captures: readonly AcquiredCapture[];
  readonly cached: number;
  readonly analysed: number;
  /** False where new features could not be remembered. */
  readonly remembered: boolean;
}

interface Parts {
  readonly engine: Engine;
  readonly capture: CaptureOptions;
  /** Undefined where nothing is to be remembered. */
  readonly cache: FeatureCache | undefined;
}

export async function acquireAll(
  captures: readonly Capture[],
  { engine, capture, cache }: Parts,
  { signal, progress }: JobContext,
): Promise<AcquiredCaptures> {
  const { provider, versions, lanes } = engine.facts;
  const { modelId } = scaleOf(engine, capture.modality);
  const scope: CacheScope = { modelId, capture, provider, versions };
  const acquired: AcquiredCapture[] = [];
  let cached = 0;
  let remembered = true;

  const acquire = async ({ file: path, problem }: Capture): Promise<AcquiredCapture> => {
    throwIfCancelled(signal);
    if (problem) {
      const failure = { outcome: 'failure-to-acquire', reasons: [problem] } as const;
      return { sha256: undefined, acquired: failure };
    }
    const sha256 = await hashFile(path);
    const known = sha256 && (await cache?.find(sha256, scope));
    if (known) {
      cached += 1;
      return { sha256, acquired: known };
    }
    const acquisition = await engine.analyse({ kind: 'file', path }, capture);
    const fresh = acquiredOf(acquisition);
    // What the engine itself read; of a file that it could not decode there is little to remember.
    const source =
      acquisition.outcome === 'acquired' ? acquisition.sample.source : acquisition.source;
    if (cache && source && !(await cache.remember(source.sha256, scope, fresh))) remembered = false;
    return { sha256: source?.sha256 ?? sha256, acquired: fresh };
  };

  progress('embedding', 0, captures.length);
  await forEachAhead(captures, lanes, acquire, (one) => {
    throwIfCancelled(signal);
    acquired.push(one);
    progress('embedding', acquired.length, captures.length);
  });
  await cache?.prune();
  return { captures: acquired, cached, analysed: captures.length - cached, remembered };
}

/** Undefined for what the engine will refuse anyhow, and with its reason. */
async function hashFile(path: string): Promise<Sha256 | undefined> {
  try {
    const facts = await stat(path);
    if (!facts.isFile() || facts.size > IMAGE.maxBytes) return undefined;
    const hash = createHash('sha256').update(await readFile(path));
    return hash.digest('hex') as Sha256; // Hex of 32 bytes.
  } catch {
    return undefined;
  }
}
