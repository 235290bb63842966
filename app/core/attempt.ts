import type { CalibrationOrigin, OperatingPoint } from './decision.ts';
import type { FaceQuality, FingerprintQuality } from './sample.ts';
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
  /** Of decisions; absent in records older than the idea. */
  readonly basis?: DecisionBasis;
  /** Of one capture of a decision over several: that decision. */
  readonly partOf?: AttemptId;
}

/** What a decision stood on when it was taken: calibrations are changed and removed later. */
export interface DecisionBasis {
  /** Distance that training pushes non-mated pairs to, and where it alone puts the threshold. */
  readonly margin: Distance;
  readonly untunedThreshold: Distance;
  readonly calibration: {
    readonly id: string;
    readonly set: string;
    readonly protocol: string;
    readonly origin: CalibrationOrigin;
  };
  /** Per comparison, that the threshold must not exceed. */
  readonly falseMatchRate: Rate;
  readonly support: 'measured' | 'extrapolated';
  readonly point: OperatingPoint;
  /** Of the probe. */
  readonly quality: FaceQuality | FingerprintQuality;
  readonly guard?: LookAlikeGuard;
  readonly fusion?: FusionBasis;
}

/** What the look-alike guard changed about a decision. */
export interface LookAlikeGuard {
  readonly policy: 'stricter' | 'second-modality';
  /** Of the person to the nearest other one, whose name is nobody's business here. */
  readonly nearestDistance: Distance;
  readonly guardDistance: Distance;
}

/** One decision over several captures: how often strangers would bring evidence this strong. */
export interface FusionBasis {
  readonly method: 'likelihood-ratio';
  readonly falseMatchRate: Rate;
  readonly targetRate: Rate;
  /** Looser: evidence within it is undecided. */
  readonly undecidedRate?: Rate;
  /** Different fingers, or a face and a finger, are taken to err independently of each other. */
  readonly independence: 'assumed';
  /** Of every capture that counted, in order: captures of one trait tell the same twice. */
  readonly traits: readonly string[];
}
