import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Acquisition } from '../../../app/core/sample.ts';
import type { AcquisitionProblem, PersonId } from '../../../app/core/vocabulary.ts';
import {
  judgeFailure,
  judgeSample,
  type Evidence,
  type Near,
} from '../../../app/services/audit/judge.ts';
import { asDistance } from '../../core/support.ts';
import { QUALITY } from '../../store/fixtures.ts';
import { embeddingAt, sha256Of } from '../fake-engine.ts';

const acquired: Acquisition & { outcome: 'acquired' } = {
  outcome: 'acquired',
  sample: {
    modality: 'face',
    source: { sha256: sha256Of('x'), bytes: 1, format: 'png', width: 9, height: 9 },
    faces: 2,
    face: 0,
    box: { left: 0, top: 0, width: 1, height: 1 },
    landmarks: [],
    quality: QUALITY,
    features: embeddingAt(0, 0),
    modelId: 'fake-1' as typeof acquired.sample.modelId,
    provider: 'cpu',
  },
};

const near = (personId: string, distance: number): Near => ({
  personId: personId as PersonId,
  distance: asDistance(distance),
});

/** Limits of 1.0 for the claim and 0.8 for the gallery. */
function judge(evidence: Partial<Evidence>) {
  const { own } = evidence;
  return judgeSample(acquired, {
    claimed: true,
    closest: own ? [own] : [],
    galleryLimit: asDistance(0.8),
    ...(own ? { ownLimit: asDistance(1) } : {}),
    ...evidence,
  });
}

describe('an image that is said to show somebody', () => {
  test('matches within the limit of that person, at the limit as well', () => {
    for (const distance of [0, 0.9, 1]) {
      expect(judge({ own: near('ada', distance) })).toEqual({
        outcome: 'match',
        reasons: [],
        sha256: sha256Of('x'),
        faces: 2,
        personId: 'ada',
        distance,
        threshold: 1,
      });
    }
  });

  test('is a mismatch beyond it, without a look-alike where nobody is close', () => {
    const own = near('ada', 1.1);
    const result = judge({ own, closest: [near('bob', 0.81), own] });
    expect(result).toMatchObject({ outcome: 'mismatch', personId: 'ada', distance: 1.1 });
    expect(result).not.toHaveProperty('looksLikeId');
  });

  test('is a mismatch that names whom it looks like, where somebody is close', () => {
    const own = near('ada', 1.1);
    const result = judge({ own, closest: [near('bob', 0.8), near('eve', 0.8), own] });
    expect(result).toMatchObject({
      outcome: 'mismatch',
      looksLikeId: 'bob',
      looksLikeDistance: 0.8,
    });
  });

  test('is ambiguous where it fits, but another person is closer', () => {
    const own = near('ada', 0.5);
    const result = judge({ own, closest: [near('bob', 0.4), own] });
    expect(result).toMatchObject({
      outcome: 'ambiguous',
      personId: 'ada',
      distance: 0.5,
      looksLikeId: 'bob',
    });
  });

  test('matches where another is close, but not closer; who that is is told', () => {
    const own = near('ada', 0.4);
    for (const other of [0.4, 0.7]) {
      const result = judge({ own, closest: [own, near('bob', other)] });
      expect(result).toMatchObject({ outcome: 'match', looksLikeId: 'bob' });
    }
  });

  test('the claimed person is never who it looks like', () => {
    const own = near('ada', 0.3);
    const alone = judge({ own, closest: [own, near('ada', 0.35)] });
    expect(alone.outcome).toBe('match');
    expect(alone).not.toHaveProperty('looksLikeId');
  });

  test('of somebody who is not enrolled says so, and whom it looks like', () => {
    expect(judge({ closest: [near('bob', 0.9)] })).toEqual({
      outcome: 'not-enrolled',
      reasons: [],
      sha256: sha256Of('x'),
      faces: 2,
    });
    expect(judge({ closest: [near('bob', 0.7)] })).toMatchObject({
      outcome: 'not-enrolled',
      looksLikeId: 'bob',
      looksLikeDistance: 0.7,
    });
  });
});

describe('an image of which nothing is said', () => {
  test('shows whoever is close, where it is one person', () => {
    const closest = [near('bob', 0.7), near('eve', 0.9)];
    const result = judge({ claimed: false, closest });
    expect(result).toMatchObject({ outcome: 'match', personId: 'bob', threshold: 0.8 });
    expect(result).not.toHaveProperty('looksLikeId');
  });

  test('is ambiguous where two are close', () => {
    const closest = [near('bob', 0.7), near('eve', 0.75)];
    expect(judge({ claimed: false, closest })).toMatchObject({
      outcome: 'ambiguous',
      personId: 'bob',
      looksLikeId: 'eve',
    });
  });

  test('shows nobody enrolled where nobody is close, or nobody is enrolled', () => {
    expect(judge({ claimed: false, closest: [near('bob', 0.81)] }).outcome).toBe('not-enrolled');
    expect(judge({ claimed: false, closest: [] }).outcome).toBe('not-enrolled');
  });
});

test('whoever it looks like is another person and within the limit of the gallery', () => {
  const person = fc.constantFrom('ada', 'bob', 'eve');
  const distance = fc.integer({ min: 0, max: 20 }).map((tenths) => tenths / 10);
  fc.assert(
    fc.property(fc.array(fc.tuple(person, distance)), fc.option(distance), (list, own) => {
      const closest = list.map(([id, value]) => near(id, value)).sort(byDistance);
      const result = judge({ ...(own === null ? {} : { own: near('ada', own) }), closest });
      if (result.looksLikeId === undefined) return;
      expect(result.looksLikeDistance).toBeLessThanOrEqual(0.8);
      if (own !== null) expect(result.looksLikeId).not.toBe('ada');
    }),
  );
});

describe('an image that could not be used', () => {
  const outcomes: Record<AcquisitionProblem, string> = {
    'file-not-found': 'unreadable',
    'file-unreadable': 'unreadable',
    'not-a-file': 'unreadable',
    'directory-loop': 'unreadable',
    'empty-file': 'unreadable',
    'file-too-large': 'unreadable',
    'unsupported-format': 'unreadable',
    'damaged-image': 'unreadable',
    'too-many-pixels': 'unreadable',
    'too-few-pixels': 'unreadable',
    'took-too-long': 'unreadable',
    'decoder-crashed': 'unreadable',
    'no-face': 'no-face',
    'no-such-face': 'no-face',
    'several-faces': 'several-faces',
    'face-too-small': 'poor',
    'too-blurred': 'poor',
    'too-dark': 'poor',
    'too-bright': 'poor',
    'low-contrast': 'poor',
    'cut-off': 'poor',
    'extreme-pose': 'poor',
    'no-finger': 'no-finger',
    'finger-too-small': 'poor',
    'too-few-anchors': 'poor',
    'too-dry': 'poor',
    'too-wet': 'poor',
    'unclear-ridges': 'poor',
    'wrong-resolution': 'poor',
  };

  test.each(Object.entries(outcomes))('%s counts as %s', (problem, outcome) => {
    // The keys of a record of problems are problems.
    const reasons = [{ problem: problem as AcquisitionProblem }];
    expect(judgeFailure({ outcome: 'failure-to-acquire', modality: 'face', reasons })).toEqual({
      outcome,
      reasons,
    });
  });

  test('several poor properties are one poor image, and what is known is kept', () => {
    const reasons = [{ problem: 'too-dark' }, { problem: 'too-blurred' }] as const;
    const { source } = acquired.sample;
    const failure = { outcome: 'failure-to-acquire', modality: 'face', reasons, source } as const;
    expect(judgeFailure({ ...failure, faces: 1 })).toEqual({
      outcome: 'poor',
      reasons,
      sha256: source.sha256,
      faces: 1,
    });
  });
});

function byDistance(one: Near, other: Near): number {
  return one.distance - other.distance;
}
