import { describe, expect, test } from 'vitest';
import { ratePerComparison, type Calibration } from '../../../app/core/decision.ts';
import type { FingerPosition } from '../../../app/core/vocabulary.ts';
import { createFusedVerification } from '../../../app/services/decisions/fused-verification.ts';
import { policiesOf } from '../../../app/services/thresholds/policies.ts';
import { defaultSettings } from '../../../app/services/settings/stored-settings.ts';
import { asRate } from '../../core/support.ts';
import { PRINT_QUALITY } from '../../store/fixtures.ts';
import {
  PRINT_SCALE,
  SCALE,
  anchorsAt,
  createFakeEngine,
  degreesApart,
  face,
  image,
  print,
  sha256Of,
} from '../fake-engine.ts';
import { enrolAt, failureOf, temporaryStore } from '../support.ts';

const FACE = { modality: 'face', face: 'dominant' } as const;

/** Fewer of the same people are within a stricter limit, as it is with real encoders. */
const CALIBRATION: Calibration = {
  ...SCALE.calibration,
  points: SCALE.calibration.points.map((point, i) => ({
    ...point,
    falseNonMatchRate: asRate([0.001, 0.01, 0.05, 0.15, 0.3, 0.5][i]),
  })),
};

const newEngine = () =>
  createFakeEngine({
    scale: { ...SCALE, calibration: CALIBRATION },
    printScale: { ...PRINT_SCALE, calibration: CALIBRATION },
  });

/** Ada: a face, and two fingers of patterns of their own. */
function program(undecidedRate?: number) {
  const store = temporaryStore();
  const engine = newEngine();
  const { person } = enrolAt(store, 'ada', 0, [0]);
  for (const finger of [2, 3] as const) {
    store.templates.add({
      personId: person.id,
      modality: 'fingerprint',
      finger,
      modelId: PRINT_SCALE.modelId,
      features: anchorsAt(finger, 0),
      quality: PRINT_QUALITY,
      sourceSha256: sha256Of(`print ${finger}`),
      provider: 'cpu',
    });
  }
  const settings = defaultSettings();
  const desk = {
    ...settings.policies.desk,
    ...(undecidedRate !== undefined && { undecidedRate: asRate(undecidedRate) }),
  };
  const policies = policiesOf(() => ({ policies: { ...settings.policies, desk } }));
  const { fuse } = createFusedVerification({ engine, store, policies });
  type Captures = Parameters<typeof fuse>[0]['captures'];
  return {
    store,
    fuse: (captures: Captures, targetRate?: number) =>
      fuse({
        externalId: 'ada',
        captures,
        ...(targetRate !== undefined && { targetRate: asRate(targetRate) }),
      }),
  };
}

const faceAt = (distance: number, plane = 0) => ({
  probe: face(plane, degreesApart(distance)),
  capture: FACE,
});
const fingerAt = (pattern: number, distance: number, finger: FingerPosition = 2) => ({
  probe: print(pattern, degreesApart(distance)),
  capture: { modality: 'fingerprint', finger } as const,
});
const unnamed = (pattern: number, distance: number) => ({
  probe: print(pattern, degreesApart(distance)),
  capture: { modality: 'fingerprint' } as const,
});

describe('a face and a finger', () => {
  test('that are each a little too far alone are a match together', async () => {
    const { fuse } = program();
    // Alone, 1 in 1,000 is at 0.9; these are within 1 in 100.
    const report = await fuse([faceAt(0.95), fingerAt(2, 0.95)]);
    expect(report.parts.map(({ outcome }) => outcome)).toEqual(['non-match', 'non-match']);
    expect(report).toMatchObject({
      outcome: 'match',
      fusion: {
        method: 'likelihood-ratio',
        independence: 'assumed',
        targetRate: 1e-3,
        threshold: 1e-3,
      },
    });
    expect(report.fusion?.fused).toBeLessThan(1e-3);
    expect(report.fusion?.fused).toBeGreaterThanOrEqual(1e-2 * 1e-2);
  });

  test('of somebody else are a non-match, and so is a face whose finger is another person’s', async () => {
    const { fuse } = program();
    expect((await fuse([faceAt(0, 3), fingerAt(7, 0)])).outcome).toBe('non-match');
    const mixed = await fuse([faceAt(0.95), fingerAt(7, 0)]);
    expect(mixed.outcome).toBe('non-match');
  });

  test('are one attempt in the log, of which each capture is a part with a place of its own', async () => {
    const { fuse, store } = program();
    const report = await fuse([faceAt(0.1), fingerAt(2, 0.1)]);
    const [whole, ...others] = store.attempts.list({ limit: 9 });
    expect(others).toEqual([]);
    expect(whole).toMatchObject({
      id: report.attemptId,
      outcome: 'match',
      basis: { fusion: { falseMatchRate: report.fusion?.fused, traits: ['face', 'right-index'] } },
    });
    expect(store.attempts.partsOf(whole.id)).toMatchObject([
      { id: report.parts[0].attemptId, modality: 'face', partOf: whole.id },
      { id: report.parts[1].attemptId, modality: 'fingerprint', finger: 2 },
    ]);
  });

  test('between both rates of a policy are undecided', async () => {
    const { fuse } = program(1e-2);
    const report = await fuse([faceAt(1.05), fingerAt(2, 0.95)]);
    expect(report).toMatchObject({ outcome: 'undecided', fusion: { undecidedRate: 1e-2 } });
  });
});

describe('samples of one finger', () => {
  test('count once, the closest of them, against a limit for all their comparisons', async () => {
    const { fuse } = program();
    const twice = await fuse([fingerAt(2, 0.85), fingerAt(2, 0.87)]);
    // Two comparisons: 1 in 2,000 each, which is at 0.8 here.
    expect(twice).toMatchObject({ outcome: 'non-match', fusion: { threshold: 1e-3 } });
    expect(twice.fusion?.fused).toBeCloseTo(1 - (1 - 1e-3) ** 2, 12);
    expect(ratePerComparison(asRate(1e-3), 2)).toBeLessThan(1e-3);
    expect((await fuse([fingerAt(2, 0.75), fingerAt(2, 1.05)])).outcome).toBe('match');
  });

  test('of which nobody says the finger may all be of one', async () => {
    const { fuse, store } = program();
    const report = await fuse([unnamed(2, 0.95), unnamed(2, 0.95)]);
    expect(report.outcome).toBe('non-match');
    const [{ basis }] = store.attempts.list({ limit: 1 });
    expect(basis?.fusion?.traits).toEqual(['any finger', 'any finger']);
  });

  test('two named fingers are evidence of their own', async () => {
    const { fuse } = program();
    const report = await fuse([fingerAt(2, 0.95), fingerAt(3, 0.95, 3)]);
    expect(report.outcome).toBe('match');
  });
});

describe('captures that say nothing', () => {
  test('are left out, and the others decide', async () => {
    const { fuse, store } = program();
    const report = await fuse([
      faceAt(0.1),
      { probe: image('problem too-blurred'), capture: FACE },
      fingerAt(9, 0, 9),
    ]);
    expect(report.outcome).toBe('match');
    expect(report.parts.map(({ outcome }) => outcome)).toEqual([
      'match',
      'failure-to-acquire',
      'no-reference',
    ]);
    expect(report.fusion?.calibrations).toEqual([SCALE.calibration.id]);
    expect(store.attempts.partsOf(report.attemptId as never)).toHaveLength(3);
  });

  test('alone are no decision', async () => {
    const { fuse, store } = program();
    const blurred = { probe: image('problem too-blurred'), capture: FACE };
    const none = await fuse([blurred, blurred]);
    expect(none).toMatchObject({ outcome: 'failure-to-acquire' });
    expect(none).not.toHaveProperty('fusion');
    expect((await fuse([blurred, fingerAt(9, 0, 9)])).outcome).toBe('no-reference');
    expect(store.attempts.list({ limit: 9 }).map(({ outcome }) => outcome)).toEqual([
      'no-reference',
      'failure-to-acquire',
    ]);
  });
});

test('a rate that is named wins, and nobody unknown is verified', async () => {
  const { fuse, store } = program();
  const captures = [faceAt(0.95), fingerAt(2, 0.95)];
  expect((await fuse(captures, 1e-6)).outcome).toBe('non-match');
  const { fuse: other } = createFusedVerification({ engine: newEngine(), store });
  expect((await failureOf(() => other({ externalId: 'x', captures }))).code).toBe('not-found');
});
