import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AuditDuplicate } from '../../../app/core/audit.ts';
import type { Embedding } from '../../../app/core/vocabulary.ts';
import { findDuplicates } from '../../../app/services/audit/duplicates.ts';
import type { AuditFeatures } from '../../../app/store/index.ts';
import { asDistance, randomEmbedding, seededRandom, seeds } from '../../core/support.ts';
import { DIMENSIONS, SCALE, createFakeEngine, embeddingAt, sha256Of } from '../fake-engine.ts';
import { failureOf, jobContext } from '../support.ts';

type Image = readonly [claim: string | undefined, embedding: Embedding, file?: string];

function embeddingsOf(images: readonly Image[]): AuditFeatures[] {
  return images.map(([claim, embedding, file], i) => ({
    // Positions have gaps: files without a face have none.
    position: 2 * i,
    ...(claim === undefined ? {} : { claim }),
    sha256: sha256Of(file ?? `file ${i}`),
    features: embedding,
  }));
}

const find = (images: readonly Image[], limit: number, engine = createFakeEngine()) =>
  findDuplicates(embeddingsOf(images), SCALE, asDistance(limit), engine, jobContext());

test('one face under two names is told once, with its distance', async () => {
  const found = await find(
    [
      ['ada', embeddingAt(0, 0)],
      ['bob', embeddingAt(1, 0)],
      ['eve', embeddingAt(0, 10)],
    ],
    0.5,
  );
  expect(found).toMatchObject([{ position: 0, otherPosition: 4, kind: 'same-person' }]);
  expect(found[0].distance).toBeCloseTo(0.1743, 4); // 2 sin(5 degrees)
});

test('one file under two names is told as such', async () => {
  const found = await find(
    [
      ['ada', embeddingAt(0, 0), 'same'],
      ['bob', embeddingAt(0, 0), 'same'],
    ],
    0.5,
  );
  expect(found).toEqual([{ position: 0, otherPosition: 2, kind: 'same-file', distance: 0 }]);
});

test('images of one name are no duplicates, nor are images of nobody', async () => {
  const one = embeddingAt(0, 0);
  expect(
    await find(
      [
        ['ada', one],
        ['ada', one],
        ['ada', one, 'same'],
        ['ada', one, 'same'],
        [undefined, one],
        [undefined, one, 'same'],
      ],
      0.5,
    ),
  ).toEqual([]);
});

test('at the limit it is a duplicate, just beyond it is not', async () => {
  const images: Image[] = [
    ['ada', embeddingAt(0, 0)],
    ['bob', embeddingAt(0, 90)],
  ];
  const [{ distance }] = await find(images, 1.5);
  expect(await find(images, distance)).toHaveLength(1);
  expect(await find(images, distance - 1e-9)).toEqual([]);
});

test('a name with more images than a search returns does not hide another name', async () => {
  const engine = createFakeEngine();
  const images: Image[] = [
    ...Array.from({ length: 40 }, (_, i): Image => ['ada', embeddingAt(0, i / 100)]),
    ['bob', embeddingAt(0, 5)],
  ];
  const found = await find(images, 0.5, engine);
  expect(found).toHaveLength(40);
  expect(found.every(({ otherPosition }) => otherPosition === 80)).toBe(true);
  expect(Math.max(...engine.searches)).toBeGreaterThan(16);
});

test('fewer than two names need no search', async () => {
  const engine = createFakeEngine();
  expect(await find([], 0.5, engine)).toEqual([]);
  expect(await find([['ada', embeddingAt(0, 0)]], 0.5, engine)).toEqual([]);
  expect(engine.searches).toEqual([]);
});

test('a cancel ends it, and the progress begins at nothing and ends at all', async () => {
  const images = Array.from({ length: 150 }, (_, i): Image => [`p${i}`, embeddingAt(0, 2 * i)]);
  const context = jobContext();
  await findDuplicates(embeddingsOf(images), SCALE, asDistance(0.01), createFakeEngine(), context);
  expect(context.told.map(([, done]) => done)).toEqual([0, 64, 128, 150]);
  context.cancel();
  const again = () =>
    findDuplicates(embeddingsOf(images), SCALE, asDistance(0.01), createFakeEngine(), context);
  expect((await failureOf(again)).code).toBe('cancelled');
});

test('it finds what a naive double loop finds', async () => {
  await fc.assert(
    fc.asyncProperty(
      seeds,
      fc.array(
        fc.record({
          claim: fc.option(fc.constantFrom('a', 'b', 'c'), { nil: undefined }),
          face: fc.integer({ min: 0, max: 4 }),
          file: fc.option(fc.constantFrom('same', 'other'), { nil: undefined }),
        }),
        { maxLength: 90 },
      ),
      fc.constantFrom(0, 0.05, 0.3, 1, 1.5),
      async (seed, list, limit) => {
        const random = seededRandom(seed);
        const centres = [0, 1, 2, 3, 4].map(() => randomEmbedding(random, DIMENSIONS));
        const files = new Map<string, Embedding>();
        const images = list.map(({ claim, face, file }): Image => {
          const fresh = jitter(centres[face], random);
          if (file === undefined) return [claim, fresh];
          // Equal bytes have one embedding.
          const embedding = files.get(file) ?? fresh;
          files.set(file, embedding);
          return [claim, embedding, file];
        });
        expect(await find(images, limit)).toEqual(naive(embeddingsOf(images), limit));
      },
    ),
    { numRuns: 60 },
  );
});

function naive(images: readonly AuditFeatures[], limit: number): AuditDuplicate[] {
  const found: AuditDuplicate[] = [];
  for (const [i, one] of images.entries()) {
    for (const other of images.slice(i + 1)) {
      if (one.claim === undefined || other.claim === undefined || one.claim === other.claim) {
        continue;
      }
      const squares = [...one.features].reduce(
        (sum, value, k) => sum + (value - other.features[k]) ** 2,
        0,
      );
      const distance = asDistance(Math.sqrt(squares));
      const kind = one.sha256 === other.sha256 ? 'same-file' : 'same-person';
      if (kind === 'same-person' && distance > limit) continue;
      found.push({ position: one.position, otherPosition: other.position, kind, distance });
    }
  }
  return found;
}

function jitter(centre: Embedding, random: () => number): Embedding {
  const values = centre.map((value) => value + 0.1 * (random() - 0.5));
  const length = Math.hypot(...values);
  return values.map((value) => value / length) as Embedding; // Unit length by the division.
}
