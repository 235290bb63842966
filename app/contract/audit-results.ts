/** What audits answer. */
import type { JobStarted } from './job-results.ts';
import type { AuditOutcome, AuditSettings } from '../core/audit.ts';
import type {
  AcquisitionReason,
  AuditId,
  Distance,
  FingerPosition,
  Modality,
  Rate,
} from '../core/vocabulary.ts';

export interface AuditStarted extends JobStarted {
  readonly auditId: AuditId;
  readonly files: number;
  /** Files that an earlier, interrupted run has done already. */
  readonly resumed: number;
}

export interface AuditSummary {
  readonly auditId: AuditId;
  readonly modality: Modality;
  readonly files: number;
  /** Of those that the modality can have. */
  readonly outcomes: Readonly<Partial<Record<AuditOutcome, number>>>;
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
    readonly finger?: FingerPosition;
    readonly enrolled: boolean;
  }[];
}

export interface AuditOverview {
  readonly auditId: AuditId;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly folderName: string;
  readonly settings: AuditSettings;
  readonly state: 'planning' | 'running' | 'paused' | 'finished';
  /** Of the job that works on it, where one does. */
  readonly jobId?: string;
  readonly files: number;
  readonly done: number;
  readonly outcomes: Readonly<Partial<Record<AuditOutcome, number>>>;
}

export interface AuditRow {
  readonly position: number;
  readonly path: string;
  readonly bytes: number;
  readonly claim?: string;
  readonly finger?: FingerPosition;
  readonly outcome: AuditOutcome;
  readonly reasons: readonly AcquisitionReason[];
  readonly distance?: Distance;
  readonly threshold?: Distance;
  readonly person?: { readonly externalId: string; readonly displayName: string };
  readonly looksLike?: {
    readonly externalId: string;
    readonly displayName: string;
    readonly distance: Distance;
  };
}
