/** What is told of fingerprint models: those that are there, missing, or damaged. */
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EngineReport, ModelsReport } from '../../app/contract/system-results.ts';
import { drawnPrintBmp } from '../fixtures/drawn-finger.ts';
import { haveWeights, MODELS_FOLDER } from '../engine/models.ts';
import { because } from './pictures.ts';
import { PRINTS } from './prints.ts';
import { answer, ONE_LANE, openWorkplace, type Workplace } from './workplace.ts';

const MINUTES = 120_000;
const CHECKOUT = path.resolve(import.meta.dirname, '../..');

const ofPrints = ({ modalities }: EngineReport): ModelsReport | undefined =>
  modalities.find(({ modality }) => modality === 'fingerprint');

describe('fingerprint models', { timeout: MINUTES }, () => {
  let place: Workplace;
  beforeAll(() => {
    place = openWorkplace();
  });
  afterAll(() => place?.remove());

  test('are shown with their thresholds and the measurements behind them', async () => {
    const ended = await place.run('models', ...PRINTS, '--json');
    expect(ended.code).toBe(0);
    const { modalities } = answer<EngineReport>(ended);
    expect(modalities).toHaveLength(1);
    expect(modalities[0]).toMatchObject({
      modality: 'fingerprint',
      scale: { dimensions: 64, margin: 1.1, untunedThreshold: 0.55 },
      models: [
        { name: 'detector', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string },
        { name: 'encoder', licence: 'Apache-2.0' },
      ],
    });
    const { stdout } = await place.run('models', ...PRINTS);
    expect(stdout).toMatch(/^fingerprint {2}fingerprint-\S+\.v\d+-[0-9a-f]{8}$/m);
    expect(stdout).toMatch(/^ *0\.1 % +0\.\d{4} +\d+ of \d{3},\d{3} +0\.\d+ % +\d\.\d+ %$/m);
    expect(stdout).not.toMatch(/^face/m);
  });
});

describe.skipIf(!haveWeights)(`a checkout of its own${because}`, { timeout: MINUTES }, () => {
  let checkout: string;
  let place: Workplace;
  const weights = (file: string) => path.join(checkout, 'models/fingerprint/weights', file);

  // The models are looked for beside the program.
  beforeAll(() => {
    checkout = mkdtempSync(path.join(tmpdir(), 'twinmark-checkout-'));
    for (const part of ['app', 'package.json', 'models/fingerprint']) {
      cpSync(path.join(CHECKOUT, part), path.join(checkout, part), { recursive: true });
    }
    for (const part of ['node_modules', 'models/face']) {
      symlinkSync(path.join(CHECKOUT, part), path.join(checkout, part), 'junction');
    }
    place = openWorkplace(checkout);
    place.write('ada.bmp', drawnPrintBmp({ person: 1, quality: 'good' }));
  });
  afterAll(() => {
    place?.remove();
    if (checkout) rmSync(checkout, { recursive: true });
  });

  test('with a flipped bit in the detector is not well, and the file is named', async () => {
    const bytes = readFileSync(path.join(MODELS_FOLDER, 'fingerprint/weights/detector.onnx'));
    bytes[bytes.length >> 1] ^= 1;
    writeFileSync(weights('detector.onnx'), bytes);
    const doctor = await place.runStore('doctor', ...ONE_LANE);
    expect(doctor.code).toBe(70);
    expect(doctor.stdout).toMatch(/^fingerprint {2}model-invalid {2}.*detector\.onnx/m);
    expect(doctor.stdout).toMatch(/^mobilefacenet +sha256 [0-9a-f]{64} {2}checked$/m);
    expect(doctor.stdout).toMatch(/\nsomething is wrong\n$/);
    const compared = await place.run('compare', 'ada.bmp', 'ada.bmp', ...PRINTS);
    expect(compared).toMatchObject({ code: 70, stdout: '' });
    expect(compared.stderr).toContain('detector.onnx');
  });

  test('without them does well with faces, and says what is missing', async () => {
    rmSync(weights('detector.onnx'));
    const doctor = await place.runStore('doctor', ...ONE_LANE, '--json');
    expect(doctor.code).toBe(0);
    const { engine } = answer<{ engine: { value: EngineReport } }>(doctor);
    expect(ofPrints(engine.value)).toMatchObject({ failure: { code: 'model-missing' } });
    const models = await place.run('models', ...PRINTS);
    expect(models.code).toBe(70);
    expect(models.stdout).toMatch(/^fingerprint\nmodel-missing {2}.*detector/);
    const compared = await place.run('compare', 'ada.bmp', 'ada.bmp', ...PRINTS, '--json');
    expect(compared.code).toBe(70);
    expect(answer(compared)).toMatchObject({ failure: { code: 'model-missing' } });
  });
});
