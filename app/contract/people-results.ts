/** What the commands answer of those who are enrolled. */
import type { Attempt } from '../core/attempt.ts';
import type { FaceTemplate, FingerprintTemplate, Person } from '../core/template.ts';
import type { Distance, Modality, TemplateId } from '../core/vocabulary.ts';

export interface Consent {
  readonly purpose: string;
  /** ISO 8601 date. */
  readonly retainUntil: string;
  readonly operator: string;
  readonly form: string;
  /** ISO 8601, UTC. */
  readonly recordedAt: string;
}

export interface PersonSummary extends Person {
  /** References of any model. */
  readonly references: Readonly<Partial<Record<Modality, number>>>;
  readonly retainUntil?: string;
  readonly synthetic: boolean;
}

export interface PersonList {
  readonly total: number;
  readonly people: readonly PersonSummary[];
}

/** What was erased; proof for whoever asked for it. */
export interface RemovalReceipt {
  readonly person: Person;
  readonly templates: number;
  readonly consents: number;
  /** Captures that had been kept. */
  readonly images: number;
  /** Captures of verifications whose features were kept for a replay. */
  readonly probes: number;
  /** Attempts that stay in the log without any link to the person. */
  readonly unlinkedAttempts: number;
  /** ISO 8601, UTC. */
  readonly erasedAt: string;
}

/** A reference without its features. */
export type TemplateReport =
  Omit<FaceTemplate, 'personId' | 'features'> | Omit<FingerprintTemplate, 'personId' | 'features'>;

export interface PersonDetails {
  readonly person: Person;
  readonly synthetic: boolean;
  /** Newest first. */
  readonly consents: readonly Consent[];
  /**
   * By modality: the nearest other person, where inside the guard distance; none where they were
   * not asked for.
   */
  readonly lookAlikes: readonly {
    readonly modality: Modality;
    readonly externalId: string;
    readonly displayName: string;
    readonly distance: Distance;
    readonly guardDistance: Distance;
  }[];
  readonly templates: readonly TemplateReport[];
  /** Templates whose capture was kept as an image. */
  readonly keptImages: readonly TemplateId[];
  readonly attempts: readonly Attempt[];
}
