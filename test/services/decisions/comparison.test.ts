import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { compare } from '../../../app/core/distance.ts';
import { createComparison } from '../../../app/services/decisions/comparison.ts';
import { createFakeEngine, embeddingAt, face, image } from '../fake-engine.ts';
import { failureOf, jobContext, temporaryFolder } from '../support.ts';

function comparisonUnderTest(files: Readonly<Record<string, Uint8Array>> = {}) {
  const folder = temporaryFolder();
  for (const [name, bytes] of Object.entries(files)) writeFileSync(path.join(folder, name), bytes);
  const engine = createFakeEngine({ lanes: 2 });
  const context = jobContext();
  const comparison = createComparison({ engine });
  return {
    engine,
    context,
    compare: (probe: Uint8Array, reference: Uint8Array) =>
      comparison.compare({ probe, reference, capture: { modality: 'face', face: 'main' } }),
    comparePairs: (pairs: readonly (readonly [string, string])[], withEmbeddings = false) =>
      comparison.comparePairs(
        {
          folder,
          pairs: pairs.map(([probe, reference]) => ({ probe, reference })),
          capture: { modality: 'face', face: 'main' },
          withEmbeddings,
        },
        context,
      ),
  };
}

test('two images of one person match, of two people do not', async () => {
  const { compare: compareImages } = comparisonUnderTest();
  expect((await compareImages(face(0, 0), face(0, 30))).decision).toMatchObject({
    outcome: 'match',
    distance: compare(embeddingAt(0, 0), embeddingAt(0, 30)),
    threshold: 0.9,
  });
  expect((await compareImages(face(0, 0), face(1, 0))).decision?.outcome).toBe('non-match');
});

test('where one of the two can’t be used there is no decision', async () => {
  const { compare: compareImages } = comparisonUnderTest();
  const report = await compareImages(face(0, 0), image('problem no-face'));
  expect(report).not.toHaveProperty('decision');
  expect(report.probe.outcome).toBe('acquired');
  expect(report.reference).toMatchObject({ reasons: [{ problem: 'no-face' }] });
});

const FILES = {
  'a.png': face(0, 0),
  'b.png': face(0, 20),
  'c.png': face(1, 0),
  'blank.png': image('problem no-face'),
};

test('pairs come in the order of the list; each image is analysed once', async () => {
  const { engine, context, comparePairs } = comparisonUnderTest(FILES);
  const compared = await comparePairs([
    ['c.png', 'a.png'],
    ['a.png', 'b.png'],
    ['b.png', 'a.png'],
    ['a.png', 'a.png'],
  ]);
  expect(
    compared.pairs.map(({ probe, reference, outcome }) => [probe, reference, outcome]),
  ).toEqual([
    ['c.png', 'a.png', 'non-match'],
    ['a.png', 'b.png', 'match'],
    ['b.png', 'a.png', 'match'],
    ['a.png', 'a.png', 'match'],
  ]);
  expect(compared.pairs[1].distance).toBe(compared.pairs[2].distance);
  expect(compared.pairs[3].distance).toBe(0);
  expect(engine.analysed).toHaveLength(3);
  expect(context.told.at(0)).toEqual(['embedding', 0, 3]);
  expect(context.told.at(-1)).toEqual(['embedding', 3, 3]);
  expect(compared).not.toHaveProperty('embeddings');
});

test('images that can’t be used keep their pairs in the list, with reasons for each side', async () => {
  const { comparePairs } = comparisonUnderTest(FILES);
  const { pairs, failedImages, images } = await comparePairs([
    ['blank.png', 'missing.png'],
    ['a.png', 'blank.png'],
  ]);
  expect(pairs).toEqual([
    {
      probe: 'blank.png',
      reference: 'missing.png',
      outcome: 'failure-to-acquire',
      reasons: [
        { problem: 'no-face', of: 'probe' },
        { problem: 'file-not-found', of: 'reference' },
      ],
    },
    {
      probe: 'a.png',
      reference: 'blank.png',
      outcome: 'failure-to-acquire',
      reasons: [{ problem: 'no-face', of: 'reference' }],
    },
  ]);
  expect(images).toBe(3);
  expect(failedImages.map(({ path: failed }) => failed)).toEqual(['blank.png', 'missing.png']);
});

test('embeddings are given where asked for, without those of failed images', async () => {
  const { comparePairs } = comparisonUnderTest(FILES);
  const { embeddings } = await comparePairs(
    [
      ['c.png', 'blank.png'],
      ['a.png', 'c.png'],
    ],
    true,
  );
  expect(embeddings?.paths).toEqual(['c.png', 'a.png']);
  expect([...(embeddings?.rows ?? [])]).toEqual([...embeddingAt(1, 0), ...embeddingAt(0, 0)]);
});

test('a path that leads outside is refused before anything is analysed', async () => {
  const { engine, comparePairs } = comparisonUnderTest(FILES);
  const failure = await failureOf(() => comparePairs([['a.png', '../../etc/passwd']]));
  expect(failure.code).toBe('bad-input');
  expect(engine.analysed).toEqual([]);
});

test('a cancelled comparison ends as cancelled', async () => {
  const { context, comparePairs } = comparisonUnderTest(FILES);
  context.cancel();
  expect((await failureOf(() => comparePairs([['a.png', 'b.png']]))).code).toBe('cancelled');
});
