import { expect, test } from 'vitest';
import type { HostEvent } from '../../../app/contract/events.ts';
import { createDemo } from '../../../app/services/synthesis/demo.ts';
import { MOST_DEMO_PEOPLE, demoPeople } from '../../../app/services/synthesis/demo-people.ts';
import { createEnrolment } from '../../../app/services/enrolment/enrolment.ts';
import type { PrintMaker, PrintRequest } from '../../../app/services/synthesis/print-maker.ts';
import { sniffFormat } from '../../../app/engine/decode/formats.ts';
import { createFakeEngine, image } from '../fake-engine.ts';
import { enrolAt, failureOf, jobContext, temporaryStore } from '../support.ts';

/** In the place of prints, what the fake engine reads: a pattern of its own for each finger. */
function fakeMaker(asked: PrintRequest[]): PrintMaker {
  const patterns: string[] = [];
  return {
    make(request) {
      asked.push(request);
      const { key, impression } = request;
      const finger = `${key.person} ${key.finger}`;
      if (!patterns.includes(finger)) patterns.push(finger);
      const text = `print ${patterns.indexOf(finger)} ${impression.impression} of ${finger}`;
      const bytes = new Uint8Array(image(text));
      return Promise.resolve({ bytes, pattern: 'whorl', conditions: {} as never });
    },
    close: () => undefined,
  };
}

function demoUnderTest() {
  const store = temporaryStore();
  const engine = createFakeEngine();
  const events: HostEvent[] = [];
  const asked: PrintRequest[] = [];
  const enrolment = createEnrolment({ engine, store });
  const demo = createDemo({
    store: () => store,
    enrolment: () => Promise.resolve(enrolment),
    emit: (event) => events.push(event),
    now: () => '2026-11-25T12:00:00.000Z',
    createMaker: () => fakeMaker(asked),
  });
  return { store, demo, events, asked, context: jobContext() };
}

const PAGE = { limit: 100, offset: 0 } as const;

test('synthetic people are enrolled with two fingers, say what they are, and come with probes', async () => {
  const { store, demo, context } = demoUnderTest();
  const report = await demo.start(3, context);
  expect(report.people).toBe(3);
  const people = store.people.list(PAGE);
  expect(people).toMatchObject(
    Array.from({ length: 3 }, () => ({
      synthetic: true,
      references: { fingerprint: 6 },
      retainUntil: '2027-11-25',
    })),
  );
  for (const { id } of people) {
    expect(store.consents.listOfPerson(id)).toMatchObject([
      { purpose: 'synthetic: belongs to nobody' },
    ]);
  }
  expect(report.probes).toHaveLength(6);
  expect(report.probes[0]).toMatchObject({
    externalId: 'DEMO-01',
    displayName: 'Ada Whorl',
    name: 'ada-whorl-right-index.wsq',
  });
  const references = store.attempts.list({ limit: 100 });
  expect(references.every(({ outcome }) => outcome === 'enrolled')).toBe(true);
  expect(context.told.at(-1)).toEqual(['making people', 6, 6]);
});

test('a probe is an impression that is not enrolled', async () => {
  const { store, demo, context } = demoUnderTest();
  const { probes } = await demo.start(1, context);
  const { modality, modelId } = store.templates.countByModel()[0];
  for (const { bytes } of probes) {
    const hash = (await import('node:crypto')).hash('sha256', bytes) as never;
    expect(store.templates.findBySource(hash, modality, modelId)).toEqual([]);
  }
});

test('a second time nobody comes twice, and a larger crowd begins with the same people', async () => {
  const { store, demo, context } = demoUnderTest();
  await demo.start(2, context);
  const before = store.people.list(PAGE);
  await demo.start(4, context);
  const after = store.people.list(PAGE);
  expect(after.slice(0, 2)).toEqual(before);
  expect(after).toHaveLength(4);
  expect(store.consents.listOfPerson(before[0].id)).toHaveLength(1);
});

test('removing takes all of them and nobody else', async () => {
  const { store, demo, events, context } = demoUnderTest();
  await demo.start(2, context);
  enrolAt(store, 'ada', 0, [0]);
  events.splice(0);
  expect(demo.remove()).toBe(2);
  expect(store.people.list(PAGE).map(({ externalId }) => externalId)).toEqual(['ada']);
  expect(store.templates.countByModel()).toMatchObject([{ modality: 'face', templates: 1 }]);
  expect(events).toMatchObject([{ what: 'people' }, { what: 'attempts' }]);
  expect(demo.remove()).toBe(0);
});

test('a person of flesh and blood who has such an external id is left alone', async () => {
  const { store, demo, context, asked } = demoUnderTest();
  enrolAt(store, 'DEMO-02', 0, [0]);
  const failure = await failureOf(() => demo.start(2, context));
  expect(failure.code).toBe('conflict');
  expect(store.people.count()).toBe(1);
  expect(asked).toEqual([]);
});

test('stopped, it keeps whoever is enrolled whole until then', async () => {
  const { store, demo, context } = demoUnderTest();
  const { progress } = context;
  context.progress = (phase, done, total) => {
    progress(phase, done, total);
    if (done === 3) context.cancel();
  };
  expect((await failureOf(() => demo.start(5, context))).code).toBe('cancelled');
  expect(store.people.list(PAGE).map(({ references }) => references.fingerprint)).toEqual([6, 3]);
});

test('names are all different, and those of a smaller crowd the first ones of a larger', () => {
  const all = demoPeople(MOST_DEMO_PEOPLE);
  expect(all).toHaveLength(50);
  expect(new Set(all.map(({ displayName }) => displayName)).size).toBe(50);
  expect(new Set(all.map(({ externalId }) => externalId)).size).toBe(50);
  expect(demoPeople(7)).toEqual(all.slice(0, 7));
});

test('real prints are WSQ files, made in a thread of their own', { timeout: 60_000 }, async () => {
  const { createPrintMaker } = await import('../../../app/services/synthesis/print-maker.ts');
  const maker = createPrintMaker();
  const impression = { impression: 1, quality: 'good', sensor: 'capacitive' } as const;
  const key = { seed: 1, person: 1, finger: 2 };
  const before = process.threadCpuUsage();
  const { bytes } = await maker.make({ key, impression, format: 'wsq' });
  const used = process.threadCpuUsage(before);
  expect(sniffFormat(bytes)).toBe('wsq');
  // The arithmetic takes most of a second; none of it is done here.
  expect((used.user + used.system) / 1000).toBeLessThan(200);
  const closed = maker.make({ key, impression, format: 'wsq' });
  maker.close();
  await expect(closed).rejects.toMatchObject({ code: 'cancelled' });
});
