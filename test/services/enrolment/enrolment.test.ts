import { expect, test } from 'vitest';
import type { HostEvent } from '../../../app/contract/events.ts';
import { createEnrolment } from '../../../app/services/enrolment/enrolment.ts';
import { createFakeEngine, face, image, type FakeOptions } from '../fake-engine.ts';
import { enrolAt, temporaryStore } from '../support.ts';

const CHOICES = {
  capture: { modality: 'face', face: 'dominant' },
  allowLookAlike: false,
  allowDisagreement: false,
} as const;

function enrolmentUnderTest(options: FakeOptions = {}, keepsImages = () => false) {
  const store = temporaryStore();
  const engine = createFakeEngine(options);
  const events: string[] = [];
  const emit = (event: HostEvent) =>
    events.push(event.event === 'data.changed' ? event.what : event.event);
  const { enrol } = createEnrolment({ engine, store, emit, keepsImages });
  return {
    store,
    engine,
    events,
    enrol: (
      externalId: string,
      images: readonly Uint8Array[],
      choices: Partial<Parameters<typeof enrol>[0]> = {},
    ) => enrol({ externalId, images, ...CHOICES, ...choices }),
    attempts: () => store.attempts.list({ limit: 100 }).reverse(),
    references: () => store.templates.countByModel().map(({ templates }) => templates)[0] ?? 0,
  };
}

test('samples that agree become references of a new person', async () => {
  const { store, enrol, attempts } = enrolmentUnderTest();
  const report = await enrol('ada', [face(0, 0), face(0, 20), face(0, -20)], {
    displayName: 'Ada Lovelace',
    notes: 'first of all',
  });
  expect(report).toMatchObject({ outcome: 'enrolled', references: 3, refusals: [] });
  expect(report.images.map(({ status }) => status)).toEqual(['enrolled', 'enrolled', 'enrolled']);

  const person = store.people.findByExternalId('ada');
  expect(person).toMatchObject({ displayName: 'Ada Lovelace', notes: 'first of all' });
  for (const { templateId, sample } of report.images) {
    const template = templateId && store.templates.get(templateId);
    expect(template).toMatchObject({ personId: person?.id, modelId: 'fake-1' });
    expect(sample).not.toHaveProperty('features');
  }
  const [attempt] = attempts();
  expect(attempt).toMatchObject({ kind: 'enrolment', outcome: 'enrolled', personId: person?.id });
  expect(attempt).not.toHaveProperty('note');
});

test('without a name the external id serves', async () => {
  const { store, enrol } = enrolmentUnderTest();
  await enrol('ada', [face(0, 0)], { displayName: '' });
  expect(store.people.findByExternalId('ada')?.displayName).toBe('ada');
});

test('two samples that do not agree are refused, and nothing is stored', async () => {
  const { store, enrol, attempts, references } = enrolmentUnderTest();
  const report = await enrol('ada', [face(0, 0), face(0, 60)]); // 1.0 apart, limit 0.9
  expect(report).toMatchObject({
    outcome: 'failure-to-enrol',
    refusals: ['samples-disagree'],
    references: 0,
    agreementLimit: 0.9,
  });
  expect(report.disagreements).toMatchObject([{ image: 1, with: 0 }]);
  expect(report.disagreements[0].distance).toBeCloseTo(1, 5);
  expect(report.images.map(({ status }) => status)).toEqual(['refused', 'refused']);
  expect(report.images.every(({ templateId }) => templateId === undefined)).toBe(true);
  expect(store.people.findByExternalId('ada')).toBeUndefined();
  expect(references()).toBe(0);
  expect(attempts()).toMatchObject([{ outcome: 'failure-to-enrol', note: 'samples-disagree' }]);
});

test('a chain of samples agrees, though its ends would not', async () => {
  const { enrol } = enrolmentUnderTest();
  const report = await enrol('ada', [face(0, 0), face(0, 90), face(0, 45)]);
  expect(report).toMatchObject({ outcome: 'enrolled', disagreements: [] });
});

test('of two groups the larger one is the person', async () => {
  const { enrol } = enrolmentUnderTest();
  const report = await enrol('ada', [face(1, 0), face(0, 0), face(0, 10)]);
  expect(report.disagreements.map(({ image: index }) => index)).toEqual([0]);
});

test('samples must agree with what is enrolled already', async () => {
  const { enrol, references } = enrolmentUnderTest();
  await enrol('ada', [face(0, 0)]);
  const report = await enrol('ada', [face(0, 80), face(0, 90), face(0, 100)]);
  expect(report.refusals).toEqual(['samples-disagree']);
  expect(report.references).toBe(1);
  expect(references()).toBe(1);

  const joined = await enrol('ada', [face(0, 40), face(0, 80)]);
  expect(joined).toMatchObject({ outcome: 'enrolled', references: 3 });
});

test('a disagreement with one reference only is told against the enrolled ones', async () => {
  const { enrol } = enrolmentUnderTest();
  await enrol('ada', [face(0, 0)]);
  const report = await enrol('ada', [face(0, 70)]);
  expect(report.disagreements).toMatchObject([{ image: 0, with: 'enrolled' }]);
});

test('an override of disagreement enrols all, and the attempt says so', async () => {
  const { enrol, attempts } = enrolmentUnderTest();
  const report = await enrol('ada', [face(0, 0), face(1, 0)], { allowDisagreement: true });
  expect(report).toMatchObject({ outcome: 'enrolled', references: 2 });
  expect(report.disagreements).toHaveLength(1);
  expect(attempts()).toMatchObject([{ outcome: 'enrolled', note: 'overridden: samples-disagree' }]);
});

test('references that were overridden into one person do not disagree ever after', async () => {
  const { enrol } = enrolmentUnderTest();
  await enrol('ada', [face(0, 0), face(1, 0)], { allowDisagreement: true });
  expect((await enrol('ada', [face(1, 5)])).outcome).toBe('enrolled');
  expect((await enrol('ada', [face(0, 5)])).outcome).toBe('enrolled');
});

test('an override that was not needed leaves no note', async () => {
  const { enrol, attempts } = enrolmentUnderTest();
  await enrol('ada', [face(0, 0)], { allowDisagreement: true, allowLookAlike: true });
  expect(attempts()[0]).not.toHaveProperty('note');
});

test('the same image twice in one call counts once', async () => {
  const { enrol } = enrolmentUnderTest();
  const report = await enrol('ada', [face(0, 0), face(0, 0), face(0, 0, 'another')]);
  expect(report.images.map(({ status }) => status)).toEqual(['enrolled', 'same-image', 'enrolled']);
  expect(report.references).toBe(2);
});

test('images that are enrolled already are nothing new, and nothing is recorded', async () => {
  const { enrol, attempts, references } = enrolmentUnderTest();
  await enrol('ada', [face(0, 0)]);
  const report = await enrol('ada', [face(0, 0)]);
  expect(report).toMatchObject({ outcome: 'nothing-new', references: 1, refusals: [] });
  expect(report.images).toMatchObject([{ status: 'already-enrolled' }]);
  expect(references()).toBe(1);
  expect(attempts()).toHaveLength(1);
});

test('an image of another person is refused, and told as such', async () => {
  const { store, enrol, references } = enrolmentUnderTest();
  await enrol('ada', [face(0, 0)]);
  const report = await enrol('bob', [face(0, 0)]);
  expect(report.outcome).toBe('failure-to-enrol');
  expect(report.refusals).toContain('image-of-another-person');
  expect(store.people.findByExternalId('bob')).toBeUndefined();
  expect(references()).toBe(1);
});

test('whoever resembles somebody enrolled is told whom, and refused', async () => {
  const { enrol, attempts } = enrolmentUnderTest();
  await enrol('ada', [face(0, 0)], { displayName: 'Ada' });
  await enrol('eve', [face(1, 0)]);
  const report = await enrol('bob', [face(0, 50), face(0, 30)]);
  expect(report.refusals).toEqual(['resembles-another-person']);
  expect(report.lookAlikes).toMatchObject([{ externalId: 'ada', displayName: 'Ada', image: 1 }]);
  expect(report.lookAlikes[0].distance).toBeCloseTo(0.5176, 4); // 2 sin(15 degrees)
  expect(attempts().at(-1)).toMatchObject({ note: 'resembles-another-person' });
  expect(attempts().at(-1)).not.toHaveProperty('personId');
});

test('a look-alike may be enrolled by override, which is on record', async () => {
  const { store, enrol, attempts } = enrolmentUnderTest();
  await enrol('ada', [face(0, 0)]);
  const report = await enrol('bob', [face(0, 30)], { allowLookAlike: true });
  expect(report).toMatchObject({ outcome: 'enrolled', lookAlikes: [{ externalId: 'ada' }] });
  expect(attempts().at(-1)).toMatchObject({
    personId: store.people.findByExternalId('bob')?.id,
    note: 'overridden: resembles-another-person',
  });
});

test('a person does not resemble herself', async () => {
  const { enrol } = enrolmentUnderTest();
  await enrol('ada', [face(0, 0), face(0, 1), face(0, 2), face(0, 3), face(0, 4)]);
  expect((await enrol('ada', [face(0, 5)])).lookAlikes).toEqual([]);
});

test('the limit for look-alikes grows stricter with the gallery', async () => {
  const { store, enrol } = enrolmentUnderTest();
  const first = await enrol('p0', [face(0, 0)]);
  for (let i = 0; i < 12; i++) enrolAt(store, `other${i}`, 1, [i * 30]);
  const later = await enrol('p1', [face(2, 0)]);
  expect(later.lookAlikeLimit).toBeLessThan(first.lookAlikeLimit);
});

test('images that can’t be used are listed with reasons; the others are enrolled', async () => {
  const { enrol, attempts } = enrolmentUnderTest();
  const report = await enrol('ada', [image('problem too-blurred'), face(0, 0), image('noise')]);
  expect(report.outcome).toBe('enrolled');
  expect(report.images.map(({ status }) => status)).toEqual([
    'not-acquired',
    'enrolled',
    'not-acquired',
  ]);
  expect(report.images[0].sample).toMatchObject({ reasons: [{ problem: 'too-blurred' }] });
  expect(attempts()[0].reasons).toEqual([{ problem: 'too-blurred' }, { problem: 'damaged-image' }]);
});

test('without one usable image nobody is enrolled', async () => {
  const { store, enrol, attempts } = enrolmentUnderTest();
  const report = await enrol('ada', [image('problem no-face')]);
  expect(report).toMatchObject({ outcome: 'failure-to-enrol', refusals: ['no-usable-image'] });
  expect(report.images).toMatchObject([{ status: 'not-acquired' }]);
  expect(store.people.count()).toBe(0);
  expect(attempts()).toMatchObject([
    { outcome: 'failure-to-enrol', reasons: [{ problem: 'no-face' }] },
  ]);
});

test('references of another model neither agree nor disagree, nor look alike', async () => {
  const { store, enrol } = enrolmentUnderTest();
  const other = 'fake-2' as Parameters<typeof enrolAt>[4];
  enrolAt(store, 'ada', 1, [0], other);
  enrolAt(store, 'bob', 0, [0], other);
  expect(await enrol('ada', [face(0, 0)])).toMatchObject({ outcome: 'enrolled', references: 1 });
});

test('a store that refuses one reference keeps none of them, nor the person', async () => {
  const { store, engine } = enrolmentUnderTest();
  let left = 2;
  const failing = {
    ...store,
    templates: {
      ...store.templates,
      add: (template: Parameters<typeof store.templates.add>[0]) => {
        if (left-- === 0) throw new Error('disk full');
        return store.templates.add(template);
      },
    },
  };
  const { enrol } = createEnrolment({ engine, store: failing });
  const images = [face(0, 0), face(0, 1), face(0, 2)];
  await expect(enrol({ externalId: 'ada', images, ...CHOICES })).rejects.toThrow('disk full');
  expect(store.people.count()).toBe(0);
  expect(store.templates.countByModel()).toEqual([]);
  expect(store.attempts.list({ limit: 10 })).toEqual([]);
});

const CONSENT = {
  purpose: 'door',
  retainUntil: '2029-11-25',
  operator: 'Grace',
  form: 'on paper',
} as const;

test('a consent is stored with the person, or neither of them is', async () => {
  const { store, engine, enrol } = enrolmentUnderTest();
  await enrol('ada', [face(0, 0)], { consent: CONSENT });
  const ada = store.people.findByExternalId('ada');
  expect(ada && store.consents.listOfPerson(ada.id)).toMatchObject([CONSENT]);
  await enrol('ada', [face(0, 5)], { consent: { ...CONSENT, purpose: 'payroll' } });
  expect(ada && store.consents.listOfPerson(ada.id)).toMatchObject([
    { purpose: 'payroll' },
    CONSENT,
  ]);

  const refused = await enrol('eve', [face(0, 1)], { consent: CONSENT });
  expect(refused.outcome).toBe('failure-to-enrol');
  expect(store.people.findByExternalId('eve')).toBeUndefined();

  const failing = {
    ...store,
    consents: {
      ...store.consents,
      record: () => {
        throw new Error('disk full');
      },
    },
  };
  const service = createEnrolment({ engine, store: failing });
  const input = { externalId: 'ben', images: [face(1, 0)], consent: CONSENT, ...CHOICES };
  await expect(service.enrol(input)).rejects.toThrow('disk full');
  expect(store.people.findByExternalId('ben')).toBeUndefined();
});

test('the reason of an override is on record, that of an override which was none is not', async () => {
  const { enrol, attempts } = enrolmentUnderTest();
  const overrideReason = ' twins, both present ';
  await enrol('ada', [face(0, 0)], { allowLookAlike: true, overrideReason });
  await enrol('bob', [face(0, 30)], { allowLookAlike: true, overrideReason });
  expect(attempts()[0]).not.toHaveProperty('note');
  expect(attempts()[1].note).toBe(
    'overridden: resembles-another-person; reason: twins, both present',
  );
});

test('a reason goes with nobody: a refusal does not keep it', async () => {
  const { enrol, attempts } = enrolmentUnderTest();
  await enrol('ada', [face(0, 0)]);
  const report = await enrol('eve', [face(0, 1), face(3, 0)], {
    allowDisagreement: true,
    overrideReason: 'Eve has a scar',
  });
  expect(report.refusals).toEqual(['resembles-another-person']);
  expect(attempts().at(-1)?.note).toBe('resembles-another-person');
});

test('a trial says what would become of it, as the enrolment then does, and stores nothing', async () => {
  const { store, enrol, attempts, events } = enrolmentUnderTest();
  await enrol('ada', [face(0, 0)]);
  const before = [store.facts().templatesByModel, attempts()];
  events.splice(0);
  const cases: readonly (readonly [string, readonly Uint8Array[]])[] = [
    ['ben', [face(2, 0), face(2, 10), image('problem too-dark')]],
    ['ben', [face(2, 0), face(3, 0)]],
    ['eve', [face(0, 10)]],
    ['eve', [face(0, 0)]],
    ['ada', [face(0, 0)]],
    ['ada', [face(0, 20)]],
  ];
  const trials = [];
  for (const [who, images] of cases) {
    trials.push(await enrol(who, images, { dryRun: true, consent: CONSENT }));
  }
  expect([store.facts().templatesByModel, attempts()]).toEqual(before);
  expect(store.people.count()).toBe(1);
  expect(events).toEqual([]);
  for (const [i, [who, images]] of cases.entries()) {
    const report = await enrol(who, images);
    const told = report.images.map(({ templateId: _, ...one }) => one);
    expect(trials[i]).toEqual({ ...report, images: told });
    // Each case against the same store as its trial.
    if (who === 'ben' && report.outcome === 'enrolled') {
      const ben = store.people.findByExternalId('ben');
      if (ben) store.people.remove(ben.id);
    }
  }
  expect(trials.map(({ outcome }) => outcome)).toEqual([
    'enrolled',
    'failure-to-enrol',
    'failure-to-enrol',
    'failure-to-enrol',
    'nothing-new',
    'enrolled',
  ]);
});

test('captures are kept as images only where that is wanted at that moment', async () => {
  let keeps = false;
  const { store, enrol } = enrolmentUnderTest({}, () => keeps);
  const first = await enrol('ada', [face(0, 0)]);
  keeps = true;
  const second = await enrol('ada', [face(0, 5), image('problem too-dark'), face(0, 10)]);
  const kept = [...first.images, ...second.images].map(
    ({ templateId }) => templateId && store.images.get(templateId),
  );
  expect(kept).toEqual([undefined, face(0, 5), undefined, face(0, 10)]);
});

test('whoever shows people and attempts is told of an enrolment and of a refusal', async () => {
  const { enrol, events } = enrolmentUnderTest();
  await enrol('ada', [face(0, 0)]);
  expect(events.splice(0)).toEqual(['people', 'attempts']);
  await enrol('eve', [image('problem no-face')]);
  expect(events).toContain('attempts');
});
