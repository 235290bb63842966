import type { AcquisitionReason } from '../../core/vocabulary.ts';

/** Carries the reason out of a decoder; it becomes a failure to acquire, never a crash. */
export class DecodeProblem extends Error {
  readonly reason: AcquisitionReason;

  constructor(reason: AcquisitionReason, options?: { cause?: unknown }) {
    super(reason.detail ?? reason.problem, options);
    this.name = 'DecodeProblem';
    this.reason = reason;
  }
}
