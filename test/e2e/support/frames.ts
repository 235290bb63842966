/** How long the page kept its user waiting: the longest gap between frames and the longest task. */
import type { Page } from 'playwright-core';

export interface Frames {
  /** Milliseconds since the watch began, or since the last {@link Frames.reset}. */
  longest(): Promise<number>;
  report(): Promise<FrameReport>;
  reset(): Promise<void>;
}

export interface FrameReport {
  readonly frames: number;
  /** Between two frames. */
  readonly longestGapMs: number;
  /** Of those over 50 ms, which is all that the browser reports. */
  readonly longestTaskMs: number;
}

interface FrameWatch {
  read(): FrameReport;
  reset(): void;
}

type WatchedPage = typeof globalThis & { __frames: FrameWatch };

/**
 * How many times slower the page's processor is at this moment than a quiet one of 2020: at least
 * 1. On a machine that others keep busy a limit in milliseconds is multiplied by it.
 */
export function slowness(page: Page): Promise<number> {
  return page.evaluate(() => {
    const QUIET_MS = 12;
    const once = () => {
      const start = performance.now();
      let sum = 0;
      for (let i = 0; i < 4_000_000; i++) sum = (sum * 31 + i) % 1_000_003;
      return sum < 0 ? Infinity : performance.now() - start;
    };
    // The slowest of some: what a frame may meet as well.
    const slowest = Math.max(...[1, 2, 3, 4, 5].map(once).slice(1));
    return Math.max(1, slowest / QUIET_MS);
  });
}

/** Begins at once; a page that is loaded again has to be watched again. */
export async function watchFrames(page: Page): Promise<Frames> {
  await page.evaluate(installWatch);
  const read = () => page.evaluate(() => (globalThis as WatchedPage).__frames.read());
  return {
    report: read,
    async longest() {
      const { longestGapMs, longestTaskMs } = await read();
      return Math.max(longestGapMs, longestTaskMs);
    },
    reset: () => page.evaluate(() => (globalThis as WatchedPage).__frames.reset()),
  };
}

/** Runs in the page. */
function installWatch(): void {
  let last: number | undefined;
  let report = { frames: 0, longestGapMs: 0, longestTaskMs: 0 };
  let since = performance.now();
  const onFrame = (now: number) => {
    if (last !== undefined && document.visibilityState === 'visible') {
      report.frames += 1;
      report.longestGapMs = Math.max(report.longestGapMs, now - last);
    }
    last = now;
    requestAnimationFrame(onFrame);
  };
  requestAnimationFrame(onFrame);
  new PerformanceObserver((entries) => {
    for (const { startTime, duration } of entries.getEntries()) {
      if (startTime >= since) report.longestTaskMs = Math.max(report.longestTaskMs, duration);
    }
  }).observe({ type: 'longtask' });
  const watch: FrameWatch = {
    read: () => ({ ...report }),
    reset() {
      report = { frames: 0, longestGapMs: 0, longestTaskMs: 0 };
      since = performance.now();
      last = undefined;
    },
  };
  Object.defineProperty(globalThis, '__frames', { value: watch, configurable: true });
}
