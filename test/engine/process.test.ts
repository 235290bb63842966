/** The engine's process itself, with the shipped models on the CPU. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import sharp from 'sharp';
import { IMAGE } from '../../app/core/parameters.ts';
import { decodeImage } from '../../app/engine/decode/decode.ts';
import { packReferences } from '../../app/core/features.ts';
import type { Acquisition, FaceSample } from '../../app/core/sample.ts';
import { openEngine, type Engine, type EngineOptions } from '../../app/engine/client.ts';
import type { ImageSource } from '../../app/engine/source.ts';
import { drawnFaceJpeg, drawnFacePng } from '../fixtures/drawn-face.ts';
import { pixelAt, seededRandom, testCard } from '../fixtures/images.ts';
import { FORMATS, encode } from './decode/encode.ts';
import { MODELS_FOLDER, haveWeights } from './models.ts';
import { canLookAtProcesses, childrenOf, isRunning, waitUntil } from './processes.ts';

const engines: Engine[] = [];
let folder: string;
/** Three people, as a JPEG and a PNG. */
let faces: readonly Buffer[];

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'twinmark-process-'));
  faces = await Promise.all([drawnFaceJpeg(1, 0), drawnFacePng(2, 0), drawnFaceJpeg(3, 0)]);
});

afterAll(() => {
  for (const engine of engines) engine.close();
  rmSync(folder, { recursive: true });
});

async function open(changes: Partial<EngineOptions> = {}): Promise<Engine> {
  const options = { modelsFolder: MODELS_FOLDER, encoder: 'standard', lanes: 1 } as const;
  const engine = await openEngine({ ...options, provider: 'cpu', ...changes });
  engines.push(engine);
  return engine;
}

const look = (engine: Engine, bytes: Uint8Array) => analyse(engine, { kind: 'bytes', bytes });
const analyse = (engine: Engine, source: ImageSource) =>
  engine.analyse(source, { modality: 'face', face: 'dominant' });

function sampleOf(acquisition: Acquisition): FaceSample {
  if (acquisition.outcome === 'acquired' && acquisition.sample.modality === 'face') {
    return acquisition.sample;
  }
  throw new Error(`Expected a sample but received ${JSON.stringify(acquisition)}.`);
}

const dimensionsOf = ({ facts }: Engine) => facts.scales.face?.dimensions ?? 0;

const problemOf = (acquisition: Acquisition) =>
  acquisition.outcome === 'acquired' ? 'acquired' : acquisition.reasons[0].problem;

describe.skipIf(!haveWeights)('the engine [skipped without weights]', { timeout: 120_000 }, () => {
  let engine: Engine;
  let expected: readonly FaceSample[];

  beforeAll(async () => {
    engine = await open();
    expected = (await Promise.all(faces.map((face) => look(engine, face)))).map(sampleOf);
  });

  it('says what it runs on', async () => {
    const { provider, lanes, providers, versions } = engine.facts;
    const models = await engine.checkModels('face');
    expect({ provider, lanes }).toEqual({ provider: 'cpu', lanes: 1 });
    expect(models.map(({ name }) => name)).toEqual(['blazeface', 'facemesh', 'mobilefacenet']);
    expect(providers.find(({ name }) => name === 'cpu')).toMatchObject({ state: 'used' });
    expect(versions.onnxruntime).toMatch(/^1\./);
  });

  it('gives embeddings of unit length that tell people apart', () => {
    for (const { features } of expected) {
      expect(features).toHaveLength(dimensionsOf(engine));
      expect(Math.hypot(...features)).toBeCloseTo(1, 5);
    }
    const [one, two] = expected;
    expect(Math.hypot(...one.features.map((v, i) => v - two.features[i]))).toBeGreaterThan(0.5);
  });

  it('gives the same sample bit for bit from another engine with two lanes, bytes or file', async () => {
    const other = await open({ lanes: 2 });
    expect(other.facts.lanes).toBe(2);
    const sources = faces.flatMap((bytes, i): ImageSource[] => {
      const file = path.join(folder, `face-${i}`);
      writeFileSync(file, bytes);
      return [
        { kind: 'bytes', bytes },
        { kind: 'file', path: file },
      ];
    });
    // Twice over, and all at once, so that every lane has seen every face in some order.
    const samples = await Promise.all(
      [...sources, ...sources.toReversed()].map((source) => analyse(other, source)),
    );
    const order = [0, 0, 1, 1, 2, 2, 2, 2, 1, 1, 0, 0];
    samples.forEach((acquisition, i) => {
      expect(sampleOf(acquisition)).toEqual(expected[order[i]]);
    });
    other.close();
  });

  it('gets good images right among hostile ones', async () => {
    const random = seededRandom(7);
    const hostile = Array.from({ length: 40 }, (_, i): ImageSource => {
      if (i % 8 === 0) return { kind: 'file', path: path.join(folder, 'nothing') };
      const bytes = Uint8Array.from(faces[i % 3]);
      if (i % 2)
        return { kind: 'bytes', bytes: bytes.subarray(0, Math.floor(random() * bytes.length)) };
      for (let n = 0; n < 50; n++) bytes[Math.floor(random() * bytes.length)] ^= 0xff;
      return { kind: 'bytes', bytes };
    });
    const work = hostile.flatMap((source, i) => [
      analyse(engine, source),
      look(engine, faces[i % 3]),
    ]);
    const acquisitions = await Promise.all(work);
    for (let i = 0; i < hostile.length; i++) {
      expect(sampleOf(acquisitions[2 * i + 1])).toEqual(expected[i % 3]);
    }
    const problems = new Set(acquisitions.map(problemOf));
    expect(problems).toContain('damaged-image');
    expect(problems).toContain('file-not-found');
    expect(problems, 'nothing of it reached the process').not.toContain('decoder-crashed');
  });

  it('shows every format as a JPEG that is upright, at most as large as was asked', async () => {
    const card = testCard(300, 200);
    for (const format of FORMATS) {
      const bytes = await encode(card, format);
      const preview = await engine.preview({ kind: 'bytes', bytes }, 150);
      if (preview.outcome !== 'shown') throw new Error(`Expected ${format} to be shown.`);
      expect([preview.width, preview.height], format).toEqual([150, 100]);
      const { image, format: shown } = await decodeImage(preview.bytes);
      expect(shown).toBe('jpeg');
      // The same picture: light and dark lie where the card has them. Of WSQ that is its green.
      const weights = format === 'wsq' ? [0, 1, 0] : [0.299, 0.587, 0.114];
      const grey = (colour: readonly number[], of: readonly number[]) =>
        colour.reduce((sum, value, i) => sum + value * of[i], 0);
      const at = (of: typeof image, x: number, y: number) =>
        pixelAt(of, Math.floor(x * (of.width - 1)), Math.floor(y * (of.height - 1)));
      for (const [x, y] of [
        [0.1, 0.1],
        [0.9, 0.1],
        [0.1, 0.9],
        [0.9, 0.9],
      ] as const) {
        const seen = grey(at(image, x, y), [0.299, 0.587, 0.114]);
        const drawn = grey(at(card, x, y), weights);
        expect(Math.abs(seen - drawn), `${format} ${x} ${y}`).toBeLessThan(40);
      }
    }
    const small = await engine.preview({ kind: 'bytes', bytes: faces[0] }, 2048);
    const { width } = expected[0].source;
    expect(small).toMatchObject({ outcome: 'shown', width });
  });

  it('shows no hostile image, says why, and goes on', async () => {
    const random = seededRandom(11);
    const outcomes = await Promise.all(
      Array.from({ length: 60 }, async (_, i) => {
        const whole = await encode(testCard(64, 48), FORMATS[i % FORMATS.length]);
        const bytes = whole.subarray(0, i % 3 ? whole.length : Math.floor(random() * whole.length));
        const changed = bytes.slice();
        for (let n = 0; n < 4 && changed.length > 0; n++) {
          changed[Math.floor(random() * Math.min(200, changed.length))] ^= 0xff;
        }
        const preview = await engine.preview({ kind: 'bytes', bytes: changed }, 64);
        return preview.outcome === 'shown' ? preview.type : preview.reasons[0].problem;
      }),
    );
    expect(outcomes).toContain('damaged-image');
    expect(outcomes).toContain('image/jpeg');
    expect(outcomes, 'nothing of it ended the process').not.toContain('decoder-crashed');
    const missing = await engine.preview({ kind: 'file', path: path.join(folder, 'none') }, 64);
    expect(missing).toEqual({
      outcome: 'failure-to-acquire',
      reasons: [{ problem: 'file-not-found', detail: 'ENOENT' }],
    });
    expect(sampleOf(await look(engine, faces[1]))).toEqual(expected[1]);
  });

  it('tells places in pixels of the image, however much larger that is than what is looked at', async () => {
    const large = await sharp(faces[0])
      .resize({ width: 6 * expected[0].source.width })
      .png()
      .toBuffer();
    const sample = sampleOf(await look(engine, large));
    expect(sample.source.width).toBeGreaterThan(IMAGE.workingSide);
    const { box, landmarks, source } = expected[0];
    const near = source.width / 25;
    expect(Math.abs(sample.box.left / 6 - box.left)).toBeLessThan(near);
    expect(Math.abs(sample.box.width / 6 - box.width)).toBeLessThan(near);
    landmarks.forEach(({ x, y }, i) => {
      expect(Math.abs(sample.landmarks[i].x / 6 - x)).toBeLessThan(near);
      expect(Math.abs(sample.landmarks[i].y / 6 - y)).toBeLessThan(near);
    });
  });

  it('tells what it found of a face that is too dark to be used', async () => {
    const dark = await sharp(faces[0]).linear(0.06, 0).png().toBuffer();
    const acquisition = await look(engine, dark);
    expect(problemOf(acquisition)).toMatch(/too-dark|low-contrast/);
    if (acquisition.outcome === 'acquired' || acquisition.modality !== 'face') return;
    const { left, top, width, height } = acquisition.box ?? {
      left: 0,
      top: 0,
      width: 0,
      height: 0,
    };
    expect(width).toBeGreaterThan(20);
    expect(acquisition.points).toHaveLength(5);
    for (const { x, y } of acquisition.points ?? []) {
      expect(x > left && x < left + width && y > top && y < top + height).toBe(true);
    }
  });

  it('finds the closest references, closest first', async () => {
    const all = expected.map(({ features }) => features);
    const references = packReferences('face', all);
    const found = await engine.search(references, [all[2], all[0]], 2);
    expect(found.map(([first]) => first.row)).toEqual([2, 0]);
    for (const [first, second] of found) {
      expect(first.distance).toBeLessThan(1e-3);
      expect(second.distance).toBeGreaterThan(0.5);
    }
  });

  it.skipIf(!canLookAtProcesses)(
    'answers everything although its process is killed in the middle of it, twice [Linux only]',
    async () => {
      const before = new Set(childrenOf(process.pid));
      const notices: string[] = [];
      const killed = await open({ onNotice: (message) => notices.push(message) });
      const childNow = () => childrenOf(process.pid).filter((pid) => !before.has(pid));
      const references = packReferences('face', [expected[1].features]);
      let answered = 0;
      const work = Array.from({ length: 30 }, async (_, i) => {
        const sample = sampleOf(await look(killed, faces[i % 3]));
        expect(sample).toEqual(expected[i % 3]);
        answered += 1;
      });
      const search = async () => {
        const [[found]] = await killed.search(references, [expected[1].features], 1);
        expect(found.row).toBe(0);
      };
      for (const atLeast of [5, 15]) {
        await waitUntil(() => answered >= atLeast, 60_000);
        const [child] = childNow();
        process.kill(child, 'SIGKILL');
        work.push(search());
      }
      await Promise.all(work);
      expect(answered).toBe(30);
      expect(notices).toHaveLength(2);
      killed.close();
      expect(await waitUntil(() => childNow().length === 0, 2_000), 'closed is ended').toBe(true);
    },
  );

  it.skipIf(!canLookAtProcesses)(
    'ends within two seconds where its owner is killed at work [Linux only]',
    async () => {
      const script = path.join(import.meta.dirname, 'owner.ts');
      const owner = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
      const pid = owner.pid ?? 0;
      await new Promise<void>((resolve, reject) => {
        owner.stdout.once('data', () => resolve());
        owner.once('exit', (code) => reject(new Error(`Expected the owner to open: ${code}.`)));
      });
      const [child] = childrenOf(pid);
      expect(isRunning(child)).toBe(true);
      owner.kill('SIGKILL');
      expect(await waitUntil(() => !isRunning(child), 2_000)).toBe(true);
    },
  );

  it('leaves nothing in the home of its user: no device id, no events for anybody', async () => {
    const home = path.join(folder, 'home');
    const cache = path.join(folder, 'cache');
    const temporary = path.join(folder, 'temporary');
    for (const made of [home, cache, temporary]) mkdirSync(made);
    vi.stubEnv('HOME', home);
    vi.stubEnv('XDG_CACHE_HOME', cache);
    vi.stubEnv('TMPDIR', temporary);
    vi.stubEnv('ORT_DISABLE_TELEMETRY', undefined); // The engine has to see to it itself.
    try {
      const quiet = await open();
      expect(sampleOf(await look(quiet, faces[0]))).toEqual(expected[0]);
      quiet.close();
      expect([home, cache, temporary].flatMap((made) => readdirSync(made))).toEqual([]);
    } finally {
      vi.unstubAllEnvs();
    }
  });
});
