/** Whether the kiosk is on, and how one gets out of it. What is on stays on over a restart. */
import { z } from 'zod';
import { AppError } from '../../core/failure.ts';
import { afterWrongPin, NO_PIN_LOCK, pinPauseMs, type PinLock } from '../../core/kiosk-locks.ts';
import type { Documents } from '../../store/index.ts';
import { createTurns } from '../turns.ts';
import type { Pins } from './pin.ts';

export interface KioskClock {
  /** Milliseconds that only ever go forward. */
  readonly elapsedMs: () => number;
  /** ISO 8601, UTC: for what outlives the program. */
  readonly now: () => string;
}

export interface KioskSession {
  /** @throws AppError where the store can't say: nobody is let out by a damaged store */
  isActive(): boolean;
  pinPausedForMs(): number;
  /** @param fullScreen of the window; where it fails, the kiosk is not on */
  enter(fullScreen: () => Promise<void>): Promise<void>;
  /** @throws AppError `not-allowed` for a wrong PIN, or while it pauses */
  leave(pin: string, windowAgain: () => Promise<void>): Promise<void>;
  setPin(pin: string, currentPin: string | undefined): Promise<void>;
  /** Off, and without a PIN. */
  reset(): void;
}

const SESSION_SHAPE = 1;

const storedSession = z.object({
  active: z.boolean(),
  wrongPins: z.number().int().min(0).max(1e6),
  /** Of the last wrong PIN. */
  wrongAt: z.iso.datetime().optional(),
});

type StoredSession = z.infer<typeof storedSession>;

export function createKioskSession(
  documents: () => Documents,
  pins: Pins,
  clock: KioskClock,
): KioskSession {
  const oneAtATime = createTurns();
  let known: { active: boolean; lock: PinLock } | undefined;

  const session = () => (known ??= resume(documents(), pins, clock));
  const keep = (next: { active: boolean; lock: PinLock }) => {
    const wrong = next.lock.wrong > 0 && { wrongAt: clock.now() };
    const stored: StoredSession = { active: next.active, wrongPins: next.lock.wrong, ...wrong };
    documents().write('kiosk', SESSION_SHAPE, stored);
    known = next;
  };
  const pausedForMs = () => Math.max(0, session().lock.pausedUntilMs - clock.elapsedMs());

  async function checkPin(pin: string): Promise<void> {
    const pausedMs = pausedForMs();
    if (pausedMs > 0) throw paused(pausedMs);
    // Counted before it is looked at, so that ending the program meanwhile gives no free guess.
    const before = session();
    keep({ ...before, lock: afterWrongPin(before.lock, clock.elapsedMs()) });
    if (!(await pins.isRight(pin))) throw wrongPin(pausedForMs());
    keep({ ...session(), lock: NO_PIN_LOCK });
  }

  return {
    isActive: () => session().active,
    pinPausedForMs: pausedForMs,
    enter: (fullScreen) =>
      oneAtATime(async () => {
        if (session().active) return;
        if (!pins.isSet()) throw new AppError('conflict', NO_PIN);
        keep({ ...session(), active: true });
        try {
          await fullScreen();
        } catch (thrown) {
          keep({ ...session(), active: false });
          throw thrown;
        }
      }),
    leave: (pin, windowAgain) =>
      oneAtATime(async () => {
        if (!session().active) return;
        await checkPin(pin);
        keep({ ...session(), active: false });
        await windowAgain();
      }),
    setPin: (pin, currentPin) =>
      oneAtATime(async () => {
        if (session().active) throw new AppError('not-allowed', LEAVE_FIRST);
        if (pins.isSet()) {
          if (currentPin === undefined) throw new AppError('bad-input', PIN_BEFORE);
          await checkPin(currentPin);
        }
        await pins.set(pin);
      }),
    reset() {
      pins.remove();
      keep({ active: false, lock: NO_PIN_LOCK });
    },
  };
}

const NO_PIN = 'Expected a PIN to be set for the kiosk but found none; set one in the settings.';
const LEAVE_FIRST =
  'Expected the kiosk to be off for setting its PIN; leave it with the PIN first.';
const PIN_BEFORE = 'Expected the PIN that is set now but received none; enter it as well.';

function wrongPin(pausedMs: number): AppError {
  const next = pausedMs > 0 ? `wait ${secondsOf(pausedMs)} s before the next try` : 'try again';
  return new AppError('not-allowed', `Expected the kiosk’s PIN but received another; ${next}.`);
}

function paused(pausedMs: number): AppError {
  const message = `Expected no PIN for another ${secondsOf(pausedMs)} s after wrong ones; wait, and try again.`;
  return new AppError('not-allowed', message);
}

function secondsOf(ms: number): number {
  return Math.ceil(ms / 1000);
}

/** As an earlier run left it. */
function resume(documents: Documents, pins: Pins, clock: KioskClock) {
  const stored = documents.read('kiosk');
  if (!stored) return { active: false, lock: NO_PIN_LOCK };
  const read = readSession(stored.text);
  // Nobody gets out by damaging what says so; where no PIN could lead out, nobody is locked in.
  if (!read) return { active: pins.isSet(), lock: NO_PIN_LOCK };
  const { active, wrongPins: wrong, wrongAt } = read;
  return {
    active,
    lock: { wrong, pausedUntilMs: clock.elapsedMs() + rest(wrong, wrongAt, clock) },
  };
}

/** Of the pause after the last wrong PIN; a clock that was set back does not make it longer. */
function rest(wrong: number, wrongAt: string | undefined, clock: KioskClock): number {
  const pauseMs = pinPauseMs(wrong);
  const since = wrongAt === undefined ? 0 : Date.parse(clock.now()) - Date.parse(wrongAt);
  return Math.max(0, Math.min(pauseMs, pauseMs - since));
}

function readSession(text: string): StoredSession | undefined {
  try {
    return storedSession.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
