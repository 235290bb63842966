/** While the kiosk is on, its window hears of the kiosk only; the end of long work is held back. */
import type { HostEvent } from '../../contract/events.ts';

export interface HeldEvents {
  /** Passes on what may be heard now. */
  tell(event: HostEvent): void;
  /** Tells what was held back, in order. */
  release(): void;
}

export function createHeldEvents(
  isClosed: () => boolean,
  passOn: (event: HostEvent) => void,
): HeldEvents {
  let held: HostEvent[] = [];
  return {
    tell(event) {
      if (!isClosed() || isOfKiosk(event)) passOn(event);
      else if (isWorthHolding(event)) held.push(event);
    },
    release() {
      const events = held;
      held = [];
      events.forEach(passOn);
    },
  };
}

function isOfKiosk(event: HostEvent): boolean {
  return event.event === 'data.changed' && event.what === 'kiosk';
}

/** What nobody could ask for later. There are few: a kiosk starts no long work. */
function isWorthHolding({ event }: HostEvent): boolean {
  return event === 'job.finished' || event === 'job.failed' || event === 'engine.notice';
}
