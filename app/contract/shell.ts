/** What only the window's host can do: dialogs, files of the user's choice, full screen, the end. */
import { z } from 'zod';
import { command } from './command.ts';
import { LINE, MEBIBYTE } from './values.ts';

const MOST_SAVED_BYTES = 500 * MEBIBYTE;

export interface ShellFacts {
  readonly host: 'electron' | 'chromium';
  readonly appVersion: string;
  readonly platform: string;
  readonly versions: Readonly<Record<string, string>>;
}

export interface ChosenFolder {
  /** For the commands; the path itself stays with the host. */
  readonly folder: string;
  /** The folder's own name, to be shown. */
  readonly name: string;
}

export interface ChosenFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export const shellCommands = {
  'shell.describe': command(z.strictObject({}))<ShellFacts>(),
  /** Answers null where the user cancels. */
  'shell.chooseFolder': command(
    z.strictObject({ purpose: z.enum(['import', 'audit', 'calibration', 'synthesis', 'reports']) }),
  )<ChosenFolder | null>(),
  'shell.saveFile': command(
    z.strictObject({
      suggestedName: LINE.regex(/^[^/\\]+$/, { message: 'a file name without folders' }),
      content: z.union([
        z.string().max(MOST_SAVED_BYTES),
        z.custom<Uint8Array>(
          (value) => value instanceof Uint8Array && value.byteLength <= MOST_SAVED_BYTES,
          { message: 'text or bytes of at most 500 MiB' },
        ),
      ]),
    }),
  )<{ readonly saved: boolean }>(),
  /** Writes a self-contained HTML document of ours as PDF where the user says; A4. */
  'shell.savePdf': command(
    z.strictObject({
      suggestedName: LINE.regex(/^[^/\\]+$/, { message: 'a file name without folders' }),
      html: z.string().max(50 * MEBIBYTE),
    }),
  )<{ readonly saved: boolean }>(),
  'shell.quit': command(z.strictObject({}))<null>(),
} as const;
