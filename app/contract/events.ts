import type { Failure } from '../core/failure.ts';
import type { AuditSummary, ComparedPairs, EnrolledPeople } from './results.ts';

/** How far a long task is. */
export interface JobProgress {
  readonly jobId: string;
  readonly phase: string;
  readonly done: number;
  readonly total: number;
  /** Of this run; absent until there is something to measure. */
  readonly ratePerSecond?: number;
  readonly secondsLeft?: number;
}

export type JobResult =
  | { readonly kind: 'comparison'; readonly value: ComparedPairs }
  | { readonly kind: 'enrolment'; readonly value: EnrolledPeople }
  | { readonly kind: 'audit'; readonly value: AuditSummary };

/** Everything that the services tell unasked. */
export type HostEvent =
  | { readonly event: 'job.progress'; readonly progress: JobProgress }
  | { readonly event: 'job.finished'; readonly jobId: string; readonly result: JobResult }
  | { readonly event: 'job.failed'; readonly jobId: string; readonly failure: Failure }
  | { readonly event: 'engine.notice'; readonly message: string };
