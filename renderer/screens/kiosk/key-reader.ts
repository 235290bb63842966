/** Keys of a keyboard or a badge reader to inputs of the kiosk. */
import { NO_RUN, afterCharacter, badgeOf } from './badge.ts';
import type { KioskInput } from './kiosk-flow.ts';

export function createKeyReader(
  send: (input: KioskInput) => void,
  leave: () => void,
): (event: KeyboardEvent) => void {
  let run = NO_RUN;
  return (event) => {
    if (event.ctrlKey && event.shiftKey && event.key.toLowerCase() === 'l') {
      event.preventDefault();
      return leave();
    }
    if (isOfBrowser(event)) return event.preventDefault();
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    // A key that is held down types once.
    if (event.repeat && event.key.length === 1) return event.preventDefault();
    const { key, timeStamp } = event;
    if (key === 'Enter' || key === 'Tab') {
      const code = badgeOf(run, timeStamp);
      run = NO_RUN;
      if (code !== undefined) {
        event.preventDefault();
        return send({ kind: 'badge', code });
      }
      // Enter on a button presses it, and Tab goes on: both are needed without a pointer.
      if (key === 'Tab' || isPressable(event.target)) return;
      event.preventDefault();
      return send({ kind: 'enter' });
    }
    if (key === 'Backspace') return send({ kind: 'erase' });
    if (key === 'Escape') return send({ kind: 'clear' });
    if (key.length !== 1 || (key === ' ' && isPressable(event.target))) return;
    run = afterCharacter(run, key, timeStamp);
    event.preventDefault();
    send({ kind: 'key', text: key });
  };
}

/** Printing, saving, searching, enlarging: nothing that a visitor needs. A scan may be pasted. */
export function isOfBrowser({ ctrlKey, metaKey, altKey, key }: KeyboardEvent): boolean {
  return (ctrlKey || metaKey) && !altKey && key.toLowerCase() !== 'v';
}

/** What Space and Enter press by themselves. */
export function isPressable(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('button, a, label, input') !== null;
}
