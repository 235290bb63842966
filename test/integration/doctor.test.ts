import {
  copyFileSync,
  cpSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EngineReport, StoreReport } from '../../app/contract/system-results.ts';
import type { Failure } from '../../app/core/failure.ts';
import { copyModels, haveWeights, type ModelsCopy } from '../engine/models.ts';
import { calibrationOf } from './manifest.ts';
import { because, picture } from './pictures.ts';
import { answer, ONE_LANE, openWorkplace, remarks, type Workplace } from './workplace.ts';

const MINUTES = 120_000;
const SHA256 = /^[0-9a-f]{64}$/;
const CHECKOUT = path.resolve(import.meta.dirname, '../..');

interface DoctorReport {
  readonly versions: Readonly<Record<string, string>>;
  readonly engine: { readonly value?: EngineReport; readonly failure?: Failure };
  readonly store: { readonly value?: StoreReport; readonly failure?: Failure };
}

/** What is told of the face models; they are there. */
function faceOf(engine: EngineReport | undefined) {
  const face = engine?.modalities.find(({ modality }) => modality === 'face');
  if (face && 'scale' in face) return face;
  throw new Error(`Expected face models but received ${JSON.stringify(face)}.`);
}

describe.skipIf(!haveWeights)(`doctor and models${because}`, { timeout: MINUTES }, () => {
  let place: Workplace;
  const doctor = async (store: string, ...args: string[]) => {
    const ended = await place.run('doctor', '--store', store, '--json', ...args);
    return { ...ended, report: answer<DoctorReport>(ended) };
  };

  beforeAll(async () => {
    place = openWorkplace();
    place.write('ada.jpg', await picture(0, 0));
    const enrolled = await place.runStore('enrol', 'ada', 'ada.jpg', ...ONE_LANE);
    expect(enrolled.code).toBe(0);
  }, MINUTES);
  afterAll(() => place?.remove());

  test('doctor tells versions, models, providers and the store', async () => {
    const { code, report, ...ended } = await doctor(place.store);
    expect(code).toBe(0);
    expect(remarks({ code, ...ended })).toEqual([]);
    const { version } = JSON.parse(readFileSync(path.join(CHECKOUT, 'package.json'), 'utf8')) as {
      version: string; // Our own file.
    };
    expect(report.versions).toEqual({
      twinmark: version,
      node: process.versions.node,
      platform: `${process.platform} ${process.arch}`,
    });
    const engine = report.engine.value;
    expect(engine?.versions).toMatchObject({
      onnxruntime: expect.stringMatching(/^\d+\.\d+/) as string,
      sharp: expect.stringMatching(/^\d+\.\d+/) as string,
      vips: expect.stringMatching(/^\d+\.\d+/) as string,
    });
    const { scale, models } = faceOf(engine);
    expect(models.map(({ name }) => name)).toEqual(['blazeface', 'facemesh', 'mobilefacenet']);
    for (const { sha256, bytes } of models) {
      expect(sha256).toMatch(SHA256);
      expect(bytes).toBeGreaterThan(1e5);
    }
    const providers = engine?.providers ?? [];
    expect(providers[0]).toMatchObject({
      name: 'cpu',
      state: expect.stringMatching(/^(used|proven)$/) as string,
    });
    expect(providers.filter(({ state }) => state === 'used').map(({ name }) => name)).toEqual([
      engine?.provider,
    ]);
    for (const { state, reason } of providers) {
      if (state === 'refused') expect(reason).not.toBe('');
    }
    expect(report.store.value).toMatchObject({
      path: place.store,
      people: 1,
      templatesByModel: [{ modality: 'face', modelId: scale.modelId, templates: 1 }],
      journalMode: 'wal',
      synchronous: 'FULL',
      integrity: 'ok',
    });
  });

  test('models shows the thresholds with their measurements', async () => {
    const ended = await place.run('models', '--accurate', '--json');
    expect(ended.code).toBe(0);
    const { scale, models } = faceOf(answer<EngineReport>(ended));
    expect(scale.modelId).toMatch(/^face-mobilefacenet-dlib\.v\d+-[0-9a-f]{8}$/);
    expect(scale.dimensions).toBe(320);
    expect(scale.calibration.points).toEqual(calibrationOf('accurate').points);
    const names = ['blazeface', 'facemesh', 'mobilefacenet', 'dlib-resnet'];
    expect(models.map(({ name }) => name)).toEqual(names);
  });

  test('a store that is no store is told; the engine is shown all the same', async () => {
    place.write('text.sqlite', 'This is a text.\n');
    const { code, report } = await doctor(place.path('text.sqlite'), ...ONE_LANE);
    expect(code).toBe(70);
    expect(report.store.value).toBeUndefined();
    expect(report.store.failure).toMatchObject({ code: 'store-unusable' });
    expect(report.store.failure?.message).toContain('this one was left as it is');
    expect(faceOf(report.engine.value).models).toHaveLength(3);
    expect(place.readText('text.sqlite')).toBe('This is a text.\n');
  });

  test('a store with spoilt bytes is told; the engine is shown all the same', async () => {
    const spoilt = place.path('spoilt.sqlite');
    copyFileSync(place.store, spoilt);
    const bytes = readFileSync(spoilt);
    bytes.fill(0xa5, bytes.length / 4, (3 * bytes.length) / 4);
    writeFileSync(spoilt, bytes);
    const ended = await place.run('doctor', '--store', spoilt, ...ONE_LANE);
    expect(ended.code).toBe(70);
    expect(ended.stdout).toMatch(/^engine$/m);
    expect(ended.stdout).toMatch(/^mobilefacenet +sha256 [0-9a-f]{64} {2}checked$/m);
    expect(ended.stdout).toMatch(/^(integrity +(?!ok)\S.*|store-unusable {2}.*)$/m);
    expect(ended.stdout).toMatch(/\nsomething is wrong\n$/);
  });

  describe('with a flipped bit in a model', () => {
    let copy: ModelsCopy;
    let checkout: string;
    let there: Workplace;

    // The models are looked for beside the program: it needs a checkout of its own.
    beforeAll(() => {
      checkout = mkdtempSync(path.join(tmpdir(), 'twinmark-checkout-'));
      copy = copyModels();
      copy.weights('facemesh', (bytes) => {
        bytes[bytes.length >> 1] ^= 1;
        return bytes;
      });
      cpSync(path.join(CHECKOUT, 'app'), path.join(checkout, 'app'), { recursive: true });
      copyFileSync(path.join(CHECKOUT, 'package.json'), path.join(checkout, 'package.json'));
      for (const [name, from] of [
        ['node_modules', path.join(CHECKOUT, 'node_modules')],
        ['models', copy.folder],
      ] as const) {
        symlinkSync(from, path.join(checkout, name), 'junction');
      }
      there = openWorkplace(checkout);
    });
    afterAll(() => {
      there?.remove();
      copy?.remove();
      if (checkout) rmSync(checkout, { recursive: true });
    });

    test('doctor names the model and still shows the store', async () => {
      const ended = await there.run('doctor', '--store', place.store, '--json', ...ONE_LANE);
      expect(ended.code).toBe(70);
      const { engine, store } = answer<DoctorReport>(ended);
      const face = engine.value?.modalities.find(({ modality }) => modality === 'face');
      const failure = face && 'failure' in face ? face.failure : engine.failure;
      expect(failure).toMatchObject({ code: 'model-invalid' });
      expect(failure?.message).toContain('facemesh.onnx');
      expect(store.value).toMatchObject({ people: 1, integrity: 'ok' });
    });
  });
});
