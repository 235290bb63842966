import { expect, test } from 'vitest';
import type { Distance, ModelId } from '../../../app/core/vocabulary.ts';
import type { HostEvent } from '../../../app/contract/events.ts';
import { createPeopleService } from '../../../app/services/people/people.ts';
import { createVerification } from '../../../app/services/decisions/verification.ts';
import { SETTINGS, plan } from '../../store/fixtures.ts';
import { createFakeEngine, embeddingAt, face, sha256Of } from '../fake-engine.ts';
import { enrolAt, failureOf, temporaryStore } from '../support.ts';

const TODAY = '2026-11-25';
const PAGE = {
  sort: 'externalId',
  descending: false,
  due: false,
  limit: 10,
  offset: 0,
} as const;
const CONSENT = {
  purpose: 'door',
  retainUntil: '2029-11-25',
  operator: 'Grace',
  form: 'on paper',
} as const;

function peopleUnderTest() {
  const store = temporaryStore();
  const events: HostEvent[] = [];
  const people = createPeopleService({
    store,
    now: () => `${TODAY}T12:00:00.000Z`,
    emit: (event) => events.push(event),
  });
  const { verify } = createVerification({ engine: createFakeEngine(), store });
  const changed = () =>
    events.splice(0).map((event) => (event.event === 'data.changed' ? event.what : event.event));
  return { store, people, verify, changed };
}

test('a list is a page of all, with the number of all', () => {
  const { store, people } = peopleUnderTest();
  for (const name of ['eve', 'ada', 'bob']) enrolAt(store, name, 0, [0]);
  const page = people.list({ ...PAGE, limit: 2, offset: 1 });
  expect(page.total).toBe(3);
  expect(page.people.map(({ externalId }) => externalId)).toEqual(['bob', 'eve']);
  expect(people.list({ ...PAGE, search: 'AD' })).toMatchObject({
    total: 1,
    people: [{ externalId: 'ada' }],
  });
});

test('what is held on a person is shown whole: references of every model, and the log', async () => {
  const { store, people, verify } = peopleUnderTest();
  enrolAt(store, 'ada', 0, [0, 1]);
  enrolAt(store, 'ada', 0, [2], 'fake-2' as ModelId);
  enrolAt(store, 'bob', 1, [0]);
  await verify({
    externalId: 'ada',
    probe: face(0, 0),
    capture: { modality: 'face', face: 'dominant' },
  });
  await verify({
    externalId: 'bob',
    probe: face(0, 0),
    capture: { modality: 'face', face: 'dominant' },
  });
  const { person, templates, attempts, ...others } = await people.show('ada');
  expect(others).toEqual({ synthetic: false, consents: [], lookAlikes: [], keptImages: [] });
  expect(person.externalId).toBe('ada');
  expect(templates.map(({ modelId }) => modelId)).toEqual(['fake-1', 'fake-1', 'fake-2']);
  expect(templates.every((template) => !('features' in template))).toBe(true);
  expect(attempts).toMatchObject([{ kind: 'verification', outcome: 'match' }]);
});

test('erasing takes the person, all references, and every link of the log', async () => {
  const { store, people, verify } = peopleUnderTest();
  const { templates } = enrolAt(store, 'ada', 0, [0]);
  enrolAt(store, 'bob', 1, [0]);
  const { attemptId } = await verify({
    externalId: 'ada',
    probe: face(0, 0),
    capture: { modality: 'face', face: 'dominant' },
  });
  people.recordConsent('ada', CONSENT);
  store.images.keep(templates[0].id, Uint8Array.of(1));
  const { person, ...receipt } = people.remove('ada');
  expect(person.externalId).toBe('ada');
  expect(receipt).toEqual({
    templates: 1,
    consents: 1,
    images: 1,
    probes: 0,
    unlinkedAttempts: 1,
    erasedAt: '2026-11-25T12:00:00.000Z',
  });

  expect(people.list(PAGE).people).toMatchObject([{ externalId: 'bob' }]);
  expect((await failureOf(() => store.templates.get(templates[0].id))).code).toBe('not-found');
  const [attempt] = store.attempts.list({ limit: 10 });
  expect(attempt.id).toBe(attemptId);
  expect(attempt).not.toHaveProperty('personId');
  expect(attempt).not.toHaveProperty('templateId');
  expect((await failureOf(() => people.remove('ada'))).code).toBe('not-found');
});

test('a person can be renamed, and all of it happens or nothing', async () => {
  const { store, people } = peopleUnderTest();
  const { person } = enrolAt(store, 'ada', 0, [0]);
  enrolAt(store, 'bob', 1, [0]);
  const change = { externalId: 'ada', displayName: 'Ada King', notes: 'a countess' };
  expect(people.rename({ ...change, newExternalId: 'ada-1815' })).toMatchObject({
    id: person.id,
    externalId: 'ada-1815',
    displayName: 'Ada King',
    notes: 'a countess',
  });
  const failure = await failureOf(() =>
    people.rename({ externalId: 'ada-1815', displayName: 'Ada', newExternalId: 'bob' }),
  );
  expect(failure.code).toBe('conflict');
  expect(store.people.get(person.id).displayName).toBe('Ada King');
});

test('whoever is not enrolled can be neither shown, renamed nor erased', async () => {
  const { people } = peopleUnderTest();
  const calls = [
    () => people.show('nobody-here'),
    () => people.rename({ externalId: 'nobody-here', displayName: 'X' }),
    () => people.remove('nobody-here'),
    () => people.recordConsent('nobody-here', CONSENT),
    () => people.removeTemplate('nobody-here', 'template'),
    () => people.export('nobody-here'),
  ];
  for (const call of calls) {
    const { code, message } = await failureOf(call);
    expect(code).toBe('not-found');
    expect(message).not.toContain('nobody-here');
  }
});

test('a person can be there before any reference, with the consent that allows it', async () => {
  const { people, changed } = peopleUnderTest();
  const input = { externalId: 'ada', displayName: '', notes: 'of age', consent: CONSENT };
  expect(people.add(input)).toMatchObject({ displayName: 'ada', notes: 'of age' });
  expect(changed()).toEqual(['people']);
  expect((await people.show('ada')).consents).toMatchObject([CONSENT]);
  expect(people.list(PAGE).people).toMatchObject([
    { externalId: 'ada', retainUntil: '2029-11-25', references: {}, synthetic: false },
  ]);
  expect((await failureOf(() => people.add(input))).code).toBe('conflict');
  expect(changed()).toEqual([]);
});

test('a consent that the store refuses leaves no person without one', async () => {
  const { people, store } = peopleUnderTest();
  const consent = { ...CONSENT, retainUntil: '2029-13-01' };
  expect((await failureOf(() => people.add({ externalId: 'ada', consent }))).code).toBe(
    'bad-input',
  );
  expect(store.people.count()).toBe(0);
});

test('whoever is due today is listed as due, until the consent is renewed', () => {
  const { people } = peopleUnderTest();
  people.add({ externalId: 'ada', consent: { ...CONSENT, retainUntil: TODAY } });
  people.add({ externalId: 'ben', consent: { ...CONSENT, retainUntil: '2026-11-26' } });
  const due = () => people.list({ ...PAGE, due: true });
  expect(due()).toMatchObject({ total: 1, people: [{ externalId: 'ada' }] });
  people.recordConsent('ada', CONSENT);
  expect(due()).toEqual({ total: 0, people: [] });
});

test('one reference goes alone, and only from the person who has it', async () => {
  const { people, store, changed } = peopleUnderTest();
  const [first, second] = enrolAt(store, 'ada', 0, [0, 5]).templates;
  enrolAt(store, 'ben', 1, [0]);
  const wrong = [
    () => people.removeTemplate('ben', first.id),
    () => people.removeTemplate('ada', 'no-such-template'),
  ];
  for (const call of wrong) expect((await failureOf(call)).code).toBe('not-found');
  expect(changed()).toEqual([]);
  people.removeTemplate('ada', first.id);
  expect(changed()).toEqual(['people']);
  expect((await people.show('ada')).templates.map(({ id }) => id)).toEqual([second.id]);
  expect((await people.show('ben')).templates).toHaveLength(1);
});

test('an export has all that is held on the person, and nothing of anybody else', async () => {
  const { people, store, verify } = peopleUnderTest();
  const { person, templates } = enrolAt(store, 'ada', 0, [30]);
  enrolAt(store, 'ben', 1, [0]);
  people.recordConsent('ada', CONSENT);
  store.images.keep(templates[0].id, Uint8Array.from([0, 255, 7]));
  const capture = { modality: 'face', face: 'dominant' } as const;
  for (const who of ['ada', 'ben', 'ada']) {
    await verify({ externalId: who, probe: face(0, 30), capture });
  }
  const attempts = store.attempts.list({ limit: 10, personId: person.id });
  const ben = store.people.findByExternalId('ben');
  store.probes.keep(attempts[1].id, embeddingAt(0, 30));
  const { id: audit } = store.audits.create({
    root: '/r',
    settings: SETTINGS,
    startedAt: '2026-01-01T00:00:00Z',
    files: plan(['ada', 'ben']),
  });
  const match = { outcome: 'match', reasons: [], sha256: sha256Of('x') } as const;
  store.audits.record(audit, [
    { position: 0, result: { ...match, personId: person.id } },
    { position: 1, result: { ...match, personId: ben?.id, looksLikeId: person.id } },
  ]);
  const text = people.export('ada');
  expect(text).not.toContain('ben');
  expect(text).not.toContain('000001.jpg');
  const held: unknown = JSON.parse(text);
  expect(held).toMatchObject({
    format: 'twinmark-person',
    exportedAt: '2026-11-25T12:00:00.000Z',
    person: { ...person, synthetic: false },
    consents: [CONSENT],
    attempts: attempts.map(({ personId: _, ...attempt }) => attempt),
    audits: [
      { auditId: audit, path: '000000.jpg', as: 'found', outcome: 'match' },
      { auditId: audit, as: 'looks-like', outcome: 'match' },
    ],
    references: [{ id: templates[0].id, modality: 'face', modelId: 'fake-1', imageBase64: 'AP8H' }],
  });
  const probes = (held as { attempts: { probe?: object }[] }).attempts.map(({ probe }) => probe);
  expect(probes).toEqual([undefined, expect.objectContaining({ encoding: 'float32-le' })]);
  const [{ features }] = (held as { references: { features: { base64: string } }[] }).references;
  const bytes = Buffer.from(features.base64, 'base64');
  const values = Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatLE(4 * i));
  expect(Float32Array.from(values)).toEqual(embeddingAt(0, 30));
});

test('whoever shows people is told of every change, and of nothing else', async () => {
  const { people, store, changed } = peopleUnderTest();
  enrolAt(store, 'ada', 0, [0]);
  people.list(PAGE);
  await people.show('ada');
  people.export('ada');
  expect(changed()).toEqual([]);
  people.rename({ externalId: 'ada', displayName: 'Ada King' });
  expect(changed()).toEqual(['people']);
  people.remove('ada');
  expect(changed()).toEqual(['people', 'attempts']);
});

test('a capture that was kept is shown, to those who ask for it with its person', async () => {
  const { people, store } = peopleUnderTest();
  const [kept, other] = enrolAt(store, 'ada', 0, [0, 5]).templates;
  enrolAt(store, 'ben', 1, [0]);
  store.images.keep(kept.id, Uint8Array.from([9, 8, 7]));
  expect((await people.show('ada')).keptImages).toEqual([kept.id]);
  expect(people.image('ada', kept.id)).toEqual(Uint8Array.from([9, 8, 7]));
  const refused = [
    () => people.image('ada', other.id),
    () => people.image('ben', kept.id),
    () => people.image('nobody', kept.id),
  ];
  for (const call of refused) expect((await failureOf(call)).code).toBe('not-found');
});

test('look-alikes are searched only for whoever asks for them', async () => {
  const store = temporaryStore();
  const { person } = enrolAt(store, 'ada', 0, [0]);
  const alike = { modality: 'face', externalId: 'eve', displayName: 'Eve' } as const;
  const found = [{ ...alike, distance: 0.5 as Distance, guardDistance: 0.6 as Distance }];
  const asked: string[] = [];
  const people = createPeopleService({
    store,
    now: () => TODAY,
    emit: () => undefined,
    lookAlikes: {
      of(personId) {
        asked.push(personId);
        return Promise.resolve(found);
      },
    },
  });
  expect((await people.show('ada')).lookAlikes).toEqual([]);
  expect(asked).toEqual([]);
  expect((await people.show('ada', { lookAlikes: true })).lookAlikes).toEqual(found);
  expect(asked).toEqual([person.id]);
});
