/**
 * Features that were computed before, by the content of the capture, the model and everything else
 * that they depend on. One sealed file a capture, `<content>.<key>`, readable by its owner alone:
 * features are biometric data. What nobody used for a while is removed.
 */
import { createHash } from 'node:crypto';
import {
  mkdir,
  readFile,
  readdir,
  rename,
  rm,
  rmdir,
  stat,
  utimes,
  writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import { EVALUATION, FACE, FINGERPRINT, IMAGE } from '../../core/parameters.ts';
import type { CaptureOptions } from '../../core/sample.ts';
import type { ModelId, ProviderName, Sha256 } from '../../core/vocabulary.ts';
import { decodeEntry, encodeEntry, type Acquired } from './cache-entry.ts';

/** Everything but the capture itself that features depend on. */
export interface CacheScope {
  readonly modelId: ModelId;
  readonly capture: CaptureOptions;
  /** Other processors end in other bits. */
  readonly provider: ProviderName;
  readonly versions: Readonly<Record<string, string>>;
}

export interface FeatureCache {
  /** Undefined where there is none, or where it is not what was written. */
  find(content: Sha256, scope: CacheScope): Promise<Acquired | undefined>;
  /** Says false where it can't be written: the cache is a convenience. */
  remember(content: Sha256, scope: CacheScope, acquired: Acquired): Promise<boolean>;
  /** Removes what was not used for long; at most once a day. */
  prune(): Promise<void>;
  clear(): Promise<{ readonly entries: number; readonly bytes: number }>;
}

/** Raised with every change of what an entry holds or of how features are made. */
const VERSION = 1;
const DAY_MS = 86_400_000;
const PRUNED = 'last-pruned';
const ENTRY = /^[0-9a-f]{64}\.[0-9a-f]{16}(\.\d+-\d+\.part)?$/;

/** @param nowMs since 1970 */
export function createFeatureCache(folder: string, nowMs: () => number): FeatureCache {
  let written = 0;
  const fileOf = (content: Sha256, key: string) => {
    const name = createHash('sha256').update(key).digest('hex').slice(0, 16);
    return path.join(folder, content.slice(0, 2), `${content}.${name}`);
  };

  /** Entries, and what a killed run left of one; whatever else lies there is not ours. */
  async function* files(): AsyncGenerator<{ file: string; bytes: number; modifiedMs: number }> {
    for (const name of await namesIn(folder, /^[0-9a-f]{2}$/)) {
      for (const entry of await namesIn(path.join(folder, name), ENTRY)) {
        const file = path.join(folder, name, entry);
        const facts = await stat(file).catch(() => undefined);
        if (facts) yield { file, bytes: facts.size, modifiedMs: facts.mtimeMs };
      }
    }
  }

  return {
    async find(content, scope) {
      const key = keyOf(content, scope);
      const file = fileOf(content, key);
      const [bytes, facts] = await Promise.all([
        readFile(file).catch(() => undefined),
        stat(file).catch(() => undefined),
      ]);
      if (!bytes || !facts) return undefined;
      const acquired = decodeEntry(key, bytes, scope.capture.modality);
      if (acquired && nowMs() - facts.mtimeMs > DAY_MS) {
        const seconds = nowMs() / 1000;
        await utimes(file, seconds, seconds).catch(() => undefined);
      }
      return acquired;
    },

    async remember(content, scope, acquired) {
      const key = keyOf(content, scope);
      const file = fileOf(content, key);
      const temporary = `${file}.${process.pid}-${(written += 1)}.part`;
      try {
        await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
        await writeFile(temporary, encodeEntry(key, acquired), { mode: 0o600 });
        await rename(temporary, file);
        return true;
      } catch {
        await rm(temporary, { force: true }).catch(() => undefined);
        return false;
      }
    },

    async prune() {
      const marker = path.join(folder, PRUNED);
      const last = await stat(marker).catch(() => undefined);
      if (last && nowMs() - last.mtimeMs < DAY_MS) return;
      const oldest = nowMs() - EVALUATION.cacheDays * DAY_MS;
      for await (const { file, modifiedMs } of files()) {
        if (modifiedMs < oldest) await rm(file, { force: true }).catch(() => undefined);
      }
      const seconds = nowMs() / 1000;
      await writeFile(marker, '', { mode: 0o600 })
        .then(() => utimes(marker, seconds, seconds))
        .catch(() => undefined);
    },

    async clear() {
      let entries = 0;
      let bytes = 0;
      for await (const found of files()) {
        await rm(found.file, { force: true });
        entries += 1;
        bytes += found.bytes;
      }
      await rm(path.join(folder, PRUNED), { force: true }).catch(() => undefined);
      for (const name of await namesIn(folder, /^[0-9a-f]{2}$/)) {
        await rmdir(path.join(folder, name)).catch(() => undefined); // Only where it is empty.
      }
      return { entries, bytes };
    },
  };
}

async function namesIn(folder: string, form: RegExp): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => form.test(name));
}

/** What makes features: the limits of quality as well, because they decide what is acquired. */
const PARAMETERS = createHash('sha256')
  .update(JSON.stringify([FACE, FINGERPRINT, IMAGE]))
  .digest('hex');

function keyOf(content: Sha256, { modelId, capture, provider, versions }: CacheScope): string {
  const how = capture.modality === 'face' ? capture.face : (capture.dpi ?? 'as the file says');
  const runtime = Object.entries(versions).sort(([one], [other]) => (one < other ? -1 : 1));
  return JSON.stringify([
    VERSION,
    content,
    modelId,
    capture.modality,
    how,
    provider,
    runtime,
    PARAMETERS,
  ]);
}
