import type {
  AcquisitionReason,
  AttemptId,
  Distance,
  FingerPosition,
  Modality,
  ModelId,
  PersonId,
  ProviderName,
  Rate,
  TemplateId,
} from './vocabulary.ts';

export type AttemptKind = 'enrolment' | 'verification' | 'identification';

export type AttemptOutcome =
  | 'enrolled'
  | 'failure-to-enrol'
  | 'match'
  | 'non-match'
  | 'undecided'
  | 'no-reference'
  | 'failure-to-acquire';

/** One line of the log of what the system was asked and what it said. Never an image. */
export interface Attempt {
  readonly id: AttemptId;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly kind: AttemptKind;
  readonly modality: Modality;
  readonly outcome: AttemptOutcome;
  /** The claimed person of a verification or enrolment, the found one of an identification. */
  readonly personId?: PersonId;
  /** The reference that was closest. */
  readonly templateId?: TemplateId;
  readonly distance?: Distance;
  readonly threshold?: Distance;
  /** False match rate (1:1) or false positive identification rate (1:N) that was aimed at. */
  readonly targetRate?: Rate;
  /** The looser end of an undecided band. */
  readonly undecidedThreshold?: Distance;
  /** References that were compared with. */
  readonly references?: number;
  readonly calibrationId?: string;
  /** Where it was decided; absent in records older than the idea. */
  readonly use?: 'desk' | 'kiosk' | 'audit';
  /** Of fingerprints, where said. */
  readonly finger?: FingerPosition;
  readonly modelId?: ModelId;
  readonly provider?: ProviderName;
  readonly reasons: readonly AcquisitionReason[];
  /** Why an enrolment was refused or overridden, in words of the service. */
  readonly note?: string;
}
