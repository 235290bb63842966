/** The automatic shutter while a camera is live: what frames and time make of its state. */
import { WATCHING, afterFrame, afterTime, countdownShare, type ShutterState } from './shutter.ts';

export interface LiveShutter {
  /** 0..1 of the countdown. */
  readonly share: number;
  /** Of a frame that was looked at. */
  saw(good: boolean): void;
  /** As if nothing had been seen yet. */
  reset(): void;
}

/** For a component while it is set up. @param fire takes the picture */
export function createLiveShutter(fire: () => void): LiveShutter {
  let state = $state.raw<ShutterState>(WATCHING);
  let share = $state(0);

  // The countdown's ring goes on between frames.
  $effect(() => {
    if (state.phase !== 'counting') {
      share = countdownShare(state, 0);
      return;
    }
    let frame = requestAnimationFrame(function turn(now) {
      share = countdownShare(state, now);
      const next = afterTime(state, now);
      if (next.phase === 'shooting') return step(next);
      frame = requestAnimationFrame(turn);
    });
    return () => cancelAnimationFrame(frame);
  });

  function step(next: ShutterState): void {
    const fires = next.phase === 'shooting' && state.phase !== 'shooting';
    state = next;
    if (fires) fire();
  }

  return {
    get share() {
      return share;
    },
    saw: (good) => step(afterFrame(state, good, performance.now())),
    reset() {
      state = WATCHING;
    },
  };
}
