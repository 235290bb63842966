/**
 * Looks at live frames one after another, at a pace that leaves the engine time for decisions:
 * never two at once, and an answer that comes too late is not used.
 */
import type { AssessmentReport } from '../../app/contract/capture.ts';

export const PACE = {
  /** Milliseconds between the beginnings of two looks, at least. */
  leastMs: 200,
  /** A look may take this share of the time; the rest is a pause. */
  busyShare: 0.4,
  /** Milliseconds after which an answer tells of a moment that is gone. */
  lateMs: 1_500,
  /** Milliseconds to wait where there was no picture, or the look failed. */
  againMs: 500,
} as const;

interface AssessmentParts {
  /** Undefined while there is no picture. */
  readonly grab: () => Promise<Uint8Array | undefined>;
  readonly assess: (frame: Uint8Array) => Promise<AssessmentReport>;
  readonly seen: (report: AssessmentReport) => void;
  readonly now: () => number;
  readonly wait: (ms: number) => Promise<void>;
}

/** Begins to look; returns what ends it. Nothing is told after the end. */
export function startAssessment({ grab, assess, seen, now, wait }: AssessmentParts): () => void {
  let on = true;
  const running = () => on; // Read through a function: it changes while others are awaited.
  const loop = async () => {
    while (running()) {
      const began = now();
      const report = await look(grab, assess, running);
      const tookMs = now() - began;
      if (running() && report && tookMs <= PACE.lateMs) seen(report);
      await wait(report ? pauseAfter(tookMs) : PACE.againMs);
    }
  };
  void loop();
  return () => {
    on = false;
  };
}

/** Milliseconds to pause after a look that took so long. */
export function pauseAfter(tookMs: number): number {
  return Math.max(PACE.leastMs - tookMs, tookMs / PACE.busyShare - tookMs, 0);
}

async function look(
  grab: AssessmentParts['grab'],
  assess: AssessmentParts['assess'],
  running: () => boolean,
): Promise<AssessmentReport | undefined> {
  try {
    const frame = await grab();
    // A shutter may have come between: then the engine is wanted for more.
    return frame && running() ? await assess(frame) : undefined;
  } catch {
    return undefined; // The next look tells whether it was only this one.
  }
}
