/** Keys that work everywhere: Ctrl+1..7 for the rail, Ctrl+K for the palette. */
import { navigate } from '../navigation.svelte.ts';
import { RAIL } from '../router.ts';

interface ShortcutActions {
  readonly openPalette: () => void;
}

export function onShortcut(event: KeyboardEvent, { openPalette }: ShortcutActions): void {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
  if (document.querySelector('dialog[open]')) return;
  if (event.key.toLowerCase() === 'k') {
    event.preventDefault();
    return openPalette();
  }
  const screen = /^[1-7]$/.test(event.key) ? RAIL[Number(event.key) - 1] : undefined;
  if (!screen) return;
  event.preventDefault();
  navigate(screen);
}

/** True while keys belong to a field, so that single letters do nothing else. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement) return true;
  if (target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'file'].includes(target.type);
}
