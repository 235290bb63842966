/** What the commands answer. */
import type { Attempt } from '../core/attempt.ts';
import type { AuditOutcome } from '../core/audit.ts';
import type { ComparisonOutcome, EncoderScale, Limit } from '../core/decision.ts';
import type { FaceQuality, SourceFacts } from '../core/sample.ts';
import type { Person } from '../core/template.ts';
import type {
  AcquisitionReason,
  AuditId,
  Box,
  Distance,
  Modality,
  ModelId,
  ProviderName,
  Rate,
  Sha256,
  TemplateId,
} from '../core/vocabulary.ts';

/** What an answer tells of an image; never its embedding. */
export type SampleReport =
  | {
      readonly outcome: 'acquired';
      readonly source: SourceFacts;
      readonly faces: number;
      readonly face: number;
      readonly box: Box;
      readonly quality: FaceQuality;
    }
  | {
      readonly outcome: 'failure-to-acquire';
      readonly reasons: readonly AcquisitionReason[];
      readonly source?: SourceFacts;
      readonly faces?: number;
      readonly quality?: FaceQuality;
    };

/** Everything that a decision stands on. */
export interface DecisionReport {
  readonly outcome: ComparisonOutcome;
  readonly distance: Distance;
  readonly threshold: Distance;
  /** Distance that training pushes non-mated pairs to, and where it alone puts the threshold. */
  readonly margin: Distance;
  readonly untunedThreshold: Distance;
  readonly limit: Limit;
  /** Set and protocol of the measurement behind the limit. */
  readonly calibration: { readonly id: string; readonly set: string; readonly protocol: string };
  readonly modelId: ModelId;
  readonly provider: ProviderName;
}

export interface ComparisonReport {
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
  readonly pairs: readonly ComparedPair[];
  readonly images: number;
  readonly failedImages: readonly {
    readonly path: string;
    readonly reasons: readonly AcquisitionReason[];
  }[];
  readonly limit: Limit;
  readonly modelId: ModelId;
  readonly provider: ProviderName;
  /** In order of first appearance; only images that were acquired, only where asked for. */
  readonly embeddings?: {
    readonly paths: readonly string[];
    readonly dimensions: number;
    readonly rows: Float32Array;
  };
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
}

export interface EnrolledPeople {
  readonly reports: readonly EnrolmentReport[];
}

export interface VerificationReport {
  readonly outcome: ComparisonOutcome | 'no-reference' | 'failure-to-acquire';
  readonly externalId: string;
  readonly displayName: string;
  readonly probe: SampleReport;
  readonly decision?: DecisionReport;
  /** The closest reference. */
  readonly templateId?: TemplateId;
  readonly references: number;
  readonly attemptId: string;
}

export interface Candidate {
  readonly externalId: string;
  readonly displayName: string;
  readonly distance: Distance;
  readonly templateId: TemplateId;
  readonly outcome: ComparisonOutcome;
}

export interface IdentificationReport {
  readonly outcome: ComparisonOutcome | 'no-reference' | 'failure-to-acquire';
  readonly probe: SampleReport;
  /** The closest people, each once, closest first. */
  readonly candidates: readonly Candidate[];
  /** Of the closest candidate. */
  readonly decision?: DecisionReport;
  readonly people: number;
  readonly references: number;
  readonly attemptId: string;
}

export interface PersonSummary extends Person {
  readonly references: number;
}

export interface PersonList {
  readonly total: number;
  readonly people: readonly Person[];
}

export interface PersonDetails {
  readonly person: Person;
  readonly templates: readonly {
    readonly id: TemplateId;
    readonly modality: Modality;
    readonly modelId: ModelId;
    readonly quality: FaceQuality;
    readonly sourceSha256: Sha256;
    readonly provider: ProviderName;
    readonly enrolledAt: string;
  }[];
  readonly attempts: readonly Attempt[];
}

export interface EngineReport {
  readonly scale: EncoderScale;
  readonly models: readonly {
    readonly name: string;
    readonly file: string;
    readonly sha256: string;
    readonly bytes: number;
    readonly licence: string;
  }[];
  readonly provider: ProviderName;
  readonly providers: readonly {
    readonly name: ProviderName;
    readonly state: 'used' | 'proven' | 'refused' | 'not tried';
    readonly reason?: string;
    readonly drift?: number;
    readonly goldenMs?: number;
  }[];
  readonly lanes: number;
  readonly versions: Readonly<Record<string, string>>;
}

export interface StoreReport {
  readonly path: string;
  readonly schemaVersion: number;
  readonly bytes: number;
  readonly people: number;
  readonly templatesByModel: readonly { readonly modelId: ModelId; readonly templates: number }[];
  readonly journalMode: string;
  readonly synchronous: string;
  readonly integrity: string;
}

export interface JobStarted {
  readonly jobId: string;
}

export interface AuditStarted extends JobStarted {
  readonly auditId: AuditId;
  readonly files: number;
  /** Files that an earlier, interrupted run has done already. */
  readonly resumed: number;
}

export interface AuditSummary {
  readonly auditId: AuditId;
  readonly files: number;
  readonly outcomes: Readonly<Record<AuditOutcome, number>>;
  /** Images of people who are not enrolled that resemble somebody who is. */
  readonly strangersAlike: number;
  /** The rate of that which was aimed at. */
  readonly identificationRate: Rate;
  readonly duplicates: number;
}

export interface WhoIsWhoPreview {
  readonly files: number;
  readonly first: readonly {
    readonly path: string;
    readonly claim?: string;
    readonly enrolled: boolean;
  }[];
}
