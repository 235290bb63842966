import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Certificate, Replayed, ReplayReport } from '../../../app/contract/certificate.ts';
import type { AttemptId, ModelId, TemplateId } from '../../../app/core/vocabulary.ts';
import { createCertificates } from '../../../app/services/decisions/certificates.ts';
import { createFusedVerification } from '../../../app/services/decisions/fused-verification.ts';
import { createIdentification } from '../../../app/services/decisions/identification.ts';
import { createReplay } from '../../../app/services/decisions/replay.ts';
import { createVerification } from '../../../app/services/decisions/verification.ts';
import { canonicalJson } from '../../../app/store/canonical-json.ts';
import { asRate } from '../../core/support.ts';
import { QUALITY } from '../../store/fixtures.ts';
import {
  SCALE,
  anchorsAt,
  createFakeEngine,
  face,
  image,
  print,
  sha256Of,
} from '../fake-engine.ts';
import { PRINT_SCALE } from '../fake-engine.ts';
import { enrolAt, failureOf, temporaryStore } from '../support.ts';

const FACE = { modality: 'face', face: 'dominant' } as const;

function program({ keeps = true, policies = {} } = {}) {
  const store = temporaryStore();
  const engine = createFakeEngine();
  const parts = { engine, store, keepsProbes: () => keeps, ...policies };
  const { person, templates } = enrolAt(store, 'ada', 0, [0, 40]);
  store.templates.add({
    personId: person.id,
    modality: 'fingerprint',
    finger: 2,
    modelId: PRINT_SCALE.modelId,
    features: anchorsAt(1, 0),
    quality: {
      areaMm2: 1,
      clarity: 1,
      anchors: 16,
      contrast: 1,
      darkness: 1,
      dryness: 0,
      wetness: 0,
      cutOffShare: 0,
      ridgePeriodMm: 0.5,
      dpi: 500,
      inverted: 0,
    },
    sourceSha256: sha256Of('print'),
    provider: 'cpu',
  });
  const { verify } = createVerification(parts);
  const { identify } = createIdentification(parts);
  const { fuse } = createFusedVerification(parts);
  return {
    ...parts,
    person,
    templates,
    identify: (probe: Uint8Array) => identify({ probe, capture: FACE, count: 3 }),
    verify: (probe: Uint8Array) => verify({ externalId: 'ada', probe, capture: FACE }),
    fuse: (captures: Parameters<typeof fuse>[0]['captures']) =>
      fuse({ externalId: 'ada', captures }),
    certificates: createCertificates(parts),
    replay: createReplay(parts),
  };
}

function hashOf({ sha256: _, ...rest }: Certificate): string {
  return createHash('sha256').update(canonicalJson(rest)).digest('hex');
}

function assertReplayed(report: ReplayReport): asserts report is Replayed {
  if (report.outcome !== 'replayed')
    throw new Error(`Expected a replay: ${JSON.stringify(report)}`);
}

describe('a certificate', () => {
  test('has every number that the decision stood on, in a sentence too, under one hash', async () => {
    const { verify, certificates, templates, person } = program();
    const report = await verify(face(0, 10));
    const certificate = certificates.of(report.attemptId);
    expect(certificate).toMatchObject({
      attempt: { id: report.attemptId, outcome: 'match', use: 'desk', references: 2 },
      person: { externalId: 'ada', displayName: person.displayName },
      distance: report.decision?.distance,
      threshold: report.decision?.threshold,
      margin: SCALE.margin,
      untunedThreshold: SCALE.untunedThreshold,
      modelId: SCALE.modelId,
      templateId: templates[0].id,
      references: 2,
      quality: QUALITY,
      calibration: { id: 'fake-calibration', origin: 'shipped', current: true },
      claim: { support: 'measured', confidence: 0.95, point: { falseMatchRate: 1e-4 } },
    });
    expect(certificate.claim.sentence).toBe(
      'False match rate at this threshold: at most 0.011 % at 95 % confidence ' +
        '(1,000 of 10,000,000 comparisons on nobody).',
    );
    expect(certificate.sha256).toBe(hashOf(certificate));
    expect(certificates.of(report.attemptId)).toEqual(certificate);
  });

  test('of two decisions differ, and a changed number breaks the hash', async () => {
    const { verify, certificates } = program();
    const [one, other] = [await verify(face(0, 10)), await verify(face(0, 12))];
    const certificate = certificates.of(one.attemptId);
    expect(certificates.of(other.attemptId).sha256).not.toBe(certificate.sha256);
    expect(hashOf({ ...certificate, references: 3 })).not.toBe(certificate.sha256);
  });

  test('stays after the person is erased, without the person', async () => {
    const { verify, certificates, store, person } = program();
    const { attemptId } = await verify(face(0, 10));
    store.people.remove(person.id);
    const certificate = certificates.of(attemptId);
    expect(certificate).not.toHaveProperty('person');
    expect(certificate).not.toHaveProperty('templateId');
    expect(certificate.claim.point.comparisons).toBe(1e7);
  });

  test('says when decisions are no longer taken by its calibration, and why', async () => {
    const { verify, store } = program();
    const { attemptId } = await verify(face(0, 10));
    const scale = { ...SCALE, modelId: 'fake-2' as ModelId };
    const later = createCertificates({ engine: createFakeEngine({ scale }), store });
    expect(later.of(attemptId).calibration).toMatchObject({
      current: false,
      notice: 'another model is in use, with a calibration of its own',
    });
  });

  test('of an attempt that compared nothing there is none', async () => {
    const { verify, certificates } = program();
    const { attemptId } = await verify(image('problem too-dark'));
    expect((await failureOf(() => certificates.of(attemptId))).message).toMatch(
      /compared something/,
    );
    expect((await failureOf(() => certificates.of('x'))).code).toBe('not-found');
  });

  test('of an older attempt, which kept its numbers only, there is none either', async () => {
    const { store, certificates, person } = program();
    const { id } = store.attempts.record({
      kind: 'verification',
      modality: 'face',
      outcome: 'match',
      personId: person.id,
      distance: 0.5 as never,
      threshold: 1 as never,
      modelId: SCALE.modelId,
      reasons: [],
    });
    expect((await failureOf(() => certificates.of(id))).message).toMatch(/older Twinmark/);
  });
});

describe('a replay', () => {
  test('has every bit of a verification again, of a match and of a non-match', async () => {
    const { verify, replay } = program();
    for (const probe of [face(0, 10), face(0, 77.7), face(3, 0)]) {
      const { attemptId, decision } = await verify(probe);
      const report = replay.of(attemptId);
      assertReplayed(report);
      expect(report.identical).toBe(true);
      expect(report.recomputed).toEqual({
        outcome: decision?.outcome,
        distance: decision?.distance,
      });
      expect(report.parts.map(({ sha256 }) => sha256)).toEqual([
        expect.stringMatching(/^[0-9a-f]{64}$/),
        expect.stringMatching(/^[0-9a-f]{64}$/),
      ]);
    }
  });

  test('of an identification takes the person who was found; of a stranger nothing was kept', async () => {
    const { identify, replay } = program();
    const found = replay.of((await identify(face(0, 5))).attemptId);
    assertReplayed(found);
    expect(found.identical).toBe(true);
    const stranger = await identify(face(3, 0));
    expect(replay.of(stranger.attemptId)).toMatchObject({
      outcome: 'not-replayable',
      missing: [{ part: 'probe' }, { part: 'reference' }],
    });
  });

  test('tells a record that is not what it was', async () => {
    const { verify, replay, store } = program();
    const { attemptId } = await verify(face(0, 10));
    const attempt = store.attempts.get(attemptId as AttemptId);
    const forged = {
      ...store,
      attempts: { ...store.attempts, get: () => ({ ...attempt, distance: 0.17431148 as never }) },
    };
    const report = createReplay({ engine: createFakeEngine(), store: forged }).of(attemptId);
    expect(report).toMatchObject({ outcome: 'replayed', identical: false });
    expect(replay.of(attemptId)).toMatchObject({ identical: true });
  });

  test('says exactly which part is missing', async () => {
    const kept = program();
    const { attemptId, templateId } = await kept.verify(face(0, 10));
    const missingOf = (report: ReplayReport) =>
      report.outcome === 'not-replayable' ? report.missing.map(({ part }) => part) : [];
    const scale = { ...SCALE, modelId: 'fake-2' as ModelId };
    const other = createReplay({ engine: createFakeEngine({ scale }), store: kept.store });
    expect(missingOf(other.of(attemptId))).toEqual(['model']);
    kept.store.templates.remove(templateId as TemplateId);
    expect(missingOf(kept.replay.of(attemptId))).toEqual(['reference']);
    kept.store.eraseExpired({ probesBefore: '2100-01-01T00:00:00.000Z' });
    expect(missingOf(kept.replay.of(attemptId))).toEqual(['probe', 'reference']);

    const unkept = program({ keeps: false });
    const { attemptId: second } = await unkept.verify(face(0, 10));
    expect(missingOf(unkept.replay.of(second))).toEqual(['probe']);
    const none = await unkept.verify(image('problem too-dark'));
    expect(missingOf(unkept.replay.of(none.attemptId))).toEqual(['record']);
  });

  test('of a decision over several captures has its parts and the whole', async () => {
    const { fuse, replay, certificates, store } = program();
    const report = await fuse([
      { probe: face(0, 70), capture: FACE },
      { probe: print(1, 8), capture: { modality: 'fingerprint', finger: 2 } },
      { probe: image('problem too-dark'), capture: FACE },
    ]);
    expect(report.outcome).toBe('match');
    const again = replay.of(report.attemptId);
    assertReplayed(again);
    expect(again).toMatchObject({
      identical: true,
      recomputed: { fusedRate: report.fusion?.fused },
    });
    expect(again.parts).toHaveLength(4);
    const certificate = certificates.of(report.attemptId);
    expect(certificate.parts?.map(({ attempt }) => attempt.id)).toEqual(
      report.parts.slice(0, 2).map(({ attemptId }) => attemptId),
    );
    expect(certificate.fusion).toMatchObject({
      targetRate: asRate(1e-3),
      traits: ['face', 'right-index'],
    });
    expect(certificate.sha256).toBe(hashOf(certificate));
    store.eraseExpired({ probesBefore: '2100-01-01T00:00:00.000Z' });
    expect(replay.of(report.attemptId)).toMatchObject({ outcome: 'not-replayable' });
  });
});
