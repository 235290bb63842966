/** Who would be enrolled out of a folder, before anybody is. */
import { z } from 'zod';
import { folderId, manifestText, modality } from './values.ts';
import type { FingerPosition } from '../core/vocabulary.ts';

/** How a folder says who is who. */
const importRule = z.discriminatedUnion('kind', [
  /** A folder a person: the name of the folder that a file lies in is the external id. */
  z.strictObject({ kind: z.literal('folder') }),
  /** As audits have it: `{person}_{finger}_{shot}`. */
  z.strictObject({ kind: z.literal('pattern'), pattern: z.string().min(1).max(500) }),
  /** CSV with person and path, and where they are known name and finger; a row an image. */
  z.strictObject({ kind: z.literal('list'), text: manifestText }),
]);

export const enrolmentPlanInput = z.strictObject({ folder: folderId, modality, rule: importRule });

export interface PlannedPerson {
  readonly externalId: string;
  readonly displayName?: string;
  readonly images: readonly { readonly path: string; readonly finger?: FingerPosition }[];
  /** Samples would be added to somebody who is there. */
  readonly enrolled: boolean;
}

export interface FilesAside {
  readonly files: number;
  readonly first: readonly string[];
}

export interface EnrolmentPlan {
  /** For `enrolment.start`, in its order. */
  readonly people: readonly PlannedPerson[];
  readonly images: number;
  /** Files that nobody was read from, the first of them by path. */
  readonly without: FilesAside;
  /** Images of a list that are not in the folder; they are among those above, and will say so. */
  readonly missing: FilesAside;
  /** Images beyond what one person may have; they are not among those above. */
  readonly leftOut: number;
}
