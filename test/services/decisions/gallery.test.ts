import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compare } from '../../../app/core/distance.ts';
import type { Embedding } from '../../../app/core/vocabulary.ts';
import type { GallerySnapshot } from '../../../app/store/index.ts';
import { openGallery } from '../../../app/services/decisions/gallery.ts';
import { randomEmbedding, seededRandom, seeds } from '../../core/support.ts';
import { QUALITY } from '../../store/fixtures.ts';
import { DIMENSIONS, SCALE, createFakeEngine, embeddingAt, sha256Of } from '../fake-engine.ts';
import { addReference, enrolAt, temporaryStore } from '../support.ts';

const open = (store = temporaryStore(), engine = createFakeEngine()) => ({
  store,
  engine,
  gallery: () => openGallery(store, engine, SCALE),
});

test('an empty gallery has nobody who is close', async () => {
  const gallery = open().gallery();
  expect([gallery.references(), gallery.people()]).toEqual([0, 0]);
  expect(await gallery.closestPeople([embeddingAt(0, 0)], 3)).toEqual([[]]);
  expect(await gallery.closestPeople([], 3)).toEqual([]);
});

test('the closest people come each once, with their closest reference, closest first', async () => {
  const { store, gallery } = open();
  const ada = enrolAt(store, 'ada', 0, [10, 2, 30]);
  const bob = enrolAt(store, 'bob', 0, [40, 5]);
  const eve = enrolAt(store, 'eve', 1, [0]);
  const [closest, swapped] = await gallery().closestPeople(
    [embeddingAt(0, 0), embeddingAt(1, 0)],
    2,
  );
  expect(closest.map(({ personId }) => personId)).toEqual([ada.person.id, bob.person.id]);
  expect(closest.map(({ templateId }) => templateId)).toEqual([
    ada.templates[1].id,
    bob.templates[1].id,
  ]);
  expect(closest[0].distance).toBe(compare(embeddingAt(0, 0), embeddingAt(0, 2)));
  expect(swapped[0].personId).toBe(eve.person.id);
});

test('somebody with more references than one search returns does not hide the next person', async () => {
  const { store, engine, gallery } = open();
  enrolAt(
    store,
    'ada',
    0,
    Array.from({ length: 100 }, (_, i) => i / 10),
  );
  const bob = enrolAt(store, 'bob', 0, [20]);
  const [closest] = await gallery().closestPeople([embeddingAt(0, 0)], 2);
  expect(closest[1].personId).toBe(bob.person.id);
  expect(engine.searches.length).toBeGreaterThan(1);
});

test('somebody just added does not hide a closer person either', async () => {
  const { store, gallery: reopen } = open();
  enrolAt(
    store,
    'ada',
    0,
    Array.from({ length: 40 }, (_, i) => i / 10),
  );
  const bob = enrolAt(store, 'bob', 0, [20]);
  const gallery = reopen();
  const eve = store.people.create({ externalId: 'eve', displayName: 'Eve' });
  const { id: templateId } = addReference(store, eve.id, 3, 0);
  gallery.add({ personId: eve.id, templateId, features: embeddingAt(3, 0) });
  const [closest] = await gallery.closestPeople([embeddingAt(0, 0)], 2);
  expect(closest[1].personId).toBe(bob.person.id);
});

test('what is added is found, counted, and leaves the snapshot as it was', async () => {
  const { store, gallery: reopen } = open();
  const ada = enrolAt(store, 'ada', 0, [0]);
  const gallery = reopen();
  const { snapshot } = gallery;
  const rows = rowsOf(snapshot);
  const bob = store.people.create({ externalId: 'bob', displayName: 'Bob' });
  const { id: templateId } = addReference(store, bob.id, 1, 0);
  gallery.add({ personId: bob.id, templateId, features: embeddingAt(1, 0) });

  expect([gallery.references(), gallery.people(), gallery.added()]).toEqual([2, 2, 1]);
  expect(gallery.referencesOf(bob.id)).toBe(1);
  expect(gallery.closestOf(bob.id, embeddingAt(1, 0))).toMatchObject({ templateId, distance: 0 });
  const [[closest]] = await gallery.closestPeople([embeddingAt(1, 5)], 1);
  expect(closest.personId).toBe(bob.id);
  expect(gallery.snapshot).toBe(snapshot);
  expect(rowsOf(gallery.snapshot)).toEqual(rows);
  expect(gallery.snapshot.personIds).toEqual([ada.person.id]);
});

test('the closest reference of one person is looked for among that person’s own', () => {
  const { store, gallery } = open();
  const ada = enrolAt(store, 'ada', 0, [10, 50]);
  enrolAt(store, 'bob', 0, [49]);
  const nobody = store.people.create({ externalId: 'new', displayName: 'New' });
  const { closestOf, referencesOf } = gallery();
  expect(closestOf(ada.person.id, embeddingAt(0, 49))?.templateId).toBe(ada.templates[1].id);
  expect(closestOf(nobody.id, embeddingAt(0, 49))).toBeUndefined();
  expect([referencesOf(ada.person.id), referencesOf(nobody.id)]).toEqual([2, 0]);
});

test('people at one distance come in one order, whichever way they were stored', async () => {
  const { store, gallery } = open();
  for (const name of ['c', 'a', 'b']) enrolAt(store, name, 0, [7]);
  const orders = await Promise.all(
    [1, 2, 3].map(async () => {
      const [closest] = await gallery().closestPeople([embeddingAt(0, 0)], 3);
      return closest.map(({ templateId }) => templateId);
    }),
  );
  expect(orders[0]).toEqual([...orders[0]].sort());
  expect(orders[1]).toEqual(orders[0]);
  expect(orders[2]).toEqual(orders[0]);
});

test('references of another model are not in the gallery', () => {
  const { store, gallery } = open();
  const other = { ...SCALE, modelId: 'fake-2' as typeof SCALE.modelId };
  const ada = enrolAt(store, 'ada', 0, [0], other.modelId);
  expect(gallery().references()).toBe(0);
  expect(gallery().closestOf(ada.person.id, embeddingAt(0, 0))).toBeUndefined();
});

test('a search finds whom a naive search over all references finds', async () => {
  await fc.assert(
    fc.asyncProperty(
      seeds,
      fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 8 }),
      fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 6 }),
      fc.integer({ min: 1, max: 5 }),
      async (seed, references, added, count) => {
        const random = seededRandom(seed);
        const { store, gallery: reopen } = open();
        const all: { personId: string; embedding: Embedding }[] = [];
        const add = (person: number, embedding: Embedding) => {
          const externalId = `p${person}`;
          const { id: personId } =
            store.people.findByExternalId(externalId) ??
            store.people.create({ externalId, displayName: externalId });
          const { id: templateId } = store.templates.add({
            personId,
            modality: 'face',
            modelId: SCALE.modelId,
            features: embedding,
            quality: QUALITY,
            sourceSha256: sha256Of(String(all.length)),
            provider: 'cpu',
          });
          all.push({ personId, embedding });
          return { personId, templateId, features: embedding };
        };
        // A person's references lie close together, so that one person fills a whole search.
        references.forEach((number, person) => {
          const centre = randomEmbedding(random, DIMENSIONS);
          for (let i = 0; i < number; i++) add(person, near(centre, random));
        });
        const gallery = reopen();
        for (const person of added) gallery.add(add(person, randomEmbedding(random, DIMENSIONS)));

        const probe = randomEmbedding(random, DIMENSIONS);
        const [found] = await gallery.closestPeople([probe], count);
        expect(found.map(({ personId, distance }) => [personId, distance])).toEqual(
          naiveClosest(all, probe).slice(0, count),
        );
      },
    ),
    { numRuns: 60 },
  );
});

function rowsOf({ references }: GallerySnapshot): number[] {
  return references.modality === 'face' ? [...references.rows] : [];
}

function near(centre: Embedding, random: () => number): Embedding {
  const values = centre.map((value) => value + 0.02 * (random() - 0.5));
  const length = Math.hypot(...values);
  return values.map((value) => value / length) as Embedding; // Unit length by the division.
}

function naiveClosest(
  all: readonly { readonly personId: string; readonly embedding: Embedding }[],
  probe: Embedding,
) {
  const best = new Map<string, number>();
  for (const { personId, embedding } of all) {
    const squares = embedding.reduce((sum, value, i) => sum + (value - probe[i]) ** 2, 0);
    best.set(personId, Math.min(best.get(personId) ?? Infinity, Math.sqrt(squares)));
  }
  return [...best].sort(([, one], [, other]) => one - other);
}
