/** When the picture takes itself: after some good frames in a row, and a moment to hold still. Pure. */

export const SHUTTER = {
  /** Good frames in a row before the countdown begins. */
  goodFrames: 2,
  /** Milliseconds of the countdown; by judgement, long enough to be seen coming. 2026-11. */
  countdownMs: 900,
} as const;

export interface ShutterState {
  readonly phase: 'watching' | 'counting' | 'shooting';
  readonly goodFrames: number;
  /** Of the countdown's begin, in milliseconds of any clock. */
  readonly since: number;
}

export const WATCHING: ShutterState = { phase: 'watching', goodFrames: 0, since: 0 };

/** One frame was judged. A bad one begins all anew. */
export function afterFrame(state: ShutterState, good: boolean, nowMs: number): ShutterState {
  if (state.phase === 'shooting') return state;
  if (!good) return WATCHING;
  const goodFrames = state.goodFrames + 1;
  if (state.phase === 'watching') {
    return goodFrames < SHUTTER.goodFrames
      ? { ...state, goodFrames }
      : { phase: 'counting', goodFrames, since: nowMs };
  }
  return afterTime({ ...state, goodFrames }, nowMs);
}

/** Time passed: the countdown may be over. */
export function afterTime(state: ShutterState, nowMs: number): ShutterState {
  if (state.phase !== 'counting' || nowMs - state.since < SHUTTER.countdownMs) return state;
  return { ...state, phase: 'shooting' };
}

/** 0..1 of the countdown that has passed. */
export function countdownShare(state: ShutterState, nowMs: number): number {
  if (state.phase === 'watching') return 0;
  if (state.phase === 'shooting') return 1;
  return Math.min(1, Math.max(0, (nowMs - state.since) / SHUTTER.countdownMs));
}
