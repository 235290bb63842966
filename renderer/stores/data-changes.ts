/** Screens that show stored things look again when those change. */
import type { HostEvent } from '../../app/contract/events.ts';

export type ChangedData = Extract<HostEvent, { readonly event: 'data.changed' }>['what'];

const listeners = new Map<ChangedData, Set<() => void>>();

/** Returns what ends it: made for `$effect(() => onDataChanged('people', reload))`. */
export function onDataChanged(what: ChangedData, listener: () => void): () => void {
  const those = listeners.get(what) ?? new Set();
  listeners.set(what, those);
  those.add(listener);
  return () => those.delete(listener);
}

export function tellDataChanged(what: ChangedData): void {
  listeners.get(what)?.forEach((listener) => listener());
}
