import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sha256 } from '../../models/digest.ts';
import { type EnsureOptions, ensureModels } from '../../models/ensure.ts';
import type { Converter } from '../../models/face/convert.ts';
import type { Fetched } from '../../models/fetch.ts';
import type { Manifest, ModelFile } from '../../models/manifest.ts';
import { describeMissing } from '../../models/report.ts';

const member = Buffer.from('member');
const model = Buffer.from('converted model');

const file: ModelFile = {
  file: 'weights/model.onnx',
  sha256: sha256(model),
  bytes: model.length,
  source: 'net',
  from: ['net.bin'],
  inputs: {},
  outputs: {},
  normalisation: { channels: 'RGB', mean: [0, 0, 0], scale: [1, 1, 1] },
  licence: 'MIT',
  provenance: 'Made up.',
};

const manifest: Manifest = {
  schema: 1,
  modality: 'face',
  sources: {
    net: {
      package: '@example/net',
      version: '1.2.3',
      integrity: 'sha512-',
      licence: 'MIT',
      members: { 'net.bin': sha256(member), 'other.bin': sha256(member) },
    },
  },
  files: {
    first: { ...file, file: 'weights/first.onnx' },
    second: { ...file, file: 'weights/second.onnx' },
  },
};

let folder: string;
let fetches: number;

function options(changes: Partial<EnsureOptions> = {}): EnsureOptions {
  const converter = () => model;
  return {
    folder,
    converters: new Map([
      ['first', converter],
      ['second', converter],
    ]),
    fetch: (): Promise<Fetched> => {
      fetches += 1;
      const members = new Map([
        ['net.bin', member],
        ['other.bin', member],
      ]);
      return Promise.resolve({ outcome: 'downloaded', members });
    },
    force: false,
    acceptNewContent: false,
    ...changes,
  };
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'twinmark-models-'));
  fetches = 0;
});

afterEach(() => rm(folder, { recursive: true }));

describe('making sure of model files', () => {
  it('converts what is missing, with one fetch for a package', async () => {
    const results = await ensureModels(manifest, options());
    expect(results.map(({ name, outcome }) => [name, outcome])).toEqual([
      ['first', 'converted'],
      ['second', 'converted'],
    ]);
    expect(await readFile(join(folder, 'weights/second.onnx'))).toEqual(model);
    expect(fetches).toBe(1);
  });

  it('leaves what is in place, unless forced', async () => {
    await ensureModels(manifest, options());
    const again = await ensureModels(manifest, options());
    expect(again.every(({ outcome }) => outcome === 'in place')).toBe(true);
    expect(fetches).toBe(1);
    const forced = await ensureModels(manifest, options({ force: true }));
    expect(forced.every(({ outcome }) => outcome === 'converted')).toBe(true);
  });

  it('gives a converter only the files that the manifest names', async () => {
    const seen: string[] = [];
    const converter: Converter = (members) => {
      seen.push(...members.keys());
      return model;
    };
    const only = { ...manifest, files: { first: { ...file, file: 'first.onnx' } } };
    await ensureModels(only, options({ converters: new Map([['first', converter]]) }));
    expect(seen).toEqual(['net.bin']);
  });

  it('refuses a conversion that is not the pinned one, and writes nothing', async () => {
    const converters = new Map([['first', () => Buffer.from('another model')]]);
    await expect(ensureModels(manifest, options({ converters }))).rejects.toThrow(
      `Expected the sha256 ${file.sha256} for the converted model "first"`,
    );
    expect(await readdir(folder)).toEqual([]);
  });

  it('names what is missing, why, and what to do', async () => {
    const fetch = (): Promise<Fetched> =>
      Promise.resolve({ outcome: 'unreachable', reason: 'no network' });
    const results = await ensureModels(manifest, options({ fetch }));
    const missing = results.filter((result) => result.outcome === 'missing');
    expect(describeMissing(missing)).toBe(
      [
        'Expected @example/net@1.2.3 from the package registry but received nothing:',
        '  @example/net@1.2.3: no network',
        'Missing are the models first, second. The rest of the app works, and it names the ' +
          'missing model where one is needed.',
        'Run "npm run models" when the registry can be reached again.',
      ].join('\n'),
    );
  });
});
