/** A print through the shipped models, in this process. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isAnchorTemplate } from '../../../app/core/fingerprint/anchor-template.ts';
import { compareAnchors } from '../../../app/core/fingerprint/compare.ts';
import type { RgbImage } from '../../../app/core/image.ts';
import { FINGERPRINT } from '../../../app/core/parameters.ts';
import {
  analysePrint,
  type AnalysedPrint,
  type FingerprintAnalysis,
} from '../../../app/engine/fingerprint/analyse.ts';
import { readFingerprintManifest } from '../../../app/engine/fingerprint/manifest.ts';
import {
  openFingerprintModels,
  type FingerprintModels,
} from '../../../app/engine/fingerprint/models.ts';
import { drawnPrintRgb } from '../../fixtures/drawn-finger.ts';
import { greyImage, seededRandom } from '../../core/support.ts';
import { MODELS_FOLDER } from '../models.ts';

const manifest = readFingerprintManifest(MODELS_FOLDER);
let models: FingerprintModels;

beforeAll(async () => {
  models = await openFingerprintModels(MODELS_FOLDER, manifest, 'cpu');
});

afterAll(() => models.close());

const at = (dpi: number, workingDpi = dpi) => ({ dpi, workingDpi });

async function look(image: RgbImage, resolution = at(500)): Promise<FingerprintAnalysis> {
  return analysePrint(models, image, resolution);
}

function sampleOf(analysis: FingerprintAnalysis): AnalysedPrint {
  if (analysis.outcome === 'acquired') return analysis.sample;
  throw new Error(`Expected a sample but received ${JSON.stringify(analysis)}.`);
}

const problemsOf = (analysis: FingerprintAnalysis) =>
  analysis.outcome === 'acquired' ? [] : analysis.reasons.map(({ problem }) => problem);

function inverted({ width, height, data }: RgbImage): RgbImage {
  return { width, height, data: data.map((value) => 255 - value) };
}

/** Every pixel as four. */
function doubled(image: RgbImage): RgbImage {
  return greyImage(2 * image.width, 2 * image.height, (x, y) => {
    return image.data[3 * ((y >> 1) * image.width + (x >> 1))];
  });
}

describe('a print', { timeout: 60_000 }, () => {
  const print = () => drawnPrintRgb({ person: 1 });

  it('becomes a template with its quality', async () => {
    const { features, quality, provider } = sampleOf(await look(print()));
    expect(isAnchorTemplate(features)).toBe(true);
    expect(provider).toBe('cpu');
    expect(quality).toMatchObject({ dpi: 500, inverted: 0 });
    expect(quality.anchors).toBe(features[2]);
    expect(quality.anchors).toBeGreaterThan(12);
    expect(quality.ridgePeriodMm).toBeGreaterThan(FINGERPRINT.resolution.minRidgePeriodMm);
    expect(quality.areaMm2).toBeGreaterThan(50);
    expect(quality.areaMm2).toBeLessThan(600);
  });

  it('gives the same bits every time', async () => {
    const first = await look(print());
    const others = await look(drawnPrintRgb({ person: 2 }));
    expect(await look(print())).toEqual(first);
    expect(sampleOf(others).features).not.toEqual(sampleOf(first).features);
  });

  it('is close to another of the same finger, and far from those of others', async () => {
    const captures = [1, 2].map((impression) =>
      Promise.all([1, 2, 3].map((person) => look(drawnPrintRgb({ person, impression })))),
    );
    const [first, second] = (await Promise.all(captures)).map((analyses) =>
      analyses.map((analysis) => sampleOf(analysis).features),
    );
    first.forEach((one, i) => {
      second.forEach((other, j) => {
        const distance = compareAnchors(one, other, manifest.comparison);
        if (i === j) expect(distance).toBeLessThan(0.65);
        else expect(distance).toBeGreaterThan(0.9);
      });
    });
  });

  it('that is inverted is told, and analysed as if it were not', async () => {
    const upright = sampleOf(await look(print()));
    const { quality, features } = sampleOf(await look(inverted(print())));
    expect(quality.inverted).toBe(1);
    expect(quality.darkness).toBeCloseTo(upright.quality.darkness, 1);
    const { comparison } = manifest;
    expect(compareAnchors(features, upright.features, comparison)).toBeLessThan(0.05);
  });

  it('of twice the resolution is the same finger', async () => {
    const { quality, features } = sampleOf(await look(print()));
    const finer = sampleOf(await look(doubled(print()), at(1000)));
    expect(finer.quality.areaMm2).toBeCloseTo(quality.areaMm2, 1);
    expect(finer.quality.dpi).toBe(1000);
    expect(compareAnchors(finer.features, features, manifest.comparison)).toBe(0);
    // A large image is looked at smaller: its resolution there is another.
    const halved = sampleOf(await look(print(), at(1000, 500)));
    expect(halved.features).toEqual(features);
    expect(halved.quality).toEqual({ ...quality, dpi: 1000 });
  });

  it.each([
    ['half', 250],
    ['twice', 1000],
  ])('of which %s the resolution is said is refused for it', async (_what, dpi) => {
    const analysis = await look(print(), at(dpi));
    expect(problemsOf(analysis)).toContain('wrong-resolution');
    expect(analysis).toMatchObject({ outcome: 'failure-to-acquire' });
  });

  it('of a size that no finger has is refused before anything is computed', async () => {
    const started = performance.now();
    const huge = await look(
      greyImage(1600, 1600, () => 128),
      at(150),
    );
    expect(huge).toMatchObject({ reasons: [{ problem: 'wrong-resolution', limit: 100 }] });
    const tiny = await look(
      greyImage(40, 600, () => 128),
      at(2000),
    );
    expect(tiny).toMatchObject({ reasons: [{ problem: 'wrong-resolution', limit: 4 }] });
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  it('without a finger is a failure to acquire', async () => {
    for (const level of [0, 128, 255]) {
      expect(problemsOf(await look(greyImage(300, 400, () => level)))).toEqual(['no-finger']);
    }
    const random = seededRandom(1);
    const noise = await look(greyImage(300, 400, () => 250 + 5 * random()));
    expect(problemsOf(noise)).toEqual(['no-finger']);
  });

  it('of any odd size is taken as it is', async () => {
    const random = seededRandom(2);
    for (const [width, height] of [
      [81, 97],
      [83, 301],
      [640, 99],
    ]) {
      const analysis = await look(greyImage(width, height, () => 255 * random()));
      if (analysis.outcome === 'failure-to-acquire') {
        expect(analysis.reasons.length).toBeGreaterThan(0);
      } else expect(isAnchorTemplate(analysis.sample.features)).toBe(true);
    }
  });
});
