import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  NO_LOCKS,
  NO_PIN_LOCK,
  afterVisit,
  afterWrongPin,
  pausedForMs,
  pinPauseMs,
  type Visit,
  type VisitorLocks,
} from '../../app/core/kiosk-locks.ts';
import { KIOSK } from '../../app/core/parameters.ts';

const RULES = { failures: 3, pauseMs: 60_000 };

interface Happened {
  readonly visit: Visit;
  readonly code: string | undefined;
  readonly nowMs: number;
}

function play(happened: readonly Happened[]): VisitorLocks {
  return happened.reduce(
    (locks, { visit, code, nowMs }) => afterVisit(locks, visit, code, RULES, nowMs),
    NO_LOCKS,
  );
}

describe('failures in a row', () => {
  test('pause the kiosk for everybody, for as long as the rules say', () => {
    const locks = play(['a', 'b', 'c'].map((code) => ({ visit: 'failed', code, nowMs: 1000 })));
    expect(pausedForMs(locks, undefined, 1000)).toBe(60_000);
    expect(pausedForMs(locks, 'd', 60_999)).toBe(1);
    expect(pausedForMs(locks, 'd', 61_000)).toBe(0);
  });

  test('count anew after somebody was accepted, and after a pause', () => {
    const failed = { visit: 'failed', code: undefined, nowMs: 0 } as const;
    const accepted = { ...failed, visit: 'accepted' } as const;
    expect(pausedForMs(play([failed, failed, accepted, failed, failed]), undefined, 0)).toBe(0);
    const later = { ...failed, nowMs: 60_000 };
    const locks = play([failed, failed, failed, later, later]);
    expect(pausedForMs(locks, undefined, 60_000)).toBe(0);
  });

  test('do not count what was no failure', () => {
    const neutral = { visit: 'neutral', code: 'a', nowMs: 0 } as const;
    expect(play(Array(10).fill(neutral))).toEqual(NO_LOCKS);
  });
});

describe('failures of one code', () => {
  test('pause that code only, although others were accepted meanwhile', () => {
    const locks = play(
      [0, 1, 2].flatMap((nowMs): Happened[] => [
        { visit: 'failed', code: 'a', nowMs },
        { visit: 'accepted', code: 'b', nowMs },
      ]),
    );
    expect(pausedForMs(locks, 'a', 2)).toBe(60_000);
    expect(pausedForMs(locks, 'b', 2)).toBe(0);
    expect(pausedForMs(locks, undefined, 2)).toBe(0);
  });

  test('are forgotten after an hour', () => {
    const accepted: Happened = { visit: 'accepted', code: 'b', nowMs: 0 };
    const failed = (nowMs: number): Happened => ({ visit: 'failed', code: 'a', nowMs });
    const hour = KIOSK.forgetCodeMs;
    const soon = play([failed(0), failed(0), accepted, failed(hour)]);
    const late = play([failed(0), failed(0), accepted, failed(hour + 1)]);
    expect(pausedForMs(soon, 'a', hour)).toBe(60_000);
    expect(pausedForMs(late, 'a', hour + 1)).toBe(0);
  });

  test('are remembered of so many codes only, those that failed last', () => {
    const locks = play(
      Array.from({ length: KIOSK.mostCodes + 50 }, (_, i): Happened[] => [
        { visit: 'failed', code: `code ${i}`, nowMs: i },
        { visit: 'accepted', code: undefined, nowMs: i },
      ]).flat(),
    );
    expect(locks.codes.size).toBe(KIOSK.mostCodes);
    expect(locks.codes.has('code 0')).toBe(false);
    expect(locks.codes.has(`code ${KIOSK.mostCodes + 49}`)).toBe(true);
  });
});

const happenings = fc.array(
  fc.record({
    visit: fc.constantFrom<Visit>('accepted', 'failed', 'neutral'),
    code: fc.constantFrom('a', 'b', undefined),
    passedMs: fc.integer({ min: 0, max: 30_000 }),
  }),
  { maxLength: 60 },
);

test('nobody ever fails more often in a row, between two pauses, than the rules allow', () => {
  fc.assert(
    fc.property(happenings, (steps) => {
      let nowMs = 0;
      let locks = NO_LOCKS;
      let sincePause = 0;
      const ofCode = new Map<string, number>();
      for (const { visit, code, passedMs } of steps) {
        nowMs += passedMs;
        // As the kiosk does: who has to wait is not looked at.
        if (pausedForMs(locks, code, nowMs) > 0) continue;
        locks = afterVisit(locks, visit, code, RULES, nowMs);
        const failures = code === undefined ? 0 : (ofCode.get(code) ?? 0);
        if (visit === 'failed') {
          sincePause += 1;
          if (code !== undefined) ofCode.set(code, failures + 1);
        }
        if (visit === 'accepted') {
          sincePause = 0;
          if (code !== undefined) ofCode.set(code, 0);
        }
        const codePaused = code !== undefined && pausedForMs(locks, code, nowMs) > 0;
        if (sincePause === RULES.failures) {
          expect(pausedForMs(locks, undefined, nowMs)).toBe(RULES.pauseMs);
          sincePause = 0;
        }
        if (code !== undefined && ofCode.get(code) === RULES.failures) {
          expect(codePaused).toBe(true);
          ofCode.set(code, 0);
        }
      }
    }),
  );
});

describe('wrong PINs', () => {
  test('cost nothing at first, then longer and longer, and never for ever', () => {
    const pauses = Array.from({ length: 16 }, (_, wrong) => pinPauseMs(wrong));
    expect(pauses.slice(0, 4)).toEqual([0, 0, 0, 0]);
    expect(pauses.slice(4, 8)).toEqual([30_000, 60_000, 120_000, 240_000]);
    expect(pauses.at(-1)).toBe(3_600_000);
  });

  test('leave no more than a few dozen guesses a day', () => {
    let lock = NO_PIN_LOCK;
    let nowMs = 0;
    let guesses = 0;
    while (nowMs < 86_400_000) {
      lock = afterWrongPin(lock, nowMs);
      guesses += 1;
      nowMs = Math.max(nowMs, lock.pausedUntilMs);
    }
    expect(guesses).toBeLessThan(40);
  });
});
