/** A bar on a terminal; in a pipe a quiet line now and then. */
import type { JobProgress } from '../../contract/events.ts';
import { count, duration } from './words.ts';

export interface ProgressView {
  show(progress: JobProgress): void;
  /** Clears the bar, so that other text does not run into it. */
  clear(): void;
}

const BAR_WIDTH = 28;
const QUIET_INTERVAL_MS = 10_000;

export function createProgressView(stream: NodeJS.WriteStream, now: () => number): ProgressView {
  return stream.isTTY ? createBar(stream) : createLines(stream, now);
}

function createBar(stream: NodeJS.WriteStream): ProgressView {
  const clear = () => stream.write('\r\u001b[2K');
  return {
    show(progress) {
      const { done, total } = progress;
      const filled = total === 0 ? BAR_WIDTH : Math.round((done / total) * BAR_WIDTH);
      const bar = `[${'#'.repeat(filled)}${'.'.repeat(BAR_WIDTH - filled)}]`;
      clear();
      stream.write(`${bar} ${describe(progress)}`.slice(0, (stream.columns || 80) - 1));
    },
    clear,
  };
}

function createLines(stream: NodeJS.WriteStream, now: () => number): ProgressView {
  let last = now();
  return {
    show(progress) {
      const ms = now();
      if (ms - last < QUIET_INTERVAL_MS) return;
      last = ms;
      stream.write(`${describe(progress)}\n`);
    },
    clear: () => undefined,
  };
}

function describe({ phase, done, total, ratePerSecond, secondsLeft }: JobProgress): string {
  const parts = [`${phase} ${count(done)} of ${count(total)}`];
  if (ratePerSecond !== undefined) parts.push(`${ratePerSecond.toFixed(1)} a second`);
  if (secondsLeft !== undefined && done < total) parts.push(`${duration(secondsLeft)} left`);
  return parts.join(', ');
}
