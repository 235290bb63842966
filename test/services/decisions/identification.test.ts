import { expect, test } from 'vitest';
import type { ModelId } from '../../../app/core/vocabulary.ts';
import { createIdentification } from '../../../app/services/decisions/identification.ts';
import { asRate } from '../../core/support.ts';
import { createFakeEngine, face, image } from '../fake-engine.ts';
import { enrolAt, temporaryStore } from '../support.ts';

function identificationUnderTest() {
  const store = temporaryStore();
  const { identify } = createIdentification({ engine: createFakeEngine(), store });
  return {
    store,
    identify: (probe: Uint8Array, count = 5, targetRate?: number) =>
      identify({
        probe,
        capture: { modality: 'face', face: 'dominant' },
        count,
        ...(targetRate === undefined ? {} : { targetRate: asRate(targetRate) }),
      }),
    attempts: () => store.attempts.list({ limit: 10 }),
  };
}

test('the closest person within the limit is who it is', async () => {
  const { store, identify, attempts } = identificationUnderTest();
  enrolAt(store, 'ada', 0, [40]);
  const { person, templates } = enrolAt(store, 'bob', 0, [80, 5]);
  enrolAt(store, 'eve', 1, [0]);
  const report = await identify(face(0, 0));
  expect(report).toMatchObject({ outcome: 'match', people: 3, references: 4 });
  expect(report.candidates.map(({ externalId }) => externalId)).toEqual(['bob', 'ada', 'eve']);
  expect(report.candidates.map(({ outcome }) => outcome)).toEqual(['match', 'match', 'non-match']);
  expect(report.candidates[0].templateId).toBe(templates[1].id);
  expect(report.decision?.distance).toBe(report.candidates[0].distance);
  expect(attempts()).toMatchObject([
    {
      id: report.attemptId,
      kind: 'identification',
      outcome: 'match',
      personId: person.id,
      templateId: templates[1].id,
      targetRate: 1e-2,
    },
  ]);
});

test('a stranger is nobody, and the log links the attempt to nobody', async () => {
  const { store, identify, attempts } = identificationUnderTest();
  enrolAt(store, 'ada', 0, [0]);
  const report = await identify(face(1, 0));
  expect(report).toMatchObject({ outcome: 'non-match', candidates: [{ outcome: 'non-match' }] });
  const [attempt] = attempts();
  expect(attempt.distance).toBeCloseTo(Math.SQRT2, 6);
  expect(attempt).not.toHaveProperty('personId');
  expect(attempt).not.toHaveProperty('templateId');
});

test('the limit knows the size of the gallery', async () => {
  const { store, identify } = identificationUnderTest();
  enrolAt(store, 'ada', 0, [0]);
  const probe = face(0, 56); // 0.939
  expect(await identify(probe)).toMatchObject({ outcome: 'match', decision: { threshold: 1 } });
  for (let i = 0; i < 9; i++) enrolAt(store, `other-${i}`, 1, [i * 40]);
  expect(await identify(probe)).toMatchObject({
    outcome: 'non-match',
    decision: { threshold: 0.9, limit: { references: 10 } },
  });
  expect((await identify(probe, 5, 0.1)).outcome).toBe('match');
});

test('as many people are listed as were asked for, where there are', async () => {
  const { store, identify } = identificationUnderTest();
  for (let i = 0; i < 7; i++) enrolAt(store, `p${i}`, 0, [i * 10, i * 10 + 1]);
  const names = async (count: number) =>
    (await identify(face(0, 0), count)).candidates.map(({ externalId }) => externalId);
  expect(await names(1)).toEqual(['p0']);
  expect(await names(3)).toEqual(['p0', 'p1', 'p2']);
  expect(await names(100)).toHaveLength(7);
});

test('where nobody is enrolled with this model, there is nobody to be compared with', async () => {
  const { store, identify, attempts } = identificationUnderTest();
  enrolAt(store, 'ada', 0, [0], 'fake-2' as ModelId);
  const report = await identify(face(0, 0));
  expect(report).toMatchObject({ outcome: 'no-reference', candidates: [], people: 0 });
  expect(attempts()).toMatchObject([{ outcome: 'no-reference' }]);
});

test('a poor probe is a failure to acquire, whoever is enrolled', async () => {
  const { store, identify, attempts } = identificationUnderTest();
  enrolAt(store, 'ada', 0, [0]);
  const report = await identify(image('problem several-faces'));
  expect(report).toMatchObject({ outcome: 'failure-to-acquire', candidates: [], people: 1 });
  expect(attempts()).toMatchObject([
    { outcome: 'failure-to-acquire', reasons: [{ problem: 'several-faces' }] },
  ]);
});
