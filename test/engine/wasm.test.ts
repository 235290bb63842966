/** sharp's WebAssembly build, which the engine uses under Electron on Linux. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openEngine } from '../../app/engine/client.ts';
import type { ForkEngine } from '../../app/engine/child.ts';
import { forkNode } from '../../app/engine/fork-node.ts';
import { IMAGE } from '../../app/core/parameters.ts';
import { drawnFaceJpeg } from '../fixtures/drawn-face.ts';
import { MODELS_FOLDER, haveWeights } from './models.ts';

/** The library whose symbols Electron brings along, too; loaded first, it does to Node the same. */
const GLIB = 'libgobject-2.0.so.0';
const COMPLAINT = 'GLib-GObject-CRITICAL';

const canPreload =
  process.platform === 'linux' &&
  spawnSync(process.execPath, ['--version'], { env: { LD_PRELOAD: GLIB } }).stderr.length === 0;
if (!canPreload) console.warn(`Tests with ${GLIB} are skipped: it is not there.`);

let folder: string;
let files: readonly string[];

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'twinmark-wasm-'));
  files = await writeImages();
});

afterAll(() => rmSync(folder, { recursive: true }));

/** One of each kind of work: formats, depths, colours, transparency, orientation, reduction. */
async function writeImages(): Promise<string[]> {
  const face = await drawnFaceJpeg(1, 0);
  const side = IMAGE.workingSide;
  const images: Record<string, Sharp> = {
    'plain.jpg': sharp(face).jpeg({ quality: 80 }),
    'turned.jpg': sharp(face).withMetadata({ orientation: 6 }).jpeg(),
    'large.jpg': sharp(face)
      .resize(side + 333, side + 100, { fit: 'fill' })
      .jpeg(),
    'print.jpg': sharp(face).toColourspace('cmyk').jpeg(),
    'grey.png': sharp(face).greyscale().png(),
    'deep.png': sharp(face).toColourspace('rgb16').png(),
    'glass.png': sharp(face).ensureAlpha(0.3).png(),
    'palette.png': sharp(face).png({ palette: true }),
    'lossy.webp': sharp(face).webp({ quality: 60 }),
    'packed.tiff': sharp(face).tiff({ compression: 'lzw' }),
    'still.gif': sharp(face).gif(),
  };
  return Promise.all(
    Object.entries(images).map(async ([name, image]) => {
      const file = path.join(folder, name);
      writeFileSync(file, await image.toBuffer());
      return file;
    }),
  );
}

function decode(env: Record<string, string>) {
  const script = path.join(import.meta.dirname, 'decode/print-pixels.ts');
  const { stdout, stderr, status } = spawnSync(process.execPath, [script, ...files], {
    env: { ...process.env, ...env },
    encoding: 'utf8',
  });
  const [build, ...pictures] = stdout.trim().split('\n');
  return { build, pictures, stderr, status };
}

it('the WebAssembly build gives the very pixels that the native one gives', () => {
  const native = decode({});
  const wasm = decode({ TWINMARK_SHARP: 'wasm' });
  expect([native.build, wasm.build]).toEqual(['native', 'wasm']);
  expect(native.pictures).toHaveLength(files.length);
  expect(new Set(native.pictures).size).toBe(files.length);
  expect(wasm.pictures).toEqual(native.pictures);
});

describe.skipIf(!canPreload)(`with another GLib in the process [${GLIB}]`, () => {
  it('native sharp calls the wrong one', () => {
    expect(decode({ LD_PRELOAD: GLIB }).stderr).toContain(COMPLAINT);
  });

  it('the WebAssembly build calls none', () => {
    const wasm = decode({ LD_PRELOAD: GLIB, TWINMARK_SHARP: 'wasm' });
    expect(wasm.status).toBe(0);
    expect(wasm.build).toBe('wasm');
    expect(wasm.stderr).not.toContain(COMPLAINT);
    expect(wasm.pictures).toHaveLength(files.length);
  });

  it.skipIf(!haveWeights)("the engine's process verifies, and libraries say nothing", async () => {
    let said = '';
    const fork: ForkEngine = (file, { env, execArgv }) => {
      const preloaded = { ...env, LD_PRELOAD: GLIB, TWINMARK_SHARP: 'wasm' };
      const child = forkNode(file, { env: preloaded, execArgv });
      child.onErrorText((text) => (said += text));
      return child;
    };
    const options = { modelsFolder: MODELS_FOLDER, encoder: 'standard', provider: 'cpu' } as const;
    const engine = await openEngine({ ...options, lanes: 1, fork });
    try {
      expect(engine.facts.versions['sharp build']).toBe('wasm');
      const bytes = await drawnFaceJpeg(1, 0);
      const { outcome } = await engine.analyse(
        { kind: 'bytes', bytes },
        { modality: 'face', face: 'dominant' },
      );
      expect(outcome).toBe('acquired');
      expect(said).not.toContain(COMPLAINT);
    } finally {
      engine.close();
    }
  });
});
