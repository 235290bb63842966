import type { DecisionOutcome } from '../../core/decision.ts';
import { assertNever, type FailureCode } from '../../core/failure.ts';

/** What a script may rely on. */
export const EXIT = {
  /** A match, or done. */
  done: 0,
  nonMatch: 1,
  /** Failure to acquire or to enrol, or nobody to compare with. */
  notAcquired: 2,
  /** Inside the undecided band, or more evidence is asked for. */
  undecided: 3,
  /** As sysexits.h has it: EX_USAGE and EX_SOFTWARE. */
  badInput: 64,
  internal: 70,
  /** As shells have it: 128 + SIGINT. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export function exitCodeOf(code: FailureCode): ExitCode {
  switch (code) {
    case 'bad-input':
    case 'not-found':
    case 'not-allowed':
    case 'conflict':
      return EXIT.badInput;
    case 'cancelled':
      return EXIT.interrupted;
    case 'model-missing':
    case 'model-invalid':
    case 'provider-refused':
    case 'engine-crashed':
    case 'engine-timeout':
    case 'store-unusable':
    case 'internal':
      return EXIT.internal;
    default:
      return assertNever(code);
  }
}

export function exitCodeOfOutcome(
  outcome: DecisionOutcome | 'no-reference' | 'failure-to-acquire',
): ExitCode {
  switch (outcome) {
    case 'match':
      return EXIT.done;
    case 'non-match':
      return EXIT.nonMatch;
    case 'undecided':
      return EXIT.undecided;
    case 'no-reference':
    case 'failure-to-acquire':
      return EXIT.notAcquired;
    default:
      return assertNever(outcome);
  }
}
