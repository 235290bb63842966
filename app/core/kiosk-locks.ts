/**
 * When a kiosk pauses: after failures of one code, after failures in a row, and after wrong PINs.
 * Pure: times come from the caller's clock, in milliseconds, and only ever go forward.
 */
import { KIOSK } from './parameters.ts';

export interface LockRules {
  /** Failures of one code, or in a row, that pause it. */
  readonly failures: number;
  readonly pauseMs: number;
}

interface CodeRecord {
  readonly failures: number;
  readonly lastMs: number;
  readonly pausedUntilMs: number;
}

/** What visitors have done so far. */
export interface VisitorLocks {
  readonly inARow: number;
  readonly pausedUntilMs: number;
  /** From the one that failed longest ago. */
  readonly codes: ReadonlyMap<string, CodeRecord>;
}

export const NO_LOCKS: VisitorLocks = { inARow: 0, pausedUntilMs: 0, codes: new Map() };

/** `neutral`: nothing was compared, or nobody was turned away. */
export type Visit = 'accepted' | 'failed' | 'neutral';

/** @param code of the claim, where there is one; that of nobody is like any other */
export function afterVisit(
  locks: VisitorLocks,
  visit: Visit,
  code: string | undefined,
  rules: LockRules,
  nowMs: number,
): VisitorLocks {
  if (visit === 'neutral') return locks;
  const codes = withoutOld(locks.codes, nowMs);
  if (visit === 'accepted') {
    if (code !== undefined) codes.delete(code);
    return { inARow: 0, pausedUntilMs: 0, codes };
  }
  if (code !== undefined) noteFailure(codes, code, rules, nowMs);
  const inARow = locks.inARow + 1;
  if (inARow < rules.failures) return { ...locks, inARow, codes };
  return { inARow: 0, pausedUntilMs: nowMs + rules.pauseMs, codes };
}

/** For how long nobody may try, or nobody with that code; 0 where one may. */
export function pausedForMs(locks: VisitorLocks, code: string | undefined, nowMs: number): number {
  const ofCode = code === undefined ? 0 : (locks.codes.get(code)?.pausedUntilMs ?? 0);
  return Math.max(0, Math.max(locks.pausedUntilMs, ofCode) - nowMs);
}

function noteFailure(
  codes: Map<string, CodeRecord>,
  code: string,
  rules: LockRules,
  nowMs: number,
): void {
  const known = codes.get(code);
  const failures = (known?.failures ?? 0) + 1;
  const paused = failures >= rules.failures;
  // Put at the end: the map is in the order of the last failure.
  codes.delete(code);
  codes.set(code, {
    failures: paused ? 0 : failures,
    lastMs: nowMs,
    pausedUntilMs: paused ? nowMs + rules.pauseMs : (known?.pausedUntilMs ?? 0),
  });
  // Codes that nobody has can be made up without end.
  const [oldest] = codes.keys();
  if (codes.size > KIOSK.mostCodes) codes.delete(oldest);
}

function withoutOld(codes: VisitorLocks['codes'], nowMs: number): Map<string, CodeRecord> {
  const isOld = ({ lastMs, pausedUntilMs }: CodeRecord) =>
    nowMs - lastMs > KIOSK.forgetCodeMs && pausedUntilMs <= nowMs;
  return new Map([...codes].filter(([, record]) => !isOld(record)));
}

/** What has been tried as a PIN since the right one. */
export interface PinLock {
  readonly wrong: number;
  readonly pausedUntilMs: number;
}

export const NO_PIN_LOCK: PinLock = { wrong: 0, pausedUntilMs: 0 };

export function afterWrongPin({ wrong }: PinLock, nowMs: number): PinLock {
  return { wrong: wrong + 1, pausedUntilMs: nowMs + pinPauseMs(wrong + 1) };
}

/** None for slips of the finger, and twice as long with every further one. */
export function pinPauseMs(wrong: number): number {
  const { freeTries, firstPauseMs, longestPauseMs } = KIOSK.pin;
  if (wrong <= freeTries) return 0;
  return Math.min(longestPauseMs, firstPauseMs * 2 ** (wrong - freeTries - 1));
}
