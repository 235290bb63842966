import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, open, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { IMAGE } from '../../app/core/parameters.ts';
import type { AcquisitionReason } from '../../app/core/vocabulary.ts';
import { decodeImage } from '../../app/engine/decode/decode.ts';
import { DecodeProblem } from '../../app/engine/decode/problem.ts';
import { hashOf, readSource } from '../../app/engine/source.ts';

const onWindows = process.platform === 'win32';
const isRoot = process.getuid?.() === 0;

let folder: string;
const at = (name: string) => path.join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'twinmark-source-'));
});

afterAll(() => rm(folder, { recursive: true }));

async function refusal(file: string): Promise<AcquisitionReason> {
  try {
    await readSource({ kind: 'file', path: file });
  } catch (thrown) {
    if (!(thrown instanceof DecodeProblem)) throw thrown;
    const told = JSON.stringify(thrown.reason);
    expect(told, 'reasons carry no paths').not.toContain(path.basename(folder));
    return thrown.reason;
  }
  throw new Error('Expected a refusal but received bytes.');
}

describe('a source', () => {
  it('gives the bytes of a file, and of bytes themselves', async () => {
    const bytes = Uint8Array.from([1, 2, 3]);
    await writeFile(at('file'), bytes);
    expect([...(await readSource({ kind: 'file', path: at('file') }))]).toEqual([1, 2, 3]);
    expect(await readSource({ kind: 'bytes', bytes })).toBe(bytes);
  });

  it('is hashed with SHA-256', () => {
    // FIPS 180-2, appendix B.1.
    expect(hashOf(Buffer.from('abc'))).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });
});

describe('a source is refused', () => {
  it('where there is no such file', async () => {
    expect(await refusal(at('nothing'))).toMatchObject({ problem: 'file-not-found' });
    await writeFile(at('a-file'), 'x');
    expect(await refusal(at('a-file/below'))).toMatchObject({ problem: 'file-not-found' });
  });

  it('where it is a folder', async () => {
    await mkdir(at('folder'));
    expect(await refusal(at('folder'))).toMatchObject({ problem: 'not-a-file' });
  });

  it.skipIf(onWindows)('where it is a named pipe, without waiting for a writer', async () => {
    execFileSync('mkfifo', [at('pipe')]);
    const started = performance.now();
    expect(await refusal(at('pipe'))).toMatchObject({ problem: 'not-a-file' });
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  it.skipIf(!existsSync('/dev/zero'))('where it is a device that never ends', async () => {
    expect(await refusal('/dev/zero')).toMatchObject({ problem: 'not-a-file' });
    expect(await refusal('/dev/null')).toMatchObject({ problem: 'not-a-file' });
  });

  it.skipIf(onWindows || isRoot)(
    'where reading is not permitted [skipped as root, who may read everything]',
    async () => {
      await writeFile(at('secret'), 'x', { mode: 0 });
      expect(await refusal(at('secret'))).toMatchObject({
        problem: 'file-unreadable',
        detail: 'EACCES',
      });
    },
  );

  it.skipIf(onWindows)('where links lead in a circle', async () => {
    await symlink(at('there'), at('here'));
    await symlink(at('here'), at('there'));
    expect(await refusal(at('here'))).toMatchObject({ problem: 'directory-loop' });
  });

  it('where it has more bytes than any capture, before they are read', async () => {
    await writeFile(at('huge'), '');
    await truncate(at('huge'), IMAGE.maxBytes + 1); // A hole: it takes no room on the disk.
    const before = process.memoryUsage().rss;
    expect(await refusal(at('huge'))).toEqual({
      problem: 'file-too-large',
      measured: IMAGE.maxBytes + 1,
      limit: IMAGE.maxBytes,
      unit: 'bytes',
    });
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * 2 ** 20);
  });

  it('where it is empty, once decoded', async () => {
    await (await open(at('empty'), 'w')).close();
    const bytes = await readSource({ kind: 'file', path: at('empty') });
    await expect(decodeImage(bytes)).rejects.toMatchObject({ reason: { problem: 'empty-file' } });
  });

  it('where its name holds what no file system can', async () => {
    expect(await refusal(at('a\0b'))).toMatchObject({ problem: 'file-unreadable' });
    expect(await refusal(at('n'.repeat(5_000)))).toMatchObject({ problem: 'file-unreadable' });
  });
});
