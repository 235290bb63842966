import { AUDIT } from '../../core/parameters.ts';
import type { Store } from '../../store/index.ts';

const DAY_MS = 86_400_000;

/**
 * Discards audits that were interrupted and never resumed: until they are finished they hold the
 * features of everybody in the folder.
 *
 * @param now ISO 8601, UTC
 */
export function discardStaleAudits(store: Store, now: string): void {
  const oldest = Date.parse(now) - AUDIT.keepUnfinishedDays * DAY_MS;
  for (const { id, state, startedAt } of store.audits.list()) {
    if (state !== 'finished' && Date.parse(startedAt) < oldest) store.audits.discard(id);
  }
}
