/**
 * Ten million comparisons of remembered faces, from the start of the command line to the last file
 * of the report: 4,473 captures of 1,491 people whose embeddings are drawn, not computed.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { toEmbedding } from '../../app/core/embedding.ts';
import type { Sha256 } from '../../app/core/vocabulary.ts';
import { openEngine } from '../../app/engine/client.ts';
import {
  createFeatureCache,
  type CacheScope,
} from '../../app/services/evaluation/feature-cache.ts';
import { gaussian, seededRandom } from '../core/support.ts';

const CHECKOUT = path.resolve(import.meta.dirname, '../..');
const CAPTURES_EACH = 3;

export interface MeasuredReport {
  readonly comparisons: number;
  readonly seconds: number;
  /** Of all processes together, at its highest; 0 where it can't be seen. */
  readonly peakBytes: number;
}

export async function measureEvaluationReport(people = 1_491): Promise<MeasuredReport> {
  const root = mkdtempSync(path.join(tmpdir(), 'twinmark-bench-'));
  try {
    const [captures, cache] = ['captures', 'cache'].map((name) => path.join(root, name));
    await remember(captures, cache, people);
    const out = path.join(root, 'report');
    const args = ['evaluate', captures, '--cache', cache, '--out', out, '--provider', 'cpu'];
    const { seconds, peakBytes } = await timed([...args, '--json']);
    const count = people * CAPTURES_EACH;
    return { comparisons: (count * (count - 1)) / 2, seconds, peakBytes };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** Files of nothing, whose features the cache knows. */
async function remember(folder: string, cacheFolder: string, people: number): Promise<void> {
  const engine = await openEngine({
    modelsFolder: path.join(CHECKOUT, 'models'),
    encoder: 'standard',
    provider: 'cpu',
    lanes: 0,
  });
  const { scales, provider, versions } = engine.facts;
  engine.close();
  if (!scales.face) throw new Error('Expected models of faces.');
  const { modelId, dimensions } = scales.face;
  const capture = { modality: 'face', face: 'main' } as const;
  const scope: CacheScope = { modelId, capture, provider, versions };
  const cache = createFeatureCache(cacheFolder, Date.now);
  const random = seededRandom(1);
  for (let person = 0; person < people; person++) {
    const home = Float32Array.from({ length: dimensions }, () => gaussian(random));
    const name = `person-${String(person).padStart(5, '0')}`;
    mkdirSync(path.join(folder, name), { recursive: true });
    for (let i = 0; i < CAPTURES_EACH; i++) {
      const content = `${name} ${i}`;
      writeFileSync(path.join(folder, name, `${i}.jpg`), content);
      const features = toEmbedding(home.map((value) => value + 0.55 * gaussian(random)));
      const sha256 = createHash('sha256').update(content).digest('hex') as Sha256;
      await cache.remember(sha256, scope, { outcome: 'acquired', faces: 1, features });
    }
  }
}

function timed(args: readonly string[]): Promise<{ seconds: number; peakBytes: number }> {
  const main = path.join(CHECKOUT, 'app/hosts/cli/main.ts');
  const started = performance.now();
  const child = spawn(process.execPath, [main, ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
    detached: true,
  });
  let peakBytes = 0;
  const watch = setInterval(() => {
    peakBytes = Math.max(peakBytes, memoryOf(child.pid ?? 0));
  }, 50);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      clearInterval(watch);
      if (code !== 0) reject(new Error(`Expected the evaluation to end well, not with ${code}.`));
      resolve({ seconds: (performance.now() - started) / 1000, peakBytes });
    });
  });
}

/** Resident bytes of a process and its children, of Linux alone. */
function memoryOf(parent: number): number {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .filter((pid) => pid === parent || statusOf(pid, 'PPid') === parent)
      .reduce((sum, pid) => sum + 1024 * statusOf(pid, 'VmRSS'), 0);
  } catch {
    return 0;
  }
}

function statusOf(pid: number, key: string): number {
  try {
    const text = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(new RegExp(`^${key}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? 0);
  } catch {
    return 0; // It ended in the meantime.
  }
}
