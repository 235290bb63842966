/** What an audit says of one image. Pure: distances in, verdict out. */
import type { AuditOutcome, AuditResult } from '../../core/audit.ts';
import { decide } from '../../core/decision.ts';
import type { Acquisition, FailureToAcquire } from '../../core/sample.ts';
import type {
  AcquisitionProblem,
  AcquisitionReason,
  Distance,
  PersonId,
} from '../../core/vocabulary.ts';

export interface Near {
  readonly personId: PersonId;
  readonly distance: Distance;
}

export interface Evidence {
  readonly claimed: boolean;
  /** The claimed person's closest reference, of the claimed finger where one is; absent where nobody or nothing is enrolled. */
  readonly own?: Near;
  /** The limit for a comparison with the claimed person. */
  readonly ownLimit?: Distance;
  /** The closest people of the whole gallery, closest first; at least three where there are. */
  readonly closest: readonly Near[];
  /** The limit for the closest of the whole gallery. */
  readonly galleryLimit: Distance;
}

export function judgeFailure(acquisition: FailureToAcquire): AuditResult {
  const { reasons, source } = acquisition;
  const faces = acquisition.modality === 'face' ? acquisition.faces : undefined;
  return {
    outcome: outcomeOf(reasons),
    reasons,
    ...(source ? { sha256: source.sha256 } : {}),
    ...(faces === undefined ? {} : { faces }),
  };
}

export function judgeSample(
  { sample }: Acquisition & { outcome: 'acquired' },
  evidence: Evidence,
): AuditResult {
  const facts = { reasons: [], sha256: sample.source.sha256 };
  const faces = sample.modality === 'face' && { faces: sample.faces };
  return {
    ...facts,
    ...faces,
    ...(evidence.claimed ? judgeClaim(evidence) : judgeStranger(evidence)),
  };
}

type Verdict = Omit<AuditResult, 'reasons' | 'sha256' | 'faces'>;

/** The image is said to be of somebody. */
function judgeClaim({ own, ownLimit, closest, galleryLimit }: Evidence): Verdict {
  const [other] = closest.filter(
    ({ personId, distance }) =>
      personId !== own?.personId && decide(distance, galleryLimit) === 'match',
  );
  const looksLike = other ? { looksLikeId: other.personId, looksLikeDistance: other.distance } : {};
  if (!own || ownLimit === undefined) return { outcome: 'not-enrolled', ...looksLike };
  const { personId, distance } = own;
  const measured = { personId, distance, threshold: ownLimit, ...looksLike };
  if (decide(distance, ownLimit) === 'non-match') return { outcome: 'mismatch', ...measured };
  // Within the limit of the claim, but even closer to somebody else: only a person can tell.
  const outcome = other && other.distance < distance ? 'ambiguous' : 'match';
  return { outcome, ...measured };
}

/** Nothing is said of who the image shows: the gallery is searched. */
function judgeStranger({ closest, galleryLimit }: Evidence): Verdict {
  const [best, second] = closest.filter(
    ({ distance }) => decide(distance, galleryLimit) === 'match',
  );
  if (!best) return { outcome: 'not-enrolled' };
  const { personId, distance } = best;
  const found = { personId, distance, threshold: galleryLimit };
  if (!second) return { outcome: 'match', ...found };
  const looksLike = { looksLikeId: second.personId, looksLikeDistance: second.distance };
  return { outcome: 'ambiguous', ...found, ...looksLike };
}

const POOR: ReadonlySet<AcquisitionProblem> = new Set([
  'face-too-small',
  'too-blurred',
  'too-dark',
  'too-bright',
  'low-contrast',
  'cut-off',
  'extreme-pose',
  'finger-too-small',
  'too-few-anchors',
  'too-dry',
  'too-wet',
  'unclear-ridges',
  'wrong-resolution',
]);

function outcomeOf(reasons: readonly AcquisitionReason[]): AuditOutcome {
  const problems = reasons.map(({ problem }) => problem);
  if (problems.includes('no-face') || problems.includes('no-such-face')) return 'no-face';
  if (problems.includes('no-finger')) return 'no-finger';
  if (problems.includes('several-faces')) return 'several-faces';
  return problems.some((problem) => POOR.has(problem)) ? 'poor' : 'unreadable';
}
