/** Who else could be taken for a person: asked by whoever shows one. */
import type { PersonDetails } from '../contract/results.ts';
import type { PersonId } from '../core/vocabulary.ts';

export interface LookAlikes {
  /** By modality: the nearest other person, where inside the guard distance. */
  of(personId: PersonId): Promise<PersonDetails['lookAlikes']>;
}

/** Where nobody looks for any. */
export const NO_LOOK_ALIKES: LookAlikes = { of: () => Promise.resolve([]) };
