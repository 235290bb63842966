/** The log of one transaction: what was asked, and how it ended. Never an image. */
import type { DecisionReport } from '../contract/results.ts';
import type { AcquisitionReason, AttemptId } from '../core/vocabulary.ts';
import type { NewAttempt, Store } from '../store/index.ts';

/** What is known before the transaction ends. */
type Asked = Pick<NewAttempt, 'kind' | 'modality' | 'modelId' | 'personId'>;

export interface AttemptLog {
  /** Nothing was compared. */
  undecided(
    outcome: 'failure-to-acquire' | 'no-reference',
    reasons?: readonly AcquisitionReason[],
  ): AttemptId;
  decided(
    decision: DecisionReport,
    whose: Partial<Pick<NewAttempt, 'personId' | 'templateId'>>,
  ): AttemptId;
}

export function createAttemptLog(store: Store, asked: Asked): AttemptLog {
  const common = { ...asked, reasons: [] };
  return {
    undecided: (outcome, reasons = []) => store.attempts.record({ ...common, outcome, reasons }).id,
    decided({ outcome, distance, threshold, provider, limit: { targetRate } }, whose) {
      const numbers = { distance, threshold, provider, targetRate };
      return store.attempts.record({ ...common, outcome, ...numbers, ...whose }).id;
    },
  };
}
