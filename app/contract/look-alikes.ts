/** Enrolled people who could be taken for each other. */
import { z } from 'zod';
import { command } from './command.ts';
import type { JobStarted } from './results.ts';
import { modality } from './values.ts';
import type { Distance, Modality } from '../core/vocabulary.ts';

interface Named {
  readonly externalId: string;
  readonly displayName: string;
}

export interface LookAlikeList {
  readonly modality: Modality;
  readonly people: number;
  readonly references: number;
  /** Absent where nobody could be alike. */
  readonly guardDistance?: Distance;
  /** When the whole gallery was searched last; ISO 8601, UTC. */
  readonly searchedAt?: string;
  /** Closest first; each two people once. */
  readonly pairs: readonly {
    readonly one: Named;
    readonly other: Named;
    readonly distance: Distance;
  }[];
}

export interface LookAlikeSearch {
  readonly modality: Modality;
  readonly people: number;
  readonly pairs: number;
}

export const lookAlikeCommands = {
  /** Those that enrolments and searches have found. */
  'guard.list': command(z.strictObject({ modality }))<LookAlikeList>(),
  /** Compares everybody with everybody; ends as a job of kind `look-alikes`. */
  'guard.search': command(z.strictObject({ modality }))<JobStarted>(),
} as const;
