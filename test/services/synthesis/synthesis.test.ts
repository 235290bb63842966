import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import type { ClaimRule } from '../../../app/core/audit.ts';
import { decodeImage } from '../../../app/engine/decode/decode.ts';
import { createClaims } from '../../../app/services/audit/claims.ts';
import { synthesise, type SynthesisRequest } from '../../../app/services/synthesis/synthesis.ts';

const root = mkdtempSync(path.join(tmpdir(), 'twinmark-synthesis-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let folder: string;
beforeEach(() => (folder = mkdtempSync(path.join(root, 'prints-'))));

const asked = (change: Partial<SynthesisRequest> = {}): SynthesisRequest => ({
  folder,
  people: 1,
  fingers: 1,
  impressions: 2,
  seed: 7,
  quality: 'ordinary',
  sensor: 'capacitive',
  format: 'bmp',
  force: false,
  ...change,
});

const quiet = () => ({ signal: new AbortController().signal, progress: () => undefined });
const make = (change?: Partial<SynthesisRequest>) => synthesise(asked(change), quiet());

/** Every file below, with forward slashes, sorted. */
const files = (where = folder) =>
  readdirSync(where, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(where, path.join(entry.parentPath, entry.name)))
    .map((name) => name.replaceAll(path.sep, '/'))
    .sort();

describe('synthetic people', () => {
  test('are a folder each, with a file a capture, that audits read the person from', async () => {
    const { captures } = await make({ people: 2, fingers: 2, impressions: 1 });
    const expected = ['p001_2_1', 'p001_7_1', 'p002_2_1', 'p002_7_1'];
    expect(files()).toEqual(expected.map((name) => `${name.slice(0, 4)}/${name}.bmp`));
    expect(captures.map((capture) => capture.path).sort()).toEqual(files());
    const claimed = (rule: ClaimRule, of: string) =>
      createClaims(rule, undefined, 'fingerprint').read(of);
    for (const capture of captures) {
      const { person, finger } = capture;
      expect(claimed({ kind: 'folder' }, capture.path)).toEqual({ person });
      const pattern = '{person}_{finger}_{shot}';
      expect(claimed({ kind: 'pattern', pattern }, capture.path)).toEqual({ person, finger });
      expect(path.basename(capture.path, '.bmp')).toBe(
        [capture.person, capture.finger, capture.impression].join('_'),
      );
    }
  });

  test('are told with the pose of every print', async () => {
    const { captures, dpi, width, height } = await make();
    expect([dpi, width, height]).toEqual([500, 256, 300]);
    for (const { pose, pattern, distortionPx, moisture } of captures) {
      expect(Math.abs(pose.rotationDeg)).toBeLessThanOrEqual(30);
      expect(pose.originX).toBeGreaterThan(0);
      expect(pose.originY).toBeGreaterThan(0);
      expect(pattern).toMatch(/loop|whorl|arch/);
      expect(distortionPx).toBeGreaterThan(0);
      expect(Math.abs(moisture)).toBeLessThanOrEqual(1);
    }
    expect(captures[0].pose).not.toEqual(captures[1].pose);
  });

  test('of a small crowd are the first ones of a large crowd', async () => {
    await make({ impressions: 1 });
    const alone = readFileSync(path.join(folder, 'p001/p001_2_1.bmp'));
    await make({ people: 2, impressions: 2, force: true });
    expect(readFileSync(path.join(folder, 'p001/p001_2_1.bmp')).equals(alone)).toBe(true);
    await make({ impressions: 1, seed: 8, force: true });
    expect(readFileSync(path.join(folder, 'p001/p001_2_1.bmp')).equals(alone)).toBe(false);
  });

  test.each([
    ['bmp', { x: 500, y: 500 }],
    ['pgm', undefined],
    ['wsq', { x: 500, y: 500 }],
  ] as const)('can be had as %s, which the product reads', async (format, dpi) => {
    await make({ format, impressions: 1 });
    const read = await decodeImage(readFileSync(path.join(folder, `p001/p001_2_1.${format}`)));
    expect([read.width, read.height]).toEqual([256, 300]);
    expect(read.dpi && { x: Math.round(read.dpi.x), y: Math.round(read.dpi.y) }).toEqual(dpi);
    const greys = new Set(read.image.data);
    expect(greys.size).toBeGreaterThan(60);
  });
});

describe('files that are there', () => {
  test('are not replaced, and nothing is written beside them', async () => {
    await make({ impressions: 1 });
    const before = readFileSync(path.join(folder, 'p001/p001_2_1.bmp'));
    await expect(make({ impressions: 3, seed: 8 })).rejects.toMatchObject({ code: 'conflict' });
    expect(files()).toEqual(['p001/p001_2_1.bmp']);
    expect(readFileSync(path.join(folder, 'p001/p001_2_1.bmp')).equals(before)).toBe(true);
  });

  test('in the place of a folder are told', async () => {
    const file = path.join(folder, 'file');
    writeFileSync(file, '');
    await expect(make({ folder: file })).rejects.toMatchObject({ code: 'bad-input' });
    await expect(make({ folder: file, force: true })).rejects.toMatchObject({ code: 'bad-input' });
  });
});

describe('a run that is stopped', () => {
  test('leaves whole files only, and none where it was stopped at once', async () => {
    const controller = new AbortController();
    const run = synthesise(asked({ people: 3, impressions: 4 }), {
      signal: controller.signal,
      progress: (_, done) => {
        if (done === 2) controller.abort();
      },
    });
    await expect(run).rejects.toMatchObject({ code: 'cancelled' });
    expect(files()).toEqual(['p001/p001_2_1.bmp', 'p001/p001_2_2.bmp']);
    const sizes = files().map((file) => statSync(path.join(folder, file)).size);
    expect(new Set(sizes)).toEqual(new Set([14 + 40 + 1024 + 256 * 300]));
  });

  test('that was killed while it wrote is tidied up by the next one', async () => {
    await make({ impressions: 1 });
    writeFileSync(path.join(folder, 'p001/p001_2_1.bmp.part'), 'half');
    await make({ impressions: 1, force: true });
    expect(files()).toEqual(['p001/p001_2_1.bmp']);
  });
});
