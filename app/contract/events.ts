import type { Failure } from '../core/failure.ts';
import type { DemoReport } from './demo.ts';
import type { EvaluationSummary } from './evaluation.ts';
import type { LookAlikeSearch } from './look-alikes.ts';
import type { AuditSummary, ComparedPairs, EnrolledPeople } from './results.ts';
import type { SynthesisReport } from './synthesis.ts';

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

/** What each kind of long work ends in. */
export interface JobValues {
  readonly comparison: ComparedPairs;
  readonly enrolment: EnrolledPeople;
  readonly audit: AuditSummary;
  readonly synthesis: SynthesisReport;
  readonly evaluation: EvaluationSummary;
  readonly demo: DemoReport;
  readonly 'look-alikes': LookAlikeSearch;
}

export type JobKind = keyof JobValues;

export type JobResult = {
  [Kind in JobKind]: { readonly kind: Kind; readonly value: JobValues[Kind] };
}[JobKind];

/** Everything that the services tell unasked. */
export type HostEvent =
  | { readonly event: 'job.progress'; readonly progress: JobProgress }
  | { readonly event: 'job.finished'; readonly jobId: string; readonly result: JobResult }
  | { readonly event: 'job.failed'; readonly jobId: string; readonly failure: Failure }
  | { readonly event: 'engine.notice'; readonly message: string }
  /** Whoever shows some of it asks again. */
  | {
      readonly event: 'data.changed';
      readonly what: 'people' | 'attempts' | 'audits' | 'settings' | 'calibrations' | 'kiosk';
    }
  /** From the host's menu and shortcuts. */
  | { readonly event: 'shell.navigate'; readonly route: string }
  | { readonly event: 'shell.palette' };
