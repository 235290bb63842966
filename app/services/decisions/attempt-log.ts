/** The log of one transaction: what was asked, and how it ended. Never an image. */
import type { DecisionReport, GuardReport } from '../../contract/results.ts';
import type { DecisionBasis, FusionBasis } from '../../core/attempt.ts';
import type { Sample } from '../../core/sample.ts';
import type { AcquisitionReason, AttemptId, FingerPosition } from '../../core/vocabulary.ts';
import type { NewAttempt, Store } from '../../store/index.ts';

/** What is known before the transaction ends. */
type Asked = Pick<
  NewAttempt,
  'kind' | 'modality' | 'modelId' | 'personId' | 'use' | 'finger' | 'partOf'
>;

/** What a decision was about. */
export interface Decided {
  readonly decision: DecisionReport;
  /** The probe. */
  readonly sample: Sample;
  /** Of the person whom it names; nobody's where it names none. */
  readonly whose: Partial<Pick<NewAttempt, 'personId' | 'templateId'>>;
  readonly finger?: FingerPosition | undefined;
  readonly guard?: GuardReport | undefined;
  readonly fusion?: FusionBasis | undefined;
}

export interface AttemptLog {
  /** Nothing was compared. */
  undecided(
    outcome: 'failure-to-acquire' | 'no-reference',
    reasons?: readonly AcquisitionReason[],
  ): AttemptId;
  decided(what: Decided): AttemptId;
}

/** @param keepsProbes whether features of probes are kept for a replay */
export function createAttemptLog(
  store: Store,
  asked: Asked,
  keepsProbes: () => boolean = () => false,
): AttemptLog {
  const common = { ...asked, reasons: [] };
  return {
    undecided: (outcome, reasons = []) => store.attempts.record({ ...common, outcome, reasons }).id,
    decided(what) {
      const { finger = asked.finger } = what;
      const attempt = {
        ...common,
        ...numbersOf(what.decision),
        ...(finger !== undefined && { finger }),
        ...what.whose,
        basis: basisOf(what),
      };
      return store.transaction(() => {
        const { id, personId } = store.attempts.record(attempt);
        // Of a stranger nothing is kept: nobody could ask for its erasure.
        if (personId !== undefined && keepsProbes()) store.probes.keep(id, what.sample.features);
        return id;
      });
    },
  };
}

/** Of a claim that nobody has: whatever the work for it came to, there was no reference. */
export function createLogOfNobody(store: Store, asked: Omit<Asked, 'personId'>): AttemptLog {
  const { undecided } = createAttemptLog(store, asked);
  return { undecided, decided: () => undecided('no-reference') };
}

function numbersOf(decision: DecisionReport) {
  const { outcome, distance, threshold, undecidedThreshold, provider, limit } = decision;
  return {
    outcome,
    distance,
    threshold,
    ...(undecidedThreshold !== undefined && { undecidedThreshold }),
    provider,
    targetRate: limit.targetRate,
    references: limit.references,
    calibrationId: decision.calibration.id,
  };
}

function basisOf({ decision, sample, guard, fusion }: Decided): DecisionBasis {
  const { margin, untunedThreshold, calibration, limit } = decision;
  const { falseMatchRate, support, point } = limit;
  return {
    margin,
    untunedThreshold,
    calibration,
    falseMatchRate,
    support,
    point,
    quality: sample.quality,
    ...(guard && { guard }),
    ...(fusion && { fusion }),
  };
}
