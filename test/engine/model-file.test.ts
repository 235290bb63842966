import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openEngine } from '../../app/engine/client.ts';
import { openFaceModels } from '../../app/engine/face/models.ts';
import { findEncoder, readFaceManifest } from '../../app/engine/manifest.ts';
import { writePng } from '../fixtures/images.ts';
import { MANIFEST_TEXT, copyModels, haveWeights, type ModelsCopy } from './models.ts';

let copy: ModelsCopy;

beforeEach(() => {
  copy = copyModels();
});

afterEach(() => copy.remove());

/** What the engine on the copy says when it is opened, or else when it is first used. */
async function refusal(encoder = 'standard'): Promise<unknown> {
  const engine = await openEngine({
    modelsFolder: copy.folder,
    encoder,
    provider: 'cpu',
    lanes: 1,
  });
  try {
    const bytes = writePng({ ...{ width: 64, height: 64, colour: 0, bits: 8 }, rows: ROWS });
    const using = engine.analyse({ kind: 'bytes', bytes }, { modality: 'face', face: 'main' });
    const outcomes = await Promise.allSettled([engine.checkModels('face'), using]);
    const [checked, used] = outcomes.map((outcome) => {
      if (outcome.status === 'rejected') return outcome.reason as unknown;
      throw new Error('Expected a refusal but received an answer.');
    });
    expect(used, 'the lanes say the same as the check').toEqual(checked);
    return checked;
  } finally {
    engine.close();
  }
}

const ROWS = new Uint8Array(64 * 64);

/** Opens the models themselves: the hash is right, and so the runtime meets what is inside. */
async function openModels(): Promise<void> {
  const manifest = readFaceManifest(copy.folder);
  const encoder = findEncoder(manifest, 'standard');
  const models = await openFaceModels(copy.folder, manifest, encoder, 'cpu');
  await models.close();
}

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

describe.skipIf(!haveWeights)('weights [skipped without them]', () => {
  it('as they are shipped open', async () => {
    await openModels();
  });

  it('with one bit flipped are refused before anything runs', async () => {
    copy.weights('mobilefacenet', (bytes) => {
      bytes[bytes.length >> 1] ^= 1;
      return bytes;
    });
    expect(await refusal()).toMatchObject({
      code: 'model-invalid',
      message: expect.stringMatching(/mobilefacenet\.onnx.*remove.*npm run models/) as string,
    });
  });

  it('that are cut off are refused', async () => {
    copy.weights('facemesh', (bytes) => bytes.subarray(0, bytes.length >> 1));
    expect(await refusal()).toMatchObject({
      code: 'model-invalid',
      message: expect.stringContaining('npm run models') as string,
    });
  });

  it('that are empty are refused', async () => {
    copy.weights('blazeface', () => Buffer.alloc(0));
    expect(await refusal()).toMatchObject({ code: 'model-invalid' });
  });

  it('that are missing are refused, with how to get them and without the path', async () => {
    copy.removeWeights('blazeface');
    expect(await refusal()).toMatchObject({
      code: 'model-missing',
      message: expect.stringMatching(
        /^(?!.*twinmark-models).*blazeface\.onnx.*npm run models/,
      ) as string,
    });
  });

  it('of an encoder that is not asked for may be missing', async () => {
    copy.removeWeights('dlib-resnet');
    const engine = await openEngine({
      modelsFolder: copy.folder,
      encoder: 'standard',
      provider: 'cpu',
      lanes: 1,
    });
    const models = await engine.checkModels('face');
    expect(models.map(({ name }) => name)).not.toContain('dlib-resnet');
    engine.close();
    expect(await refusal('accurate')).toMatchObject({ code: 'model-missing' });
  });

  it('that are no model are refused although their hash is right', async () => {
    const noise = Buffer.from('no model at all');
    const manifest = readFaceManifest(copy.folder);
    copy.weights('facemesh', () => noise);
    copy.manifest(MANIFEST_TEXT.replace(manifest.files.facemesh.sha256, sha256(noise)));
    await expect(openModels()).rejects.toMatchObject({
      code: 'model-invalid',
      message: expect.stringMatching(/facemesh.*install the program again/) as string,
    });
  });

  it.each([
    ['another name of an input', '"image": ["N", 3, 192, 192]', '"picture": ["N", 3, 192, 192]'],
    ['another shape of an input', '["N", 3, 192, 192]', '["N", 3, 224, 224]'],
    ['another order of an input', '["N", 3, 192, 192]', '["N", 192, 192, 3]'],
    ['another rank of an output', '["N", 1404]', '["N", 468, 3]'],
    ['another size of an output', '["N", 1404]', '["N", 1405]'],
    ['another name of an output', '"landmarks": ["N"', '"points": ["N"'],
  ])('that have %s than the manifest says are refused', async (_what, from, to) => {
    expect(MANIFEST_TEXT.split(from), 'found once').toHaveLength(2);
    copy.manifest(MANIFEST_TEXT.replace(from, to));
    await expect(openModels()).rejects.toMatchObject({
      code: 'model-invalid',
      message: expect.stringMatching(/Expected (in|out)puts .*facemesh.*install/) as string,
    });
  });
});

describe.skipIf(!haveWeights)('an engine [skipped without weights]', () => {
  it('is refused for an unknown encoder', async () => {
    await expect(refusal('best')).rejects.toMatchObject({ code: 'bad-input' });
  });

  it('is refused for a damaged manifest', async () => {
    copy.manifest(MANIFEST_TEXT.slice(0, 500));
    await expect(refusal()).rejects.toMatchObject({ code: 'model-invalid' });
  });
});
