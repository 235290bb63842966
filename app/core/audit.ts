import type {
  AcquisitionReason,
  AuditId,
  Distance,
  FingerPosition,
  Modality,
  ModelId,
  PersonId,
  Rate,
  Sha256,
} from './vocabulary.ts';

/** How an audit learns who an image should be. */
export type ClaimRule =
  | { readonly kind: 'folder' }
  | { readonly kind: 'pattern'; readonly pattern: string }
  | { readonly kind: 'manifest' }
  | { readonly kind: 'none' };

export type AuditOutcome =
  | 'match'
  | 'mismatch'
  | 'not-enrolled'
  | 'ambiguous'
  | 'several-faces'
  | 'no-face'
  | 'no-finger'
  | 'poor'
  | 'unreadable';

export const AUDIT_OUTCOMES = [
  'match',
  'mismatch',
  'not-enrolled',
  'ambiguous',
  'several-faces',
  'no-face',
  'no-finger',
  'poor',
  'unreadable',
] as const satisfies readonly AuditOutcome[];

/** Those that an audit of a modality can have, in the order in which reports list them. */
export function auditOutcomesOf(modality: Modality): readonly AuditOutcome[] {
  const others: readonly AuditOutcome[] =
    modality === 'face' ? ['no-finger'] : ['no-face', 'several-faces'];
  return AUDIT_OUTCOMES.filter((outcome) => !others.includes(outcome));
}

/** What an audit found out about one file. */
export interface AuditResult {
  readonly outcome: AuditOutcome;
  readonly reasons: readonly AcquisitionReason[];
  readonly sha256?: Sha256;
  readonly faces?: number;
  /** The person that the claim names, where enrolled; the found one where nothing was claimed. */
  readonly personId?: PersonId;
  /** To the closest reference of `personId`. */
  readonly distance?: Distance;
  readonly threshold?: Distance;
  /** The closest other person within the 1:N threshold. */
  readonly looksLikeId?: PersonId;
  readonly looksLikeDistance?: Distance;
}

/** A file of an audit's plan, in path order. */
export interface AuditFile {
  /** Position in the plan, from 0. */
  readonly position: number;
  /** Relative to the audited folder, with forward slashes. */
  readonly path: string;
  readonly bytes: number;
  /** Modification time, whole milliseconds since 1970. */
  readonly modifiedMs: number;
  /** External id that the rule reads from the path or manifest; absent where it reads none. */
  readonly claim?: string;
  /** Of fingerprints, where the rule reads it: the finger that the file is said to show. */
  readonly finger?: FingerPosition;
  /** Where the walk itself found the entry unusable. */
  readonly problem?: AcquisitionReason;
}

/** Everything that decides an audit's results besides the files; equal settings may resume. */
export interface AuditSettings {
  readonly rule: ClaimRule;
  /** Hash of the manifest's text where the rule is a manifest. */
  readonly manifestSha256?: Sha256;
  /** Hash over the names, sizes, times and claims of all files. */
  readonly planSha256: Sha256;
  readonly modality: Modality;
  /** Which face of an image; of faces only. */
  readonly face?: string;
  /** Pixels per inch, where given; of fingerprints only. */
  readonly dpi?: number;
  readonly modelId: ModelId;
  readonly provider: string;
  /** Wrong matches per verification that were asked for, where not the default. */
  readonly targetRate?: Rate;
  /** For a person with one reference; those with more have stricter ones. */
  readonly verificationThreshold: Distance;
  /** False positive identification rate that was aimed at. */
  readonly identificationRate: Rate;
  readonly identificationThreshold: Distance;
  readonly duplicateThreshold: Distance;
  /** Hash over all references that the audit compares with. */
  readonly gallerySha256: Sha256;
}

export interface Audit {
  readonly id: AuditId;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** Absolute path of the audited folder; stays in this store. */
  readonly root: string;
  readonly settings: AuditSettings;
  readonly state: 'planning' | 'running' | 'finished';
}

/** Two files that different people are said to own and that show one person or finger. */
export interface AuditDuplicate {
  /** Positions in the plan; the smaller one first. */
  readonly position: number;
  readonly otherPosition: number;
  /** `same-file`: equal bytes. `same-person`: they are closer than the duplicate threshold. */
  readonly kind: 'same-file' | 'same-person';
  readonly distance: Distance;
}
