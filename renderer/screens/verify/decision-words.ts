/** What a result is called, why it is so, and what to do about it. Pure. */
import type {
  FusedReport,
  IdentificationReport,
  VerificationReport,
} from '../../../app/contract/results.ts';
import { assertNever } from '../../../app/core/failure.ts';
import type { ClientFailure } from '../../client.ts';
import type { Quality } from '../../../app/core/sample.ts';
import { levelOf, qualityFacts } from '../../parts/quality-words.ts';
import { words } from '../../words/words.ts';

export interface DecisionWords {
  readonly title: string;
  /** Sentences. */
  readonly why: readonly string[];
  readonly advice: readonly string[];
}

export function verificationWords(report: VerificationReport): DecisionWords {
  const say = words().verify;
  const { outcome, displayName: name } = report;
  switch (outcome) {
    case 'match':
      return {
        title: say.matchTitle(name),
        why: [...distanceWords(report), ...promiseWords(report)],
        advice: report.guard?.policy === 'stricter' ? [say.adviceGuardStricter] : [],
      };
    case 'non-match':
      return {
        title: say.nonMatchTitle(name),
        why: distanceWords(report),
        advice: nonMatchAdvice(report.probe.quality),
      };
    case 'undecided':
      return {
        title: say.undecidedTitle,
        why: distanceWords(report),
        advice: [undecidedAdvice(report)],
      };
    case 'failure-to-acquire':
      return { title: say.notAcquiredTitle, why: reasonWords(report), advice: [] };
    case 'no-reference':
      return {
        title: say.noReferenceTitle,
        why: [missingReference(report)],
        advice: [say.noReferenceAdvice],
      };
    default:
      return assertNever(outcome);
  }
}

export function identificationWords(report: IdentificationReport): DecisionWords {
  const say = words().verify;
  const { outcome, candidates, people } = report;
  switch (outcome) {
    case 'match':
      return {
        title: say.matchTitle(candidates[0]?.displayName ?? ''),
        why: [...distanceWords(report), ...searchPromise(report)],
        advice: [],
      };
    case 'non-match':
      return { title: say.nobodyTitle, why: [say.nobodyText(people)], advice: [] };
    case 'undecided':
      return {
        title: say.undecidedTitle,
        why: distanceWords(report),
        advice: [say.undecidedIdentify],
      };
    case 'failure-to-acquire':
      return { title: say.notAcquiredTitle, why: reasonWords(report), advice: [] };
    case 'no-reference':
      return {
        title: say.noReferenceTitle,
        why: [say.nobodyEnrolled(words().outcomes[report.modality])],
        advice: [],
      };
    default:
      return assertNever(outcome);
  }
}

type AnyReport = VerificationReport | IdentificationReport;

/** Two digits, but where both would read the same, as many as tell them apart. */
function distanceWords({ decision }: AnyReport): readonly string[] {
  if (!decision) return [];
  const say = words().verify;
  const { distance, threshold } = decision;
  const same = distance.toFixed(2) === threshold.toFixed(2);
  return [(same ? say.closeCall : say.distanceAgainst)(distance, threshold)];
}

function promiseWords({ decision, displayName }: VerificationReport): readonly string[] {
  return decision ? [words().verify.promise(decision.limit.targetRate, displayName)] : [];
}

function searchPromise({ decision }: IdentificationReport): readonly string[] {
  if (!decision) return [];
  return [words().verify.promiseSearch(decision.limit.targetRate)];
}

function reasonWords({ probe }: AnyReport): readonly string[] {
  if (probe.outcome === 'acquired') return [];
  return probe.reasons.map((reason) => words().reasons.sentence(reason));
}

function nonMatchAdvice(quality: Quality | undefined): readonly string[] {
  const say = words().verify;
  const weak = quality && weakest(quality);
  if (!weak || levelOf(weak.share) === 'good') return [say.adviceNonMatch];
  return [say.weakest(weak.name, weak.value), say.adviceNonMatchPoor];
}

function weakest(quality: Quality) {
  return qualityFacts(quality).reduce((one, other) => (other.share < one.share ? other : one));
}

function undecidedAdvice({ guard, modality }: VerificationReport): string {
  const say = words();
  if (guard?.policy !== 'second-modality') return say.verify.adviceUndecided;
  const other = modality === 'face' ? say.outcomes.fingerprint : say.outcomes.face;
  return say.verify.adviceGuardSecond(other.toLowerCase());
}

function missingReference({ displayName, modality, finger }: VerificationReport): string {
  const say = words();
  return modality === 'fingerprint' && finger
    ? say.verify.noReferenceFinger(displayName, say.fingers.name(finger))
    : say.verify.noReferenceText(displayName, say.outcomes[modality]);
}

/** Whether it failed because the person was erased or renumbered since. */
export function isGone({ failure }: { readonly failure: ClientFailure }): boolean {
  return failure.code === 'not-found';
}

export function failureText(result: { readonly failure: ClientFailure }): string {
  return isGone(result) ? words().verify.goneText : result.failure.message;
}

export function fusedWords(report: FusedReport): DecisionWords {
  const say = words().verify;
  const { outcome, displayName, parts } = report;
  const counted = parts.filter(({ decision }) => decision !== undefined).length;
  const why = [`${say.fused(counted)}.`, ...leftOutWords(report)];
  switch (outcome) {
    case 'match':
      return { title: say.matchTitle(displayName), why, advice: [] };
    case 'non-match':
      return { title: say.nonMatchTitle(displayName), why, advice: [say.adviceNonMatch] };
    case 'undecided':
      return { title: say.undecidedTitle, why, advice: [fusedAdvice(report)] };
    case 'failure-to-acquire':
      return {
        title: say.notAcquiredTitle,
        why: [...new Set(parts.flatMap(reasonWords))],
        advice: [],
      };
    case 'no-reference':
      return {
        title: say.noReferenceTitle,
        why: [...new Set(parts.map(missingReference))],
        advice: [say.noReferenceAdvice],
      };
    default:
      return assertNever(outcome);
  }
}

/** The captures that the others were decided without, and why. */
function leftOutWords({ parts }: FusedReport): readonly string[] {
  const say = words().verify;
  const left = parts.filter(({ decision }) => decision === undefined);
  return left.map((part) => {
    const why = part.outcome === 'no-reference' ? [missingReference(part)] : reasonWords(part);
    return say.leftOut(partName(part), why.join(' '));
  });
}

/** `Face`, `Right index finger`. */
export function partName({ modality, finger }: VerificationReport): string {
  const { fingers, outcomes } = words();
  return modality === 'face' || !finger ? outcomes[modality] : fingers.name(finger);
}

function fusedAdvice({ guard, parts }: FusedReport): string {
  const say = words().verify;
  if (guard?.policy !== 'second-modality') return say.adviceUndecided;
  const counted = parts.filter(({ decision }) => decision !== undefined);
  const [first] = counted;
  const lone = counted.every(({ modality }) => modality === first.modality);
  return lone ? undecidedAdvice({ ...first, guard }) : say.adviceGuardBoth;
}
