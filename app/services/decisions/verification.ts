/** 1:1: is this the person that the claim names? */
import { hash } from 'node:crypto';
import type { GuardReport, VerificationReport } from '../../contract/results.ts';
import type { Use } from '../../contract/settings.ts';
import type { CaptureOptions } from '../../core/sample.ts';
import type { Person } from '../../core/template.ts';
import type { Rate } from '../../core/vocabulary.ts';
import type { Engine } from '../../engine/client.ts';
import type { Store } from '../../store/index.ts';
import { createAttemptLog, createLogOfNobody, type AttemptLog } from './attempt-log.ts';
import { NO_GUARD, stricterPolicies, type Guard } from '../thresholds/guard.ts';
import { limitsFor } from '../thresholds/limits.ts';
import { findPerson } from '../people/people.ts';
import { compareWithPerson, type Compared, type PersonComparison } from './person-comparison.ts';
import { DEFAULT_POLICIES, type Policies } from '../thresholds/policies.ts';
import { reportDecision, reportSample } from './reports.ts';

export interface VerificationInput {
  readonly externalId: string;
  readonly probe: Uint8Array;
  readonly capture: CaptureOptions;
  readonly use?: Use;
  readonly targetRate?: Rate;
}

export interface Verification {
  verify(input: VerificationInput): Promise<VerificationReport>;
  /**
   * As verify, but a claim that nobody has is an outcome, `no-reference`, and takes the work of
   * any other: how long the answer takes does not tell which claims there are.
   */
  verifyCode(input: VerificationInput): Promise<VerificationReport>;
}

export interface VerificationParts {
  readonly engine: Engine;
  readonly store: Store;
  readonly policies?: Policies;
  readonly guard?: Guard;
  /** Whether features of probes are kept for a replay. */
  readonly keepsProbes?: () => boolean;
}

export function createVerification(parts: VerificationParts): Verification {
  const { engine, store, keepsProbes } = parts;

  /** @param isNobody whether the person only stands in for one whom the claim does not have */
  async function verifyPerson(
    person: Person,
    { probe, capture, use = 'desk', targetRate }: VerificationInput,
    isNobody = false,
  ): Promise<VerificationReport> {
    const compared = await compareWithPerson(parts, person, probe, capture);
    const { modality, modelId } = compared.scale;
    const asked = { kind: 'verification', modality, modelId, use, ...fingerOf(capture) } as const;
    const log = isNobody
      ? createLogOfNobody(store, asked)
      : createAttemptLog(store, { ...asked, personId: person.id }, keepsProbes);
    if (compared.outcome !== 'compared') return reportNothing(compared, log);
    return decideAlone(compared, log, decideOn(parts, person, compared, use, targetRate));
  }

  return {
    verify: async (input) => verifyPerson(findPerson(store, input.externalId), input),
    async verifyCode(input) {
      const claimed = store.people.findByExternalId(input.externalId);
      // Looked up in either case, and for the same claim always the same one.
      const standIn = store.people.nextAfter(hash('sha256', input.externalId));
      const person = claimed ?? standIn;
      if (!person) return nobodyEnrolled(input);
      const report = await verifyPerson(person, input, claimed === undefined);
      return claimed ? report : withoutPerson(report, input.externalId);
    },
  };

  /** Nothing to hide yet: of nobody it is known whether they are here. */
  async function nobodyEnrolled(input: VerificationInput): Promise<VerificationReport> {
    const { capture, probe, externalId, use = 'desk' } = input;
    const { modality } = capture;
    const acquisition = await engine.analyse({ kind: 'bytes', bytes: probe }, capture);
    const log = createAttemptLog(store, { kind: 'verification', modality, use });
    const common = { modality, externalId, displayName: '', references: 0 };
    if (acquisition.outcome === 'failure-to-acquire') {
      const { outcome, reasons } = acquisition;
      const attemptId = log.undecided(outcome, reasons);
      return { ...common, probe: reportSample(acquisition), outcome, attemptId };
    }
    const outcome = 'no-reference' as const;
    const attemptId = log.undecided(outcome);
    return { ...common, probe: reportSample(acquisition), outcome, attemptId };
  }
}

type GuardedDecision = Required<Pick<VerificationReport, 'decision'>> & {
  readonly guard?: GuardReport;
};

/** By the policy of the use, and by what the guard asks of people who have a look-alike. */
export function decideOn(
  { policies = DEFAULT_POLICIES, guard = NO_GUARD }: Pick<VerificationParts, 'policies' | 'guard'>,
  person: Person,
  { scale, distance, sample, references }: Compared,
  use: Use,
  targetRate: Rate | undefined,
): GuardedDecision {
  const found = guard.of(scale, person.id, use);
  const stricter = found?.policy === 'stricter' && targetRate === undefined;
  const limits = limitsFor(
    stricter ? stricterPolicies(policies) : policies,
    scale,
    'verification',
    {
      use,
      references: references.length,
      targetRate,
    },
  );
  const decision = reportDecision(scale, distance, limits, sample.provider);
  if (found?.policy !== 'second-modality') return { decision, ...(stricter && { guard: found }) };
  const outcome = decision.outcome === 'match' ? 'undecided' : decision.outcome;
  return { decision: { ...decision, outcome }, guard: found };
}

export function decideAlone(
  { facts, finger, closest, sample }: Compared,
  log: AttemptLog,
  { decision, guard }: GuardedDecision,
): VerificationReport {
  const { id: templateId } = closest;
  const attemptId = log.decided({ decision, sample, whose: { templateId }, finger, guard });
  const { outcome } = decision;
  const which = finger !== undefined && { finger };
  const guarded = guard && { guard };
  return { ...facts, ...which, outcome, decision, ...guarded, templateId, attemptId };
}

/** Nothing was compared, and why. */
export function reportNothing(
  { facts, outcome, reasons }: Exclude<PersonComparison, Compared>,
  log: AttemptLog,
): VerificationReport {
  return { ...facts, outcome, attemptId: log.undecided(outcome, reasons) };
}

export function fingerOf(capture: CaptureOptions) {
  if (capture.modality === 'face' || capture.finger === undefined) return {};
  return { finger: capture.finger };
}

/** What is left of the report on a stand-in. */
function withoutPerson(
  { modality, outcome, probe, attemptId }: VerificationReport,
  externalId: string,
): VerificationReport {
  return {
    modality,
    externalId,
    displayName: '',
    probe,
    references: 0,
    outcome: outcome === 'failure-to-acquire' ? outcome : 'no-reference',
    attemptId,
  };
}
