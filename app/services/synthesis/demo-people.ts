/** Who the synthetic people are: names that nobody bears. */
import type { FingerPosition } from '../../core/vocabulary.ts';

export interface DemoPerson {
  /** 1 for the first. */
  readonly number: number;
  readonly externalId: string;
  readonly displayName: string;
}

/** Right and left index. */
export const DEMO_FINGERS: readonly FingerPosition[] = [2, 7];

const GIVEN = [
  'Ada',
  'Bruno',
  'Celia',
  'Dario',
  'Edda',
  'Falk',
  'Greta',
  'Hugo',
  'Ines',
  'Joris',
] as const;

/** After what is on a finger. */
const FAMILY = ['Whorl', 'Loopwell', 'Archford', 'Deltaine', 'Ridgely'] as const;

export const MOST_DEMO_PEOPLE = GIVEN.length * FAMILY.length;

/** Those of a smaller crowd are the first ones of a larger. */
export function demoPeople(count: number): DemoPerson[] {
  return Array.from({ length: Math.min(count, MOST_DEMO_PEOPLE) }, (_, i) => ({
    number: i + 1,
    externalId: `DEMO-${String(i + 1).padStart(2, '0')}`,
    // Both change from one to the next, and no pair comes twice among fifty.
    displayName: `${GIVEN[i % GIVEN.length]} ${FAMILY[(i + Math.floor(i / GIVEN.length)) % FAMILY.length]}`,
  }));
}
