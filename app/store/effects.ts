import { randomUUID } from 'node:crypto';

/** What a store takes from outside, so that tests decide it. */
export interface Effects {
  /** ISO 8601, UTC. */
  readonly now: () => string;
  readonly newId: () => string;
}

export const SYSTEM_EFFECTS: Effects = {
  now: () => new Date().toISOString(),
  newId: randomUUID,
};
