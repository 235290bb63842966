/** One decision over several captures of one person: face and finger, several fingers or samples. */
import type { FusedReport, GuardReport, VerificationReport } from '../../contract/results.ts';
import type { Use } from '../../contract/settings.ts';
import type { FusionBasis } from '../../core/attempt.ts';
import type { DecisionOutcome } from '../../core/decision.ts';
import { falseMatchRateOf, fusedFalseMatchRate } from '../../core/evidence.ts';
import type { CaptureOptions } from '../../core/sample.ts';
import type { Person } from '../../core/template.ts';
import type { AttemptId, Rate } from '../../core/vocabulary.ts';
import { createAttemptLog } from './attempt-log.ts';
import {
  aloneOf,
  bothModalitiesMatch,
  decideByRate,
  evidenceOf,
  traitsOf,
} from './fused-evidence.ts';
import { stricterPolicies } from '../thresholds/guard.ts';
import { findPerson } from '../people/people.ts';
import { compareWithPerson, type Compared, type PersonComparison } from './person-comparison.ts';
import { DEFAULT_POLICIES, rateFor, type PolicyRate } from '../thresholds/policies.ts';
import {
  decideAlone,
  decideOn,
  fingerOf,
  reportNothing,
  type VerificationParts,
} from './verification.ts';

export interface FusedInput {
  readonly externalId: string;
  readonly captures: readonly { readonly probe: Uint8Array; readonly capture: CaptureOptions }[];
  readonly use?: Use;
  readonly targetRate?: Rate;
}

export interface FusedVerification {
  fuse(input: FusedInput): Promise<FusedReport>;
}

export function createFusedVerification(parts: VerificationParts): FusedVerification {
  const { store, keepsProbes } = parts;
  return {
    async fuse({ externalId, captures, use = 'desk', targetRate }) {
      const person = findPerson(store, externalId);
      const compared = await Promise.all(
        captures.map(({ probe, capture }) => compareWithPerson(parts, person, probe, capture)),
      );
      const counted = compared.filter((one) => one.outcome === 'compared');
      const rates = ratesFor(parts, person, counted, use, targetRate);
      const whole = counted.length > 0 ? fuseEvidence(counted, rates) : nothingCounted(compared);

      return store.transaction(() => {
        const attemptId = recordWhole(person, compared, whole, {
          guard: rates.guard,
          use,
          targetRate,
        });
        const reports = compared.map((one) => recordPart(person, one, attemptId, use, targetRate));
        const { displayName } = person;
        const common = { outcome: whole.outcome, externalId: person.externalId, displayName };
        const guard = rates.guard && { guard: rates.guard };
        const facts = { ...common, parts: reports, ...guard, attemptId };
        return whole.fusion ? { ...facts, fusion: reportFusion(whole.fusion, counted) } : facts;
      });
    },
  };

  function recordWhole(
    person: Person,
    compared: readonly PersonComparison[],
    { outcome, fusion }: Whole,
    { guard, use, targetRate }: WholeAsked,
  ): AttemptId {
    const first = strongestOf(compared) ?? compared[0];
    const { modality, modelId } = first.scale;
    const asked = { kind: 'verification', modality, modelId, personId: person.id, use } as const;
    const log = createAttemptLog(store, asked);
    if (!fusion || first.outcome !== 'compared') {
      const reasons = compared.flatMap((one) => (one.outcome === 'compared' ? [] : one.reasons));
      return log.undecided(outcome === 'no-reference' ? outcome : 'failure-to-acquire', reasons);
    }
    const alone = decideOn({ policies: parts.policies }, person, first, use, targetRate);
    const decision = { ...alone.decision, outcome: asDecided(outcome) };
    const { sample, closest, finger } = first;
    return log.decided({
      decision,
      sample,
      whose: { templateId: closest.id },
      finger,
      guard,
      fusion,
    });
  }

  /** An attempt of its own, with its own certificate, that says whose part it is. */
  function recordPart(
    person: Person,
    compared: PersonComparison,
    partOf: AttemptId,
    use: Use,
    targetRate: Rate | undefined,
  ): VerificationReport {
    const { modality, modelId } = compared.scale;
    const asked = {
      kind: 'verification',
      modality,
      modelId,
      personId: person.id,
      use,
      partOf,
      ...fingerOf(compared.capture),
    } as const;
    const log = createAttemptLog(store, asked, keepsProbes);
    if (compared.outcome !== 'compared') return reportNothing(compared, log);
    // The guard looks at the whole.
    const decision = decideOn({ policies: parts.policies }, person, compared, use, targetRate);
    return decideAlone(compared, log, decision);
  }
}

interface FusionRates extends PolicyRate {
  readonly guard: GuardReport | undefined;
}

interface WholeAsked {
  readonly guard: GuardReport | undefined;
  readonly use: Use;
  readonly targetRate: Rate | undefined;
}

interface Whole {
  readonly outcome: FusedReport['outcome'];
  readonly fusion?: FusionBasis;
}

/** Guarded as soon as one of the captures' modalities has a look-alike. */
function ratesFor(
  { policies = DEFAULT_POLICIES, guard }: VerificationParts,
  person: Person,
  counted: readonly Compared[],
  use: Use,
  targetRate: Rate | undefined,
): FusionRates {
  const found = counted
    .map(({ scale }) => guard?.of(scale, person.id, use))
    .find((report) => report !== undefined);
  const stricter = found?.policy === 'stricter' && targetRate === undefined;
  const rates = rateFor(
    stricter ? stricterPolicies(policies) : policies,
    use,
    'verification',
    targetRate,
  );
  return { ...rates, guard: stricter || found?.policy === 'second-modality' ? found : undefined };
}

function fuseEvidence(
  counted: readonly Compared[],
  { targetRate, undecidedRate, guard }: FusionRates,
): Whole & { readonly fusion: FusionBasis } {
  const traits = traitsOf(counted);
  const alone = counted.map(aloneOf);
  const falseMatchRate = fusedFalseMatchRate(evidenceOf(traits, alone));
  const decided = decideByRate(falseMatchRate, targetRate, undecidedRate);
  const lacksModality =
    guard?.policy === 'second-modality' && !bothModalitiesMatch(traits, alone, targetRate);
  return {
    outcome: decided === 'match' && lacksModality ? 'undecided' : decided,
    fusion: {
      method: 'likelihood-ratio',
      falseMatchRate,
      targetRate,
      ...(undecidedRate !== undefined && { undecidedRate }),
      independence: 'assumed',
      traits,
    },
  };
}

/** Whose closeness is the rarest among strangers; the first of several. */
function strongestOf(compared: readonly PersonComparison[]): Compared | undefined {
  const rateOf = (one: Compared) => falseMatchRateOf(aloneOf(one));
  return compared
    .filter((one) => one.outcome === 'compared')
    .toSorted((one, other) => rateOf(one) - rateOf(other))[0];
}

function nothingCounted(compared: readonly PersonComparison[]): Whole {
  const acquired = compared.some(({ outcome }) => outcome === 'no-reference');
  return { outcome: acquired ? 'no-reference' : 'failure-to-acquire' };
}

function reportFusion(fusion: FusionBasis, counted: readonly Compared[]): FusedReport['fusion'] {
  const { method, falseMatchRate, targetRate, undecidedRate, independence } = fusion;
  return {
    method,
    fused: falseMatchRate,
    threshold: targetRate,
    targetRate,
    ...(undecidedRate !== undefined && { undecidedRate }),
    calibrations: [...new Set(counted.map(({ scale }) => scale.calibration.id))],
    independence,
  };
}

function asDecided(outcome: FusedReport['outcome']): DecisionOutcome {
  if (outcome === 'no-reference' || outcome === 'failure-to-acquire') {
    throw new Error('Broken promise: what was fused was decided');
  }
  return outcome;
}
