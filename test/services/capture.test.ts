import { expect, test } from 'vitest';
import { createCapture } from '../../app/services/capture.ts';
import { anchorsAt, createFakeEngine, face, image, print } from './fake-engine.ts';
import { failureOf } from './support.ts';
import { unpackAnchors } from '../../app/core/fingerprint/anchor-template.ts';

const FACE = { modality: 'face', face: 'dominant' } as const;
const PRINT = { modality: 'fingerprint' } as const;
const LANDMARKS = [
  { x: 1, y: 2 },
  { x: 3, y: 4 },
];

function captureUnderTest() {
  const engine = createFakeEngine();
  return createCapture({ engine });
}

test('a good capture is told with its quality and its places, and without its features', async () => {
  const { assess } = captureUnderTest();
  const report = await assess({ probe: face(0, 0), capture: FACE });
  expect(report.sample).toMatchObject({ outcome: 'acquired', quality: { sharpness: 0.5 } });
  expect(JSON.stringify(report)).not.toContain('features');
});

test('the places of a print are those of its anchors, in pixels of the image', async () => {
  const { assess } = captureUnderTest();
  const { points } = await assess({ probe: print(1, 0), capture: { ...PRINT, dpi: 1000 } });
  const { x, y, count } = unpackAnchors(anchorsAt(1, 0));
  // Four times the 250 dpi of the template: the first pixel's centre is at 1.5 of the larger.
  const expected = Array.from({ length: count }, (_, i) => ({
    x: (4 * x[i]) / 16 + 1.5,
    y: (4 * y[i]) / 16 + 1.5,
  }));
  expect(points).toHaveLength(count);
  points.forEach((point, i) => {
    expect(point.x).toBeCloseTo(expected[i].x, 9);
    expect(point.y).toBeCloseTo(expected[i].y, 9);
  });
});

test('a poor capture is told with its reasons and whatever was found', async () => {
  const engine = createFakeEngine();
  const box = { left: 1, top: 1, width: 9, height: 9 };
  const failed = await engine.analyse({ kind: 'bytes', bytes: image('problem too-dark') }, FACE);
  const { assess } = createCapture({
    engine: {
      ...engine,
      look: () =>
        Promise.resolve(
          failed.outcome === 'failure-to-acquire' && failed.modality === 'face'
            ? { ...failed, box, points: LANDMARKS }
            : failed,
        ),
    },
  });
  const { sample, points } = await assess({ probe: image('problem too-dark'), capture: FACE });
  expect(sample).toMatchObject({ outcome: 'failure-to-acquire', reasons: [{}], box });
  expect(sample).not.toHaveProperty('points');
  expect(points).toEqual(LANDMARKS);
});

test('a preview is what the engine shows; what it can’t read is refused with the reason', async () => {
  const { preview } = captureUnderTest();
  const shown = await preview({ image: image('anything'), maxSide: 64 });
  expect(shown).toMatchObject({ type: 'image/jpeg', width: 100, height: 100 });
  const failure = await failureOf(() => preview({ image: image('problem x'), maxSide: 64 }));
  expect(failure.code).toBe('bad-input');
  expect(failure.message).toContain('damaged-image');
});
