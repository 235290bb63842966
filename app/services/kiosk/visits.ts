/**
 * What a visitor gets to hear: the decision, and nothing of anybody else. Failures are counted, and
 * after some of them the kiosk pauses.
 */
import type { KioskResult } from '../../contract/kiosk.ts';
import type { IdentificationReport, VerificationReport } from '../../contract/results.ts';
import type { Settings } from '../../contract/settings.ts';
import { assertNever } from '../../core/failure.ts';
import {
  NO_LOCKS,
  afterVisit,
  pausedForMs,
  type LockRules,
  type Visit,
  type VisitorLocks,
} from '../../core/kiosk-locks.ts';
import type { CaptureOptions } from '../../core/sample.ts';
import type { Decisions } from '../decisions/decisions.ts';
import { createTurns } from '../turns.ts';

export interface VisitInput {
  readonly probe: Uint8Array;
  readonly dpi?: number | undefined;
}

export interface Visits {
  verify(input: VisitInput & { readonly code: string }): Promise<KioskResult>;
  identify(input: VisitInput): Promise<KioskResult>;
  /** Until anybody may try again; 0 while one may. */
  pausedForMs(): number;
  /** An officer has been there. */
  forget(): void;
}

export interface VisitParts {
  readonly decisions: Decisions;
  readonly settings: () => Settings['kiosk'];
  readonly elapsedMs: () => number;
}

export function createVisits({ decisions, settings, elapsedMs }: VisitParts): Visits {
  // One after another: attempts sent all at once would otherwise be under way before the first
  // of them has counted.
  const oneAtATime = createTurns();
  let locks: VisitorLocks = NO_LOCKS;

  const paused = (code?: string) => pausedForMs(locks, code, elapsedMs());

  async function visit(
    code: string | undefined,
    decide: () => Promise<Omit<KioskResult, 'lockedOutSeconds'>>,
  ): Promise<KioskResult> {
    const pausedMs = paused(code);
    if (pausedMs > 0) {
      return { outcome: 'locked-out', reasons: [], lockedOutSeconds: secondsOf(pausedMs) };
    }
    const result = await decide();
    locks = afterVisit(locks, countOf(result), code, rulesOf(settings()), elapsedMs());
    return { ...result, lockedOutSeconds: secondsOf(paused(code)) };
  }

  return {
    verify: ({ code, probe, dpi }) =>
      oneAtATime(() =>
        visit(code, async () => {
          const { verifyCode } = await decisions.verification();
          const capture = captureOf(settings(), dpi);
          const input = { externalId: code, probe, capture, use: 'kiosk' } as const;
          return resultOf(await verifyCode(input));
        }),
      ),
    identify: ({ probe, dpi }) =>
      oneAtATime(() =>
        visit(undefined, async () => {
          const identification = await decisions.identification();
          const capture = captureOf(settings(), dpi);
          const input = { probe, capture, use: 'kiosk', count: 1 } as const;
          return resultOf(await identification.identify(input));
        }),
      ),
    pausedForMs: paused,
    forget: () => void (locks = NO_LOCKS),
  };
}

export function captureOf(
  { modality }: Settings['kiosk'],
  dpi: number | undefined,
): CaptureOptions {
  if (modality === 'face') return { modality, face: 'dominant' };
  return { modality, ...(dpi !== undefined && { dpi }) };
}

function rulesOf({ attemptsBeforeLockOut, lockOutSeconds }: Settings['kiosk']): LockRules {
  return { failures: attemptsBeforeLockOut, pauseMs: lockOutSeconds * 1000 };
}

/** Codes of nobody, people without references and wrong people all hear the same. */
function resultOf(
  report: VerificationReport | IdentificationReport,
): Omit<KioskResult, 'lockedOutSeconds'> {
  const { outcome } = report;
  switch (outcome) {
    case 'match': {
      const displayName =
        'displayName' in report ? report.displayName : report.candidates[0].displayName;
      return { outcome: 'accepted', displayName, reasons: [] };
    }
    case 'undecided': {
      const asks = 'guard' in report && report.guard?.policy === 'second-modality';
      return { outcome: asks ? 'second-modality-needed' : 'undecided', reasons: [] };
    }
    case 'non-match':
    case 'no-reference':
      return { outcome: 'rejected', reasons: [] };
    case 'failure-to-acquire': {
      const { probe } = report;
      return { outcome: 'not-acquired', reasons: 'reasons' in probe ? probe.reasons : [] };
    }
    default:
      return assertNever(outcome);
  }
}

function countOf({ outcome }: Omit<KioskResult, 'lockedOutSeconds'>): Visit {
  switch (outcome) {
    case 'accepted':
      return 'accepted';
    case 'rejected':
    case 'undecided':
      return 'failed';
    case 'not-acquired':
    case 'second-modality-needed':
    case 'locked-out':
      return 'neutral';
    default:
      return assertNever(outcome);
  }
}

export function secondsOf(ms: number): number {
  return Math.ceil(ms / 1000);
}
