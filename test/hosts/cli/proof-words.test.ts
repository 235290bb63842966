import { describe, expect, test } from 'vitest';
import type { Certificate, ReplayReport } from '../../../app/contract/certificate.ts';
import type { AttemptId, TemplateId } from '../../../app/core/vocabulary.ts';
import { describeActivity } from '../../../app/hosts/cli/commands/activity.ts';
import { describeCalibrations } from '../../../app/hosts/cli/commands/calibrate.ts';
import {
  describeCertificate,
  describeReplay,
} from '../../../app/hosts/cli/commands/certificate.ts';
import { describeFused } from '../../../app/hosts/cli/commands/verify-fused.ts';
import { asDistance, asRate } from '../../core/support.ts';
import { SCALE } from '../../services/fake-engine.ts';
import { QUALITY } from '../../store/fixtures.ts';

const [, , point] = SCALE.calibration.points;
const CERTIFICATE: Certificate = {
  attempt: {
    id: 'attempt-1' as AttemptId,
    at: '2026-11-25T10:00:00.000Z',
    kind: 'verification',
    modality: 'face',
    outcome: 'match',
    use: 'kiosk',
    targetRate: asRate(1e-3),
    reasons: [],
  },
  person: { externalId: 'ada', displayName: 'Ada L.' },
  modelId: SCALE.modelId,
  distance: asDistance(0.7),
  threshold: asDistance(0.9),
  undecidedThreshold: asDistance(1),
  margin: SCALE.margin,
  untunedThreshold: SCALE.untunedThreshold,
  references: 2,
  templateId: 'template-1' as TemplateId,
  calibration: {
    id: 'c-1',
    set: 'gate',
    protocol: 'p',
    origin: 'site',
    current: false,
    notice: 'calibration invalidated by a model change',
  },
  quality: QUALITY,
  claim: {
    support: 'measured',
    falseMatchRate: asRate(1e-3),
    point,
    confidence: asRate(0.95),
    sentence: 'At most so many.',
  },
  sha256: 'f'.repeat(64),
};

describe('a certificate in words', () => {
  test('has its numbers, its claim, its calibration and its hash', () => {
    const text = describeCertificate(CERTIFICATE);
    for (const part of [
      'attempt-1, 2026-11-25T10:00:00.000Z, verification (kiosk)',
      'Ada L. (ada)',
      '0.9, undecided up to 1',
      '2 references, closest template-1',
      'At most so many.',
      'c-1 (site), gate',
      'not current: calibration invalidated by a model change',
      'sharpness 0.5',
      CERTIFICATE.sha256,
    ]) {
      expect(text).toContain(part);
    }
  });

  test('over several captures tells what they say together, and each by itself', () => {
    const text = describeCertificate({
      ...CERTIFICATE,
      fusion: {
        method: 'likelihood-ratio',
        falseMatchRate: asRate(1e-7),
        targetRate: asRate(1e-3),
        independence: 'assumed',
        traits: ['face', 'right-index'],
      },
      parts: [CERTIFICATE],
    });
    const [whole, part] = text.split('capture 1');
    expect(whole).toContain('at a rate of 1e-7');
    expect(whole).toContain('likelihood-ratio of face, right-index; independence assumed');
    expect(whole).not.toContain('distance');
    expect(part).toMatch(/^ {2}distance +0\.7$/m);
  });
});

describe('a replay in words', () => {
  test('shows every digit, so that two numbers that look alike are told apart', () => {
    const report: ReplayReport = {
      outcome: 'replayed',
      attemptId: 'attempt-1',
      recorded: { outcome: 'match', distance: asDistance(0.1 + 0.2) },
      recomputed: { outcome: 'match', distance: asDistance(0.3) },
      identical: false,
      parts: [{ name: 'features of the probe', sha256: 'a'.repeat(64) }],
      modelId: SCALE.modelId,
    };
    const text = describeReplay(report);
    expect(text).toMatch(/^DIFFERENT/);
    expect(text).toContain('0.30000000000000004');
    expect(text).toContain('0.29999999999999999');
    expect(describeReplay({ ...report, identical: true })).toMatch(/^IDENTICAL/);
  });

  test('that can not be had says what is missing', () => {
    const text = describeReplay({
      outcome: 'not-replayable',
      attemptId: 'a',
      missing: [{ part: 'probe', text: 'it was not kept' }],
    });
    expect(text).toMatch(/^NOT REPLAYED[^]*probe: it was not kept/);
  });
});

test('a decision over several captures is told with its odds, and why more is asked for', () => {
  const text = describeFused({
    outcome: 'undecided',
    externalId: 'ada',
    displayName: 'Ada',
    parts: [],
    fusion: {
      method: 'likelihood-ratio',
      fused: 7.9991e-9,
      threshold: 1e-3,
      targetRate: asRate(1e-3),
      calibrations: ['c-1'],
      independence: 'assumed',
    },
    guard: {
      policy: 'second-modality',
      nearestDistance: asDistance(0.95),
      guardDistance: asDistance(1),
    },
    attemptId: 'attempt-1',
  });
  expect(text).toMatch(/^UNDECIDED/);
  expect(text).toContain('of strangers, 1 in 130,000,000 would bring evidence this strong');
  expect(text).toContain('a second modality is asked for');
});

test('calibrations are listed with the one that decides, and why another does not', () => {
  const common = {
    modality: 'face',
    modelId: SCALE.modelId,
    createdAt: '2026-11-25T00:00:00.000Z',
    calibration: SCALE.calibration,
  } as const;
  const text = describeCalibrations([
    { ...common, id: 'one', name: 'one', origin: 'shipped', state: 'active' },
    {
      ...common,
      id: 'two',
      name: 'two',
      origin: 'site',
      state: 'other-model',
      notice: 'is invalid',
    },
  ]);
  expect(text).toMatch(/^\* +face +one +shipped +active/m);
  expect(text).toMatch(/^ +face +two +site +is invalid/m);
});

test('the activity has the ids that certificates are asked by', () => {
  const { attempt, person } = CERTIFICATE;
  const text = describeActivity(12, [{ attempt, ...(person && { person }) }]);
  expect(text).toMatch(/verification +face +match +ada +attempt-1$/m);
  expect(text).toContain('1 of 12 attempts');
  expect(describeActivity(0, [])).toBe('nothing was asked yet');
});
