/** Fingerprints through the engine's process. */
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareFeatures, packReferences } from '../../../app/core/features.ts';
import type { Acquisition, FingerprintSample } from '../../../app/core/sample.ts';
import type { AnchorTemplate } from '../../../app/core/vocabulary.ts';
import { openEngine, type Engine, type EngineOptions } from '../../../app/engine/client.ts';
import { drawnPrintBmp } from '../../fixtures/drawn-finger.ts';
import { MODELS_FOLDER } from '../models.ts';

const PEOPLE = [1, 2, 3];
const engines: Engine[] = [];
let folder: string;
let engine: Engine;
let files: readonly Uint8Array[];
let samples: readonly FingerprintSample[];

/** Models of fingerprints alone: nothing here may need those of faces. */
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'twinmark-fingerprints-'));
  mkdirSync(path.join(folder, 'fingerprint'));
  cpSync(path.join(MODELS_FOLDER, 'fingerprint'), path.join(folder, 'fingerprint'), {
    recursive: true,
  });
  files = PEOPLE.map((person) => drawnPrintBmp({ person }));
  engine = await open();
  samples = (await Promise.all(files.map((bytes) => look(engine, bytes)))).map(sampleOf);
}, 120_000);

afterAll(() => {
  for (const each of engines) each.close();
  rmSync(folder, { recursive: true });
});

async function open(changes: Partial<EngineOptions> = {}): Promise<Engine> {
  const options = { modelsFolder: folder, encoder: 'standard', provider: 'cpu', lanes: 1 } as const;
  const opened = await openEngine({ ...options, ...changes });
  engines.push(opened);
  return opened;
}

function look(opened: Engine, bytes: Uint8Array, options: { dpi?: number; finger?: 2 } = {}) {
  return opened.analyse({ kind: 'bytes', bytes }, { modality: 'fingerprint', ...options });
}

function sampleOf(acquisition: Acquisition): FingerprintSample {
  if (acquisition.outcome === 'acquired' && acquisition.sample.modality === 'fingerprint') {
    return acquisition.sample;
  }
  throw new Error(`Expected a print but received ${JSON.stringify(acquisition)}.`);
}

describe('an engine with fingerprints', { timeout: 120_000 }, () => {
  it('says how distances are to be read, and which files it would use', async () => {
    const { scales } = engine.facts;
    expect(scales.fingerprint).toMatchObject({ modality: 'fingerprint', dimensions: 64 });
    expect(scales.face, 'whose manifest is not there').toBeUndefined();
    const models = await engine.checkModels('fingerprint');
    expect(models.map(({ name, file }) => [name, file])).toEqual([
      ['detector', 'detector.onnx'],
      ['encoder', 'encoder.onnx'],
    ]);
  });

  it('refuses faces without their models, and goes on', async () => {
    const refused = { code: 'model-missing' };
    await expect(engine.checkModels('face')).rejects.toMatchObject(refused);
    const face = engine.analyse(
      { kind: 'bytes', bytes: files[0] },
      { modality: 'face', face: 'main' },
    );
    await expect(face).rejects.toMatchObject(refused);
    expect(sampleOf(await look(engine, files[0]))).toEqual(samples[0]);
  });

  it('gives the same samples with two lanes', async () => {
    const other = await open({ lanes: 2, first: 'fingerprint' });
    const again = await Promise.all([...files, ...files].map((bytes) => look(other, bytes)));
    again.forEach((acquisition, i) => {
      expect(sampleOf(acquisition)).toEqual(samples[i % files.length]);
    });
  });

  it('keeps what was said of the capture and what the file says', async () => {
    expect(samples[0]).toMatchObject({
      finger: 0,
      resolution: { dpi: 500, origin: 'file', fileDpi: expect.closeTo(500, 0) as number },
      modelId: engine.facts.scales.fingerprint?.modelId,
      source: { format: 'bmp' },
    });
    const said = sampleOf(await look(engine, files[0], { dpi: 510, finger: 2 }));
    expect(said).toMatchObject({ finger: 2, resolution: { dpi: 510, origin: 'given' } });
    expect(said.quality.dpi).toBe(510);
  });

  it('tells what no print can be made of as a failure to acquire', async () => {
    const failed = await look(engine, new Uint8Array(100).fill(7));
    expect(failed).toMatchObject({ outcome: 'failure-to-acquire', modality: 'fingerprint' });
    const wrong = await look(engine, files[0], { dpi: 1000 });
    expect(wrong).toMatchObject({
      outcome: 'failure-to-acquire',
      reasons: expect.arrayContaining([
        expect.objectContaining({ problem: 'wrong-resolution' }),
      ]) as unknown,
    });
  });

  it('finds the closest references with the distances of a comparison', async () => {
    const scale = engine.facts.scales.fingerprint;
    if (!scale) return expect.unreachable();
    const templates = samples.map(({ features }): AnchorTemplate => features);
    const set = packReferences('fingerprint', templates);
    const found = await engine.search(set, templates, 3);
    found.forEach((neighbours, i) => {
      expect(neighbours[0].row).toBe(i);
      for (const { row, distance } of neighbours) {
        expect(distance).toBe(compareFeatures(scale, templates[i], templates[row]));
      }
    });
  });
});
