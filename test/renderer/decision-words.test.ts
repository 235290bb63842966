/** What the operator reads of a decision. */
import { describe, expect, test } from 'vitest';
import type { FusedReport, VerificationReport } from '../../app/contract/results.ts';
import type { Limit } from '../../app/core/decision.ts';
import type { FaceQuality } from '../../app/core/sample.ts';
import type { Distance, ModelId, Rate, Sha256 } from '../../app/core/vocabulary.ts';
import { qualityShare } from '../../renderer/parts/quality-words.ts';
import { fusedWords, verificationWords } from '../../renderer/screens/verify/decision-words.ts';
import { kindToAdd } from '../../renderer/screens/verify/kind-to-add.ts';

const GOOD: FaceQuality = {
  interEyeDistancePx: 90,
  sharpness: 0.4,
  brightness: 120,
  contrast: 40,
  outsideShare: 0,
  yawDeg: 1,
  pitchDeg: 2,
  rollDeg: 0,
  detectionConfidence: 0.9,
  landmarkConfidence: 1,
};

const distance = (value: number) => value as Distance;
const rate = (value: number) => value as Rate;

function verification(
  outcome: 'match' | 'non-match' | 'undecided',
  measured: number,
  quality: Partial<FaceQuality> = {},
): VerificationReport {
  const limit: Limit = {
    threshold: distance(1.05),
    targetRate: rate(1e-3),
    references: 1,
    falseMatchRate: rate(1e-3),
    support: 'measured',
    point: {
      falseMatchRate: rate(1e-3),
      threshold: distance(1.05),
      comparisons: 100_000,
      falseMatches: 80,
      upperBound: rate(0.00096),
      mated: 1000,
      falseNonMatchRate: rate(0.012),
    },
  };
  return {
    outcome,
    modality: 'face',
    externalId: 'A-1',
    displayName: 'Ana',
    references: 3,
    attemptId: 'attempt',
    probe: {
      outcome: 'acquired',
      modality: 'face',
      faces: 1,
      face: 0,
      box: { left: 0, top: 0, width: 100, height: 100 },
      source: { sha256: '' as Sha256, bytes: 1, format: 'jpeg', width: 100, height: 100 },
      quality: { ...GOOD, ...quality },
    },
    decision: {
      outcome,
      distance: distance(measured),
      threshold: distance(1.05),
      margin: distance(1.4142),
      untunedThreshold: distance(1.02),
      limit,
      calibration: { id: 'c', set: 's', protocol: 'p', origin: 'shipped' },
      modelId: 'm' as ModelId,
      provider: 'cpu',
    },
  };
}

test('a match says who, how close, and what the limit promises', () => {
  expect(verificationWords(verification('match', 0.71))).toEqual({
    title: 'Matches Ana',
    why: [
      'Distance 0.71, limit 1.05.',
      'At this limit, 1 in 1,000 other people would be taken for Ana.',
    ],
    advice: [],
  });
});

test('a non-match of a poor capture says what is poor about it', () => {
  const { why, advice } = verificationWords(verification('non-match', 1.21, { sharpness: 0.08 }));
  expect(why).toEqual(['Distance 1.21, limit 1.05.']);
  expect(advice).toEqual([
    'The weakest point of the capture: sharpness (0.08).',
    'Take a better capture before you decide.',
  ]);
});

test('a non-match of a good capture does not blame it', () => {
  expect(verificationWords(verification('non-match', 1.21)).advice).toEqual([
    'Check that it is the right name, then take another capture.',
  ]);
});

test('a distance that reads like its limit is told with the digits that decide', () => {
  const [why] = verificationWords(verification('non-match', 1.0501)).why;
  expect(why).toBe('Distance 1.0501, limit 1.0500.');
});

const guard = {
  policy: 'second-modality',
  nearestDistance: distance(0.8),
  guardDistance: distance(1.1),
} as const;

test('a look-alike guard asks for the other kind of capture', () => {
  const report = verification('undecided', 0.9);
  expect(kindToAdd({ kind: 'verification', report: { ...report, guard } })).toBe('fingerprint');
  expect(verificationWords({ ...report, guard }).advice).toEqual([
    'Somebody else who is enrolled looks much alike. Add a fingerprint to be certain.',
  ]);
});

test('a capture that can not be used says why and what to do', () => {
  const { title, why } = verificationWords({
    ...verification('match', 1),
    outcome: 'failure-to-acquire',
    decision: undefined,
    probe: {
      outcome: 'failure-to-acquire',
      modality: 'face',
      reasons: [{ problem: 'no-face' }],
    },
  });
  expect(title).toBe('The capture can’t be used');
  expect(why).toEqual(['No face was found. Look into the camera from the front.']);
});

describe('several captures', () => {
  const face = verification('match', 0.7);
  // Words tell a finger by its name, and by nothing of its numbers.
  const print = (outcome: 'match' | 'non-match'): VerificationReport => ({
    ...verification(outcome, 1),
    modality: 'fingerprint',
    finger: 2,
  });
  const blurred: VerificationReport = {
    ...print('match'),
    outcome: 'failure-to-acquire',
    decision: undefined,
    probe: {
      outcome: 'failure-to-acquire',
      modality: 'fingerprint',
      reasons: [{ problem: 'too-blurred' }],
    },
  };
  const together = (
    outcome: FusedReport['outcome'],
    parts: readonly VerificationReport[],
  ): FusedReport => ({ outcome, externalId: 'A-1', displayName: 'Ana', parts, attemptId: 'a' });

  test('are counted, and one that was left out says why and what to do', () => {
    expect(fusedWords(together('match', [face, print('match')])).why).toEqual([
      'One decision over 2 captures.',
    ]);
    expect(fusedWords(together('match', [face, blurred])).why).toEqual([
      'One decision over 1 capture.',
      'Right index finger left out: The capture is blurred. Hold still and try again.',
    ]);
  });

  test('of somebody with a look-alike each have to match, and the one that does not is asked for', () => {
    const mixed = { ...together('undecided', [face, print('non-match')]), guard };
    expect(fusedWords(mixed).advice).toEqual([
      'Somebody else who is enrolled looks much alike, so face and fingerprint must each match. Take a better capture of the one that does not.',
    ]);
    expect(kindToAdd({ kind: 'fused', report: mixed })).toBe('fingerprint');
    const lone = { ...together('undecided', [face, blurred]), guard };
    expect(fusedWords(lone).advice).toEqual([
      'Somebody else who is enrolled looks much alike. Add a fingerprint to be certain.',
    ]);
    expect(kindToAdd({ kind: 'fused', report: lone })).toBe('fingerprint');
  });

  test('none of which can be used say each reason once', () => {
    const empty: VerificationReport = {
      ...blurred,
      probe: { outcome: 'failure-to-acquire', modality: 'face', reasons: [{ problem: 'no-face' }] },
    };
    expect(fusedWords(together('failure-to-acquire', [empty, empty])).why).toEqual([
      'No face was found. Look into the camera from the front.',
    ]);
  });

  test('that decided ask for no more', () => {
    expect(kindToAdd({ kind: 'fused', report: together('match', [face, face]) })).toBeUndefined();
    expect(kindToAdd({ kind: 'verification', report: face })).toBeUndefined();
  });
});

test('quality is that of the weakest part', () => {
  expect(qualityShare(GOOD)).toBe(1);
  expect(qualityShare({ ...GOOD, sharpness: 0.07 })).toBe(0);
  expect(qualityShare({ ...GOOD, brightness: 242 })).toBe(0);
  expect(qualityShare({ ...GOOD, yawDeg: -50 })).toBe(0);
});
