/** What enrolment and the decisions answer. */
import type { LookAlikeGuard } from '../core/attempt.ts';
import type { ComparisonOutcome, DecisionOutcome, Limit } from '../core/decision.ts';
import type { FaceSample, FailureToAcquire, FingerprintSample } from '../core/sample.ts';
import type {
  AcquisitionReason,
  Distance,
  FingerPosition,
  Modality,
  ModelId,
  ProviderName,
  Rate,
  TemplateId,
} from '../core/vocabulary.ts';

/** What an answer tells of an image; never its features. */
export type SampleReport = FaceReport | FingerprintReport | FailureToAcquire;

export interface FaceReport extends Pick<
  FaceSample,
  'modality' | 'source' | 'faces' | 'face' | 'box' | 'quality'
> {
  readonly outcome: 'acquired';
}

export interface FingerprintReport extends Pick<
  FingerprintSample,
  'modality' | 'source' | 'finger' | 'resolution' | 'quality'
> {
  readonly outcome: 'acquired';
}

/** Everything that a decision stands on. */
export interface DecisionReport {
  readonly outcome: DecisionOutcome;
  readonly distance: Distance;
  readonly threshold: Distance;
  /** Where the use has an undecided band: its looser end. */
  readonly undecidedThreshold?: Distance;
  /** Distance that training pushes non-mated pairs to, and where it alone puts the threshold. */
  readonly margin: Distance;
  readonly untunedThreshold: Distance;
  readonly limit: Limit;
  /** Set and protocol of the measurement behind the limit. */
  readonly calibration: {
    readonly id: string;
    readonly set: string;
    readonly protocol: string;
    readonly origin: 'shipped' | 'site';
  };
  readonly modelId: ModelId;
  readonly provider: ProviderName;
}

export interface ComparisonReport {
  readonly modality: Modality;
  readonly probe: SampleReport;
  readonly reference: SampleReport;
  /** Absent where one of the two could not be acquired. */
  readonly decision?: DecisionReport;
}

/** One pair of a list, in the list's order. */
export interface ComparedPair {
  readonly probe: string;
  readonly reference: string;
  readonly distance?: Distance;
  readonly outcome: ComparisonOutcome | 'failure-to-acquire';
  /** Of the probe first, then of the reference. */
  readonly reasons: readonly (AcquisitionReason & { readonly of: 'probe' | 'reference' })[];
}

export interface ComparedPairs {
  readonly modality: Modality;
  readonly pairs: readonly ComparedPair[];
  readonly images: number;
  readonly failedImages: readonly {
    readonly path: string;
    readonly reasons: readonly AcquisitionReason[];
  }[];
  readonly limit: Limit;
  readonly modelId: ModelId;
  readonly provider: ProviderName;
  /** Where every pair says whether it is mated. */
  readonly rates?: PairRates;
  /** Of faces, where asked for; in order of first appearance, only images that were acquired. */
  readonly embeddings?: {
    readonly paths: readonly string[];
    readonly dimensions: number;
    readonly rows: Float32Array;
  };
}

export interface PairRates {
  /** Pairs that were compared: those with an image that can't be used are not among them. */
  readonly mated: number;
  readonly nonMated: number;
  readonly equalErrorRate: Rate;
  readonly points: readonly {
    readonly targetFmr: Rate;
    readonly threshold: Distance;
    readonly falseMatchRate: Rate;
    readonly falseNonMatchRate: Rate;
  }[];
}

/** What became of one image of an enrolment. */
export interface EnrolledImage {
  /** Index into the images of the request. */
  readonly image: number;
  readonly sample: SampleReport;
  readonly status: 'enrolled' | 'not-acquired' | 'already-enrolled' | 'same-image' | 'refused';
  readonly templateId?: TemplateId;
}

export type EnrolmentRefusal =
  'no-usable-image' | 'samples-disagree' | 'resembles-another-person' | 'image-of-another-person';

export interface EnrolmentReport {
  readonly outcome: 'enrolled' | 'failure-to-enrol' | 'nothing-new';
  readonly modality: Modality;
  readonly externalId: string;
  readonly images: readonly EnrolledImage[];
  readonly refusals: readonly EnrolmentRefusal[];
  /** Distances between samples of this person that are too far apart. */
  readonly disagreements: readonly {
    readonly image: number;
    /** Index of the other image, or `enrolled` for a stored reference. */
    readonly with: number | 'enrolled';
    readonly distance: Distance;
  }[];
  readonly agreementLimit: Distance;
  /** The closest other people, where close enough to be taken for this one. */
  readonly lookAlikes: readonly {
    readonly externalId: string;
    readonly displayName: string;
    readonly distance: Distance;
    readonly image: number;
  }[];
  readonly lookAlikeLimit: Distance;
  /** References of this person with this model after the enrolment. */
  readonly references: number;
  /** Of fingerprints: the same by finger, in order of their codes. */
  readonly fingers?: readonly {
    readonly finger: FingerPosition;
    readonly references: number;
    /** How many more impressions of it are advised. */
    readonly wanting: number;
  }[];
}

export interface EnrolledPeople {
  readonly reports: readonly EnrolmentReport[];
}

/** What the look-alike guard changed about a decision. */
export type GuardReport = LookAlikeGuard;

export interface VerificationReport {
  /** `undecided` inside the band, or where the guard asks for a second modality. */
  readonly outcome: DecisionOutcome | 'no-reference' | 'failure-to-acquire';
  readonly modality: Modality;
  readonly externalId: string;
  readonly displayName: string;
  readonly probe: SampleReport;
  readonly decision?: DecisionReport;
  /** The closest reference. */
  readonly templateId?: TemplateId;
  /** Of fingerprints: the finger that was asked for, else that of the closest reference. */
  readonly finger?: FingerPosition;
  /** How many it was compared with. */
  readonly references: number;
  readonly guard?: GuardReport;
  readonly attemptId: string;
}

/** Several captures, one decision. */
export interface FusedReport {
  readonly outcome: DecisionOutcome | 'no-reference' | 'failure-to-acquire';
  readonly externalId: string;
  readonly displayName: string;
  /** In the order of the captures. */
  readonly parts: readonly VerificationReport[];
  /** Absent where no part counted. */
  readonly fusion?: {
    readonly method: string;
    /** How often strangers would bring evidence this strong: a match up to `threshold`. */
    readonly fused: number;
    readonly threshold: number;
    readonly targetRate: Rate;
    readonly undecidedRate?: Rate;
    /** Where the parts' error rates come from. */
    readonly calibrations: readonly string[];
    /** Assumed where the parts were not measured together. */
    readonly independence: 'assumed' | 'measured';
  };
  readonly guard?: GuardReport;
  readonly attemptId: string;
}

export interface Candidate {
  readonly externalId: string;
  readonly displayName: string;
  readonly distance: Distance;
  readonly templateId: TemplateId;
  /** Of fingerprints: that of the closest reference. */
  readonly finger?: FingerPosition;
  readonly outcome: ComparisonOutcome;
}

export interface IdentificationReport {
  readonly outcome: DecisionOutcome | 'no-reference' | 'failure-to-acquire';
  readonly modality: Modality;
  readonly probe: SampleReport;
  /** The closest people, each once, closest first. */
  readonly candidates: readonly Candidate[];
  /** Of the closest candidate. */
  readonly decision?: DecisionReport;
  readonly people: number;
  readonly references: number;
  readonly attemptId: string;
}
