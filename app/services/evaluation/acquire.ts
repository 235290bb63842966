/** Features of every capture of a plan: remembered ones, and those of the engine. */
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { invariant } from '../../core/failure.ts';
import { IMAGE } from '../../core/parameters.ts';
import type { Acquisition, CaptureOptions } from '../../core/sample.ts';
import type { ProviderName, Sha256 } from '../../core/vocabulary.ts';
import type { Engine } from '../../engine/client.ts';
import { forEachAhead } from '../ahead.ts';
import { throwIfCancelled, type JobContext } from '../jobs.ts';
import { scaleOf } from '../thresholds/scales.ts';
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

/** Captures that are read ahead while their features are looked up: files, no arithmetic. */
const READ_AHEAD = 8;

export async function acquireAll(
  captures: readonly Capture[],
  { engine, capture, cache }: Parts,
  { signal, progress }: JobContext,
): Promise<AcquiredCaptures> {
  const { provider, versions, lanes } = engine.facts;
  const { modelId } = scaleOf(engine, capture.modality);
  const scope: CacheScope = { modelId, capture, provider, versions };
  const found: Partial<AcquiredCapture>[] = [];
  await forEachAhead(
    captures,
    READ_AHEAD,
    (one) => lookUp(one, scope, cache),
    (one) => {
      throwIfCancelled(signal);
      found.push(one);
      progress('reading', found.length, captures.length);
    },
  );

  const cached = found.filter(({ sha256, acquired }) => sha256 && acquired).length;
  const missing = captures.flatMap((one, i) => (found[i].acquired ? [] : [{ ...one, i }]));
  let done = 0;
  let remembered = true;
  progress('embedding', 0, missing.length);
  await forEachAhead(
    missing,
    lanes,
    ({ file }) => engine.analyse({ kind: 'file', path: file }, capture),
    async (acquisition, { i }) => {
      throwIfCancelled(signal);
      const acquired = acquiredOf(acquisition);
      // What the engine itself read; a file that it could not decode is as quickly refused again.
      const { sha256 = found[i].sha256, provider: used = provider } = sourceOf(acquisition);
      found[i] = { sha256, acquired };
      const known = sourceOf(acquisition).sha256;
      if (cache && known) {
        remembered &&= await cache.remember(known, { ...scope, provider: used }, acquired);
      }
      progress('embedding', ++done, missing.length);
    },
  );
  await cache?.prune();
  return {
    captures: found.map(({ sha256, acquired }) => {
      invariant(acquired, 'every capture was looked up or analysed');
      return { sha256, acquired };
    }),
    cached,
    analysed: missing.length,
    remembered,
  };
}

async function lookUp(
  { file, problem }: Capture,
  scope: CacheScope,
  cache: FeatureCache | undefined,
): Promise<Partial<AcquiredCapture>> {
  if (problem) return { acquired: { outcome: 'failure-to-acquire', reasons: [problem] } };
  const sha256 = await hashFile(file);
  const acquired = sha256 && (await cache?.find(sha256, scope));
  return { sha256, acquired };
}

function sourceOf(acquisition: Acquisition): { sha256?: Sha256; provider?: ProviderName } {
  if (acquisition.outcome !== 'acquired') return { sha256: acquisition.source?.sha256 };
  const { source, provider } = acquisition.sample;
  return { sha256: source.sha256, provider };
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
