import { expect, test } from 'vitest';
import { compare } from '../../../app/core/distance.ts';
import type { ModelId } from '../../../app/core/vocabulary.ts';
import { createVerification } from '../../../app/services/decisions/verification.ts';
import { asRate } from '../../core/support.ts';
import { createFakeEngine, embeddingAt, face, image } from '../fake-engine.ts';
import { enrolAt, failureOf, temporaryStore } from '../support.ts';

function verificationUnderTest() {
  const store = temporaryStore();
  const { verify } = createVerification({ engine: createFakeEngine(), store });
  return {
    store,
    verify: (externalId: string, probe: Uint8Array, targetRate?: number) =>
      verify({
        externalId,
        probe,
        capture: { modality: 'face', face: 'dominant' },
        ...(targetRate === undefined ? {} : { targetRate: asRate(targetRate) }),
      }),
    attempts: () => store.attempts.list({ limit: 10 }),
  };
}

test('a probe within the limit of the closest reference is a match', async () => {
  const { store, verify, attempts } = verificationUnderTest();
  const { person, templates } = enrolAt(store, 'ada', 0, [90, 10]);
  enrolAt(store, 'bob', 0, [0]);
  const report = await verify('ada', face(0, 0));
  expect(report).toMatchObject({
    outcome: 'match',
    externalId: 'ada',
    displayName: 'Name of ada',
    references: 2,
    templateId: templates[1].id,
    decision: {
      distance: compare(embeddingAt(0, 0), embeddingAt(0, 10)),
      calibration: { id: 'fake-calibration', set: 'nobody', protocol: 'none' },
      modelId: 'fake-1',
    },
  });
  expect(attempts()).toMatchObject([
    {
      id: report.attemptId,
      kind: 'verification',
      outcome: 'match',
      personId: person.id,
      templateId: templates[1].id,
      distance: report.decision?.distance,
      threshold: report.decision?.threshold,
      targetRate: 1e-3,
    },
  ]);
  expect(report.probe).not.toHaveProperty('features');
});

test('a stranger is a non-match, and so is somebody else who is enrolled', async () => {
  const { store, verify, attempts } = verificationUnderTest();
  enrolAt(store, 'ada', 0, [0]);
  enrolAt(store, 'bob', 1, [0]);
  expect((await verify('ada', face(2, 0))).outcome).toBe('non-match');
  expect((await verify('ada', face(1, 0))).outcome).toBe('non-match');
  expect(attempts().map(({ outcome }) => outcome)).toEqual(['non-match', 'non-match']);
});

test('more references make the limit stricter: each is a chance to match by mistake', async () => {
  const { store, verify } = verificationUnderTest();
  enrolAt(store, 'one', 0, [0]);
  enrolAt(store, 'two', 0, [0, 1]);
  const probe = face(0, -50); // 0.845 from both.
  const [alone, together] = [await verify('one', probe), await verify('two', probe)];
  expect(alone).toMatchObject({ outcome: 'match', decision: { threshold: 0.9 } });
  expect(together).toMatchObject({ outcome: 'non-match', decision: { threshold: 0.8 } });
  expect(together.decision?.distance).toBeCloseTo(alone.decision?.distance ?? NaN, 9);
});

test('the operator may ask for a stricter limit', async () => {
  const { store, verify } = verificationUnderTest();
  enrolAt(store, 'ada', 0, [0]);
  const probe = face(0, 45); // 0.765
  expect((await verify('ada', probe)).outcome).toBe('match');
  expect(await verify('ada', probe, 1e-5)).toMatchObject({
    outcome: 'non-match',
    decision: { threshold: 0.7, limit: { targetRate: 1e-5, support: 'measured' } },
  });
});

test('a person without references can’t be verified: no outcome of a comparison', async () => {
  const { store, verify, attempts } = verificationUnderTest();
  store.people.create({ externalId: 'ada', displayName: 'Ada' });
  const report = await verify('ada', face(0, 0));
  expect(report).toMatchObject({ outcome: 'no-reference', references: 0 });
  expect(report).not.toHaveProperty('decision');
  expect(attempts()).toMatchObject([{ outcome: 'no-reference' }]);
});

test('references of another model are never compared', async () => {
  const { store, verify } = verificationUnderTest();
  enrolAt(store, 'ada', 0, [0], 'fake-2' as ModelId);
  expect((await verify('ada', face(0, 0))).outcome).toBe('no-reference');
  enrolAt(store, 'ada', 1, [0]);
  expect(await verify('ada', face(0, 0))).toMatchObject({ outcome: 'non-match', references: 1 });
});

test('a poor probe is a failure to acquire with its reasons, not a non-match', async () => {
  const { store, verify, attempts } = verificationUnderTest();
  const { person } = enrolAt(store, 'ada', 0, [0]);
  const report = await verify('ada', image('problem too-dark'));
  const reasons = [{ problem: 'too-dark' }];
  expect(report).toMatchObject({ outcome: 'failure-to-acquire', probe: { reasons } });
  expect(report).not.toHaveProperty('decision');
  const [attempt] = attempts();
  expect(attempt).toMatchObject({ outcome: 'failure-to-acquire', personId: person.id, reasons });
  expect(attempt).not.toHaveProperty('distance');
});

test('a claim that nobody has is told before the image is looked at', async () => {
  const { verify, attempts } = verificationUnderTest();
  const failure = await failureOf(() => verify('somebody', face(0, 0)));
  expect(failure.code).toBe('not-found');
  expect(failure.message).not.toContain('somebody');
  expect(attempts()).toEqual([]);
});
