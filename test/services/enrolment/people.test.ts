import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createEnrolment } from '../../../app/services/enrolment/enrolment.ts';
import { createFakeEngine, face, type FakeOptions } from '../fake-engine.ts';
import { failureOf, jobContext, temporaryFolder, temporaryStore } from '../support.ts';

const CHOICES = {
  capture: { modality: 'face', face: 'dominant' },
  allowLookAlike: false,
  allowDisagreement: false,
} as const;

/** A folder with an image for each name, and enrolment of lists of them. */
function listUnderTest(images: Readonly<Record<string, Uint8Array>>, options: FakeOptions = {}) {
  const folder = temporaryFolder();
  for (const [name, bytes] of Object.entries(images)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), bytes);
  }
  const store = temporaryStore();
  const engine = createFakeEngine(options);
  const context = jobContext();
  const { enrolPeople } = createEnrolment({ engine, store });
  return {
    folder,
    store,
    engine,
    context,
    enrol: (people: readonly (readonly [externalId: string, ...images: string[]])[]) =>
      enrolPeople(
        {
          folder,
          people: people.map(([externalId, ...paths]) => ({
            externalId,
            images: paths.map((each) => ({ path: each })),
          })),
          ...CHOICES,
        },
        context,
      ),
  };
}

test('people are enrolled in the order of the list, and the progress is told', async () => {
  const { store, context, enrol } = listUnderTest({
    'ada/1.png': face(0, 0),
    'ada/2.png': face(0, 5),
    'bob/1.png': face(1, 0),
  });
  const { reports } = await enrol([
    ['bob', 'bob/1.png'],
    ['ada', 'ada/1.png', 'ada/2.png'],
  ]);
  expect(reports.map(({ externalId, references }) => [externalId, references])).toEqual([
    ['bob', 1],
    ['ada', 2],
  ]);
  expect(store.people.count()).toBe(2);
  expect(context.told).toEqual([
    ['enrolling', 0, 2],
    ['enrolling', 1, 2],
    ['enrolling', 2, 2],
  ]);
});

test('each decision sees whom the list enrolled just before', async () => {
  const { enrol } = listUnderTest({
    'a.png': face(0, 0),
    'b.png': face(1, 0),
    'c.png': face(0, 20),
    'd.png': face(0, 10),
  });
  const { reports } = await enrol([
    ['ada', 'a.png'],
    ['bob', 'b.png'],
    ['ada-again', 'c.png'],
    ['ada', 'd.png'],
  ]);
  expect(reports.map(({ outcome }) => outcome)).toEqual([
    'enrolled',
    'enrolled',
    'failure-to-enrol',
    'enrolled',
  ]);
  expect(reports[2].lookAlikes).toMatchObject([{ externalId: 'ada' }]);
  expect(reports[3].references).toBe(2);
});

test('a missing file is a failure to acquire of that person, not of the list', async () => {
  const { enrol } = listUnderTest({ 'b.png': face(1, 0) });
  const { reports } = await enrol([
    ['ada', 'missing.png'],
    ['bob', 'b.png'],
  ]);
  expect(reports[0]).toMatchObject({
    refusals: ['no-usable-image'],
    images: [{ sample: { reasons: [{ problem: 'file-not-found' }] } }],
  });
  expect(reports[1].outcome).toBe('enrolled');
});

test('a path that leads outside is told before anybody is enrolled', async () => {
  const { store, engine, enrol } = listUnderTest({ 'a.png': face(0, 0) });
  const failure = await failureOf(() =>
    enrol([
      ['ada', 'a.png'],
      ['bob', '../b.png'],
    ]),
  );
  expect(failure.code).toBe('bad-input');
  expect(store.people.count()).toBe(0);
  expect(engine.analysed).toEqual([]);
});

test('a cancel keeps who was enrolled until then, and enrols nobody after', async () => {
  const names = Array.from({ length: 8 }, (_, i) => `p${i}`);
  const images = Object.fromEntries(names.map((name, i) => [`${name}.png`, face(i, 0)]));
  const { store, context, enrol } = listUnderTest(images);
  const stopAfter = 3;
  const { progress } = context;
  context.progress = (phase, done, total) => {
    progress(phase, done, total);
    if (done === stopAfter) context.cancel();
  };
  const failure = await failureOf(() => enrol(names.map((name) => [name, `${name}.png`])));
  expect(failure.code).toBe('cancelled');
  const enrolled = store.people.list({ limit: 100, offset: 0 });
  expect(enrolled.map(({ externalId }) => externalId)).toEqual(names.slice(0, stopAfter));
});

test('images of the next people are analysed ahead, but not of the whole list', async () => {
  const names = Array.from({ length: 8 }, (_, i) => `p${i}`);
  const images = Object.fromEntries(names.map((name, i) => [`${name}.png`, face(i, 0)]));
  let began = 0;
  let most = 0;
  const { context, enrol } = listUnderTest(images, {
    async before(text) {
      began += 1;
      // While the first one is waited for, the others show how far ahead they go.
      if (text === 'face 0 0 only') await new Promise((resolve) => setTimeout(resolve, 100));
    },
  });
  context.progress = (_phase, done) => void (most = Math.max(most, began - done));
  await enrol(names.map((name) => [name, `${name}.png`]));
  expect(began).toBe(8);
  expect(most).toBeGreaterThan(1);
  expect(most).toBeLessThanOrEqual(3);
});

test('a consent for all is stored with each, and kept images are those of the files', async () => {
  const images = { 'a.png': face(0, 0), 'b.png': face(1, 0), 'c.png': face(0, 1) };
  const { folder, store, engine, context } = listUnderTest(images, {
    // A file that is another one by the time it would be kept is not what was enrolled.
    before: (text) => {
      if (text.startsWith('face 1')) writeFileSync(path.join(folder, 'b.png'), 'something else');
    },
  });
  const consent = { purpose: 'door', retainUntil: '2029-11-25', operator: '', form: '' };
  const { enrolPeople } = createEnrolment({ engine, store, keepsImages: () => true });
  const people = [
    { externalId: 'ada', images: [{ path: 'a.png' }] },
    { externalId: 'ben', images: [{ path: 'b.png' }] },
    { externalId: 'eve', images: [{ path: 'c.png' }] },
  ];
  const { reports } = await enrolPeople({ folder, people, consent, ...CHOICES }, context);
  expect(reports.map(({ outcome }) => outcome)).toEqual([
    'enrolled',
    'enrolled',
    'failure-to-enrol',
  ]);
  const listed = store.people.list({ limit: 9, offset: 0 });
  expect(listed.map(({ externalId, retainUntil }) => [externalId, retainUntil])).toEqual([
    ['ada', '2029-11-25'],
    ['ben', '2029-11-25'],
  ]);
  const kept = reports.map(({ images: [{ templateId }] }) => {
    return templateId && store.images.get(templateId);
  });
  expect(kept).toEqual([face(0, 0), undefined, undefined]);
});
