/** Synthetic people in the store, so that everything can be tried at once; they say what they are. */
import { z } from 'zod';
import { command } from './command.ts';
import type { JobStarted } from './results.ts';

export interface DemoReport {
  readonly people: number;
  /** Prints of them that were not enrolled, to verify with: WSQ, PNG or BMP bytes. */
  readonly probes: readonly {
    readonly externalId: string;
    readonly displayName: string;
    readonly name: string;
    readonly bytes: Uint8Array;
  }[];
}

export const demoCommands = {
  /** Enrols synthetic fingerprints; ends as a job of kind `demo`. */
  'demo.start': command(
    z.strictObject({ people: z.number().int().min(1).max(50).default(6) }),
  )<JobStarted>(),
  /** Erases all of them. */
  'demo.remove': command(z.strictObject({}))<{ readonly people: number }>(),
} as const;
